import { randomUUID } from 'node:crypto';
import { invalidField, notFound, ServiceError } from '../errors.ts';
import { costOf, factsOf, type QuerySchema } from '../pql/index.ts';
import { Serial } from '../serial.ts';
import { PLATFORM_NAMESPACE } from './audience.ts';
import type { AudienceRepository } from './audience-repository.ts';
import type { AudienceCatalogue } from './catalogue.ts';
import { refuseComplex, unknownMergePolicy } from './checks.ts';
import { plainContent } from './content.ts';
import type { DefinitionInput, Scope, SegmentDefinition } from './definition.ts';
import type { DefinitionQuery } from './definition-list.ts';
import { listDefinitions } from './definition-list.ts';
import { checkedIr } from './expression.ts';
import { allowedMethods, eligibilityOf } from './methods.ts';
import { checkReferences, refuseInactive } from './references.ts';
import type { DefinitionRepository } from './repository.ts';
import type { Versions } from './version.ts';

export interface DefinitionDependencies {
  readonly repository: AudienceRepository;
  readonly definitions: DefinitionRepository;
  readonly catalogue: AudienceCatalogue;
  readonly versions: Versions;
  /** The union schemas of a sandbox. */
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  /** The policy with the id, or the default one; undefined when it is unknown or of another class. */
  readonly mergePolicy: (scope: Scope, className: string, id: string | undefined) => Promise<MergePolicy | undefined>;
  /** Called after a definition is gone, to remove its memberships. */
  readonly onDeleted: (scope: Scope, id: string) => void;
  readonly strictEvaluation: boolean;
}

/** What a definition needs to know of its merge policy. */
export interface MergePolicy {
  readonly id: string;
  readonly version: number;
  readonly isActiveOnEdge: boolean;
}

/** A stored definition, and the reason codes of a fallback to batch, if there was one. */
export interface SavedDefinition {
  readonly definition: SegmentDefinition;
  readonly fallback: readonly string[];
}

/**
 * Create, read, replace and delete segment definitions (api-segmentation.md section 1).
 *
 * Writes of one sandbox happen one after the other, so that the checks on names, references and versions still hold when
 * the row is written.
 */
export class Definitions {
  readonly #deps: DefinitionDependencies;
  readonly #writes = new Serial();

  constructor(deps: DefinitionDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError in the order of api-segmentation.md section 1.6 */
  create(scope: Scope, input: DefinitionInput, author: string): Promise<SavedDefinition> {
    return this.#writes.run(scope.sandbox.sandboxId, () => this.#create(scope, input, author));
  }

  async #create(scope: Scope, input: DefinitionInput, author: string): Promise<SavedDefinition> {
    const { repository } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const checked = await this.#check(scope, input);
    if (input.id !== undefined && (await repository.get(sandboxId, input.id.toLowerCase())) !== undefined) {
      throw nameTaken(checked.content.name);
    }
    const id = randomUUID();
    const version = this.#deps.versions.next();
    const definition: SegmentDefinition = {
      ...checked.content,
      id,
      audienceId: id,
      type: 'SegmentDefinition',
      namespace: PLATFORM_NAMESPACE,
      originName: 'REAL_TIME_CUSTOMER_PROFILE',
      profileInstanceId: input.profileInstanceId ?? 'ups',
      overridePerformanceWarnings: false,
      lifecycleState: 'published',
      createdBy: author,
      lastModifiedBy: author,
      createdAt: version.updatedAt,
      dependencies: checked.references,
      ...version,
    };
    await this.#refuseTakenName(sandboxId, definition);
    await repository.insert(sandboxId, definition);
    return { definition, fallback: checked.fallback };
  }

  /** Replaces the client-writable content (api-segmentation.md section 1.9); `ifMatch` decides by the stored tag. */
  replace(
    scope: Scope,
    id: string,
    input: DefinitionInput,
    author: string,
    ifMatch: (etag: string) => void,
  ): Promise<SavedDefinition> {
    return this.#writes.run(scope.sandbox.sandboxId, () => this.#replace(scope, id, input, author, ifMatch));
  }

