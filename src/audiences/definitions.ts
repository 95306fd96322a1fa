import { invalidField, notFound } from '../errors.ts';
import { isPlatform, PLATFORM_NAMESPACE, PLATFORM_ORIGIN } from './audience.ts';
import type { AudienceCatalogue } from './catalogue.ts';
import { classOf } from './content.ts';
import type { DefinitionInput, Scope, SegmentDefinition } from './definition.ts';
import { type DefinitionQuery, listDefinitions } from './definition-list.ts';
import { nameTaken } from './errors.ts';
import type { DefinitionRepository } from './repository.ts';
import { checkDefinition, type RuleDependencies } from './rules.ts';
import type { AudienceWriter, Saved, WriteView } from './writer.ts';

export interface DefinitionDependencies extends RuleDependencies {
  readonly definitions: DefinitionRepository;
  readonly catalogue: AudienceCatalogue;
  readonly writer: AudienceWriter;
}

export type SavedDefinition = Saved<SegmentDefinition>;

type IfMatch = (etag: string) => void;

/** Create, read, replace and delete segment definitions: the older view of Platform audiences (api-segmentation.md 1). */
export class Definitions {
  readonly #deps: DefinitionDependencies;

  constructor(deps: DefinitionDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError in the order of api-segmentation.md section 1.6 */
  create(scope: Scope, input: DefinitionInput, author: string): Promise<SavedDefinition> {
    const { definitions, writer } = this.#deps;
    return writer.insert(scope, author, async (made) => {
      const { content, dependencies, fallback } = await checkDefinition(scope, input, undefined, this.#deps);
      const known = input.id && (await definitions.get(scope.sandbox.sandboxId, input.id.toLowerCase()));
      if (known) throw nameTaken(content.name);
      const audience: SegmentDefinition = {
        ...made,
        ...PLATFORM_FIELDS,
        ...content,
        audienceId: made.id,
        profileInstanceId: input.profileInstanceId ?? 'ups',
        lifecycleState: 'published',
        dependencies,
      };
      return { audience, fallback };
    });
  }

  /** Replaces the content that clients write through this view (api-segmentation.md section 1.9). */
  replace(
    scope: Scope,
    id: string,
    input: DefinitionInput,
    author: string,
    ifMatch: IfMatch,
  ): Promise<SavedDefinition> {
    return this.#deps.writer.change(scope, id, VIEW, { author, ifMatch }, async (stored) => {
      if (input.id !== undefined && input.id.toLowerCase() !== stored.id) {
        throw invalidField('id', 'It differs from the id in the path.');
      }
      if (classOf(input.schema) !== stored.schema.name) throw invalidField('schema', 'It cannot be changed.');
      const { content, dependencies, fallback } = await checkDefinition(scope, input, stored, this.#deps);
      const { description: _description, payloadSchema: _payloadSchema, ...kept } = stored;
      const profileInstanceId = input.profileInstanceId ?? stored.profileInstanceId;
      return { audience: { ...kept, ...content, profileInstanceId, dependencies }, fallback };
    });
  }

  async get(scope: Scope, id: string): Promise<SegmentDefinition> {
    const definition = await this.#deps.definitions.get(scope.sandbox.sandboxId, id.toLowerCase());
    if (definition === undefined) throw VIEW.missing(id);
    return definition;
  }

  async byIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentDefinition>> {
    return this.#deps.definitions.byIds(scope.sandbox.sandboxId, ids);
  }

  async list(scope: Scope, query: DefinitionQuery) {
    return listDefinitions(await this.#deps.catalogue.of(scope.sandbox.sandboxId), query);
  }

  /** @throws ServiceError `UPAPI-113631-403` while other audiences use it, with one detail each */
  delete(scope: Scope, id: string, ifMatch: IfMatch): Promise<void> {
    return this.#deps.writer.delete(scope, id, VIEW, { ifMatch });
  }
}

const VIEW: WriteView<SegmentDefinition> = { has: isPlatform, missing: (id) => notFound([id]) };

/** What a definition is as an audience (api-audiences.md section 1.7). */
export const PLATFORM_FIELDS = {
  type: 'SegmentDefinition',
  namespace: PLATFORM_NAMESPACE,
  originName: PLATFORM_ORIGIN,
  overridePerformanceWarnings: false,
} as const;
