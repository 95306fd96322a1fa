import { randomUUID } from 'node:crypto';
import { invalidField, notFound, ServiceError } from '../errors.ts';
import { BATCH_ONLY, type PlainContent, plainContent } from './content.ts';
import type { DefinitionInput, EvaluationInfo, Scope, SegmentDefinition } from './definition.ts';
import { newEtag } from './etag.ts';
import { checkReferences } from './references.ts';
import type { DefinitionQuery, DefinitionRepository } from './repository.ts';
import { Serial } from './serial.ts';

/** What a checked expression tells the service; made by `expression.ts`. */
export interface ExpressionFacts {
  /** Ids read by `inSegment`, each once. */
  readonly references: readonly string[];
  /** Critical complexity checks that fail (evaluation.md section 11). */
  readonly failedChecks: readonly { readonly name: string; readonly found: number; readonly limit: number }[];
}

/** Reason codes per method; a method is allowed iff its list is empty (evaluation.md section 2.3). */
export interface Eligibility {
  readonly streaming: readonly string[];
  readonly edge: readonly string[];
}

export interface DefinitionDependencies {
  readonly repository: DefinitionRepository;
  /** Parses and type checks; throws `UPAPI-900105-400`. */
  readonly analyse: (scope: Scope, content: PlainContent) => Promise<ExpressionFacts>;
  readonly eligibility: (
    scope: Scope,
    content: PlainContent & { readonly mergePolicyId: string },
    references: ReadonlyMap<string, SegmentDefinition>,
  ) => Promise<Eligibility>;
  /** The id of the given policy, or of the default one; undefined when it is unknown or of another class. */
  readonly mergePolicy: (scope: Scope, className: string, id: string | undefined) => Promise<string | undefined>;
  /** Called after a definition is gone, to remove its memberships. */
  readonly onDeleted: (scope: Scope, id: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly strictEvaluation: boolean;
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
  create(scope: Scope, input: DefinitionInput): Promise<SavedDefinition> {
    return this.#writes.run(scope.sandbox.sandboxId, () => this.#create(scope, input));
  }

  async #create(scope: Scope, input: DefinitionInput): Promise<SavedDefinition> {
    const { repository } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const checked = await this.#check(scope, input);
    if (input.id !== undefined && (await repository.get(sandboxId, input.id.toLowerCase())) !== undefined) {
      throw nameTaken(checked.content.name);
    }
    const epoch = Math.floor(this.#deps.now() / 1000);
    const definition: SegmentDefinition = {
      ...checked.content,
      id: randomUUID(),
      profileInstanceId: input.profileInstanceId ?? 'ups',
      lifecycleState: 'published',
      createEpoch: epoch,
      updateEpoch: epoch,
      references: checked.references,
      etag: newEtag(epoch),
    };
    await this.#refuseTakenName(sandboxId, definition);
    await repository.insert(sandboxId, definition);
    return { definition, fallback: checked.fallback };
  }

  /** Replaces the client-writable content (api-segmentation.md section 1.9); `ifMatch` decides by the stored tag. */
  replace(scope: Scope, id: string, input: DefinitionInput, ifMatch: (etag: string) => void): Promise<SavedDefinition> {
    return this.#writes.run(scope.sandbox.sandboxId, () => this.#replace(scope, id, input, ifMatch));
  }

  async #replace(
    scope: Scope,
    id: string,
    input: DefinitionInput,
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
    const epoch = Math.floor(this.#deps.now() / 1000);
    const definition: SegmentDefinition = {
      ...checked.content,
      id: stored.id,
      profileInstanceId: input.profileInstanceId ?? stored.profileInstanceId,
      lifecycleState: stored.lifecycleState,
      createEpoch: stored.createEpoch,
      updateEpoch: epoch,
      ...(stored.baselineTime !== undefined && { baselineTime: stored.baselineTime }),
      references: checked.references,
      etag: newEtag(epoch),
    };
    await this.#refuseTakenName(sandboxId, definition);
    if (!(await this.#deps.repository.update(sandboxId, definition))) throw notFound([id]);
    return { definition, fallback: checked.fallback };
  }

  async get(scope: Scope, id: string): Promise<SegmentDefinition> {
    const definition = await this.#deps.repository.get(scope.sandbox.sandboxId, id.toLowerCase());
    if (definition === undefined) throw notFound([id]);
    return definition;
  }

  async byIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentDefinition>> {
    return this.#deps.repository.byIds(scope.sandbox.sandboxId, ids);
  }

  async list(scope: Scope, query: DefinitionQuery) {
    return this.#deps.repository.list(scope.sandbox.sandboxId, query);
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
        details: users.map((user) => `Used by audience ${user}.`),
      });
    }
    if (!(await repository.delete(sandboxId, stored.id))) throw notFound([id]);
    this.#deps.onDeleted(scope, stored.id);
  }

  async #check(scope: Scope, input: DefinitionInput, self?: string) {
    const plain = plainContent(input);
    const facts = await this.#deps.analyse(scope, plain);
    const referenced = await checkReferences(
      this.#deps.repository,
      scope.sandbox.sandboxId,
      facts.references.map((id) => id.toLowerCase()),
      self,
    );
    for (const { name, found, limit } of facts.failedChecks) {
      throw new ServiceError(
        'UPAPI-900108-400',
        `The expression fails the check ${name}: found ${found}, limit ${limit}.`,
      );
    }
    const mergePolicyId = await this.#deps.mergePolicy(scope, plain.schema.name, input.mergePolicyId);
    if (mergePolicyId === undefined) {
      const schema = plain.schema.name;
      const id = input.mergePolicyId ?? 'default';
      throw new ServiceError(
        'UPAPI-900104-400',
        `The merge policy ${id} is not found or does not apply to schema ${schema}.`,
      );
    }
    const eligibility = await this.#deps.eligibility(scope, { ...plain, mergePolicyId }, referenced);
    const { evaluationInfo, fallback } = this.#methods(plain.evaluationInfo, eligibility);
    const references = [...new Set(facts.references.map((id) => id.toLowerCase()))];
    return { content: { ...plain, mergePolicyId, evaluationInfo }, references, fallback };
  }

  /** The methods to store: as asked, or batch only with the reasons (api-segmentation.md section 1.4). */
  #methods(requested: EvaluationInfo, { streaming, edge }: Eligibility) {
    const refused = [
      ...(requested.synchronous.enabled && edge.length > 0 ? [{ method: 'edge', reasons: edge }] : []),
      ...(requested.continuous.enabled && streaming.length > 0 ? [{ method: 'streaming', reasons: streaming }] : []),
    ];
    const [first] = refused;
    if (first === undefined) return { evaluationInfo: requested, fallback: [] };
    if (this.#deps.strictEvaluation) {
      const codes = first.reasons.join(', ');
      throw new ServiceError(
        'UPAPI-900106-400',
        `The expression is not eligible for ${first.method} evaluation: ${codes}`,
      );
    }
    const fallback = [...new Set(refused.flatMap(({ reasons }) => reasons))].toSorted();
    return { evaluationInfo: BATCH_ONLY, fallback };
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