  async #replace(
    scope: Scope,
    id: string,
    input: DefinitionInput,
    author: string,
    ifMatch: (etag: string) => void,
  ): Promise<SavedDefinition> {
    const { sandboxId } = scope.sandbox;
    const stored = await this.get(scope, id);
    ifMatch(stored.etag);
    if (input.id !== undefined && input.id.toLowerCase() !== stored.id) {
      throw invalidField('id', 'It differs from the id in the path.');
    }
    const checked = await this.#check(scope, input, stored.id);
    if (checked.content.schema.name !== stored.schema.name) throw invalidField('schema', 'It cannot be changed.');
    const { description: _d, payloadSchema: _p, ttlInDays: _t, ...kept } = stored;
    const definition: SegmentDefinition = {
      ...kept,
      ...checked.content,
      profileInstanceId: input.profileInstanceId ?? stored.profileInstanceId,
      lastModifiedBy: author,
      dependencies: checked.references,
      ...this.#deps.versions.next(),
    };
    await this.#refuseTakenName(sandboxId, definition);
    if (!(await this.#deps.repository.update(sandboxId, definition))) throw notFound([id]);
    return { definition, fallback: checked.fallback };
  }

  async get(scope: Scope, id: string): Promise<SegmentDefinition> {
    const definition = await this.#deps.definitions.get(scope.sandbox.sandboxId, id.toLowerCase());
    if (definition === undefined) throw notFound([id]);
    return definition;
  }

  async byIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentDefinition>> {
    return this.#deps.definitions.byIds(scope.sandbox.sandboxId, ids);
  }

  async list(scope: Scope, query: DefinitionQuery) {
    return listDefinitions(await this.#deps.catalogue.of(scope.sandbox.sandboxId), query);
  }

  /** @throws ServiceError `UPAPI-113631-403` while other audiences use it, with one detail each */
  delete(scope: Scope, id: string, ifMatch: (etag: string) => void): Promise<void> {
    return this.#writes.run(scope.sandbox.sandboxId, () => this.#delete(scope, id, ifMatch));
  }

  async #delete(scope: Scope, id: string, ifMatch: (etag: string) => void): Promise<void> {
    const { repository } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const stored = await this.get(scope, id);
    ifMatch(stored.etag);
    const users = await repository.dependents(sandboxId, stored.id);
    if (users.length > 0) {
      throw new ServiceError('UPAPI-113631-403', 'The audience cannot be deleted.', {
        details: users.map((user) => `Used by audience ${user.id}.`),
      });
    }
    if (!(await repository.delete(sandboxId, stored.id))) throw notFound([id]);
    this.#deps.onDeleted(scope, stored.id);
  }

  /** All checks but the name, in the order of api-segmentation.md section 1.6. */
  async #check(scope: Scope, input: DefinitionInput, self?: string) {
    const { definitions, schemaOf, mergePolicy: policyOf, strictEvaluation } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const plain = plainContent(input);
    const schemaName = plain.schema.name;
    const schema = await schemaOf(sandboxId);
    const ir = checkedIr(plain.expression, schema);
    const facts = factsOf(ir);
    const direct = [...new Set(facts.inSegment.map(({ id }) => id.toLowerCase()))];
    const references = await checkReferences(definitions, sandboxId, direct, self);
    refuseInactive(direct, references);
    refuseComplex(costOf(ir, facts));
    const mergePolicy = await policyOf(scope, schemaName, input.mergePolicyId);
    if (mergePolicy === undefined) {
      throw unknownMergePolicy(input.mergePolicyId ?? 'default', schemaName);
    }
    const eligible = eligibilityOf({ ir, facts, schemaName, mergePolicy, references }, schema);
    const { evaluationInfo, fallback } = allowedMethods(plain.evaluationInfo, eligible, strictEvaluation);
    return { content: { ...plain, mergePolicyId: mergePolicy.id, evaluationInfo }, references: direct, fallback };
  }

  async #refuseTakenName(sandboxId: string, definition: SegmentDefinition): Promise<void> {
    const holder = await this.#deps.repository.idByName(sandboxId, definition.name);
    if (holder !== undefined && holder !== definition.id) throw nameTaken(definition.name);
  }
}

const nameTaken = (name: string): ServiceError =>
  new ServiceError(
    'UPAPI-900101-422',
    `A segment definition with the name '${name}' already exists. Use PATCH to update it.`,
  );
