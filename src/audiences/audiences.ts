import { malformed, noUsableValue, unknownDataset } from '../errors.ts';
import { type Audience, type ExternalAudience, isPlatform } from './audience.ts';
import type { LifecycleState } from './audience-base.ts';
import type { AudienceCatalogue } from './catalogue.ts';
import { PROFILE_CLASS } from './content.ts';
import type { Scope, SegmentDefinition } from './definition.ts';
import { PLATFORM_FIELDS } from './definitions.ts';
import { audienceNotFound, audienceProblem } from './errors.ts';
import { externalContent, externalIdentity } from './external-content.ts';
import { refuseImmutable } from './immutable.ts';
import { type AudienceInput, stateOf, typeOf } from './input.ts';
import type { AudienceResource } from './listing/resource.ts';
import { type AudiencePage, type AudienceQuery, AudienceViews, type ResourceText } from './listing/views.ts';
import { definitionInput, platformContent, unchangedRule } from './platform-content.ts';
import { checkDefinition, type RuleDependencies } from './rules.ts';
import type { AudienceWriter, Change, Made, Saved, WriteView } from './writer.ts';

export interface AudienceDependencies extends RuleDependencies {
  readonly catalogue: AudienceCatalogue;
  readonly writer: AudienceWriter;
  readonly datasetExists: (sandboxId: string, id: string) => Promise<boolean>;
}

const VIEW: WriteView<Audience> = { has: (_audience): _audience is Audience => true, missing: audienceNotFound };
const DELETED = 'Cannot set lifecycleState as deleted';
const DELETED_BY_PATCH = 'lifecycle field can not be modified to Delete using Patch operation';

/** Create, read, change and delete audiences of both kinds (api-audiences.md section 2). */
export class Audiences {
  readonly #deps: AudienceDependencies;
  readonly #views: AudienceViews;

  constructor(deps: AudienceDependencies) {
    this.#deps = deps;
    this.#views = new AudienceViews(deps.catalogue);
  }

  /** @throws ServiceError in the order of api-audiences.md section 2.2 */
  create(scope: Scope, input: AudienceInput, author: string): Promise<Saved> {
    return this.#deps.writer.insert(scope, author, async (made): Promise<Saved> => {
      const lifecycleState = stateOf(input, DELETED) ?? 'published';
      return typeOf(input) === 'SegmentDefinition'
        ? this.#newPlatform(scope, input, made, lifecycleState)
        : { audience: await this.#newExternal(scope, input, made, lifecycleState), fallback: [] };
    });
  }

  /** Overwrites what clients may write (section 2.4). */
  replace(scope: Scope, id: string, input: AudienceInput, change: Change): Promise<Saved> {
    return this.#change(scope, id, change, DELETED, async (stored) => {
      if (isPlatform(stored)) definitionInput(input);
      refuseImmutable(stored, input);
      return input;
    });
  }

  /** Changes an audience to what `patch` makes of its present resource (section 2.5). */
  patch(
    scope: Scope,
    id: string,
    patch: (resource: AudienceResource) => AudienceInput,
    change: Change,
  ): Promise<Saved> {
    return this.#change(scope, id, change, DELETED_BY_PATCH, async (stored) =>
      patch(await this.#views.resource(scope, stored)),
    );
  }

  /** @throws ServiceError `UPAPI-113631-403` while other audiences use it */
  delete(scope: Scope, id: string, change: Pick<Change, 'ifMatch'> = {}): Promise<void> {
    return this.#deps.writer.delete(scope, id, VIEW, change);
  }

  /** A stored audience as clients see it. */
  resource(scope: Scope, audience: Audience): Promise<AudienceResource> {
    return this.#views.resource(scope, audience);
  }

  /** The audience with an id as clients see it, as JSON. */
  async text(scope: Scope, id: string, withMetrics: boolean): Promise<ResourceText> {
    const text = await this.#views.text(scope, id.toLowerCase(), withMetrics);
    if (text === undefined) throw audienceNotFound(id);
    return text;
  }

  /** The audiences with ids as clients see them; those that there are, by id. */
  resources(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, AudienceResource>> {
    return this.#views.resources(scope, ids);
  }

  /** A page of the list (section 2.1); the same object until an audience changes. */
  list(scope: Scope, query: AudienceQuery): Promise<AudiencePage> {
    return this.#views.list(scope, query);
  }

  async #newPlatform(
    scope: Scope,
    input: AudienceInput,
    made: Made,
    lifecycleState: LifecycleState,
  ): Promise<Saved<SegmentDefinition>> {
    const checked = await checkDefinition(scope, definitionInput(input), undefined, this.#deps);
    await this.#checkDataset(scope, input);
    const fixed = { ...made, ...PLATFORM_FIELDS, audienceId: made.id, profileInstanceId: 'ups', lifecycleState };
    return { audience: { ...fixed, ...platformContent(input, checked) }, fallback: checked.fallback };
  }

  async #newExternal(
    scope: Scope,
    input: AudienceInput,
    made: Made,
    lifecycleState: LifecycleState,
  ): Promise<ExternalAudience> {
    const { namespace } = input;
    if (namespace === undefined) throw malformed([noUsableValue('namespace', 'java.lang.String')]);
    const content = externalContent(input);
    const identity = externalIdentity({ ...input, namespace });
    await this.#checkMergePolicy(scope, content.mergePolicyId);
    await this.#checkDataset(scope, input);
    const type = 'ExternalSegment';
    return { ...made, type, audienceId: made.id, ...identity, ...content, lifecycleState, dependencies: [] };
  }

  #change(
    scope: Scope,
    id: string,
    change: Change,
    deleted: string,
    read: (stored: Audience) => Promise<AudienceInput>,
  ): Promise<Saved> {
    return this.#deps.writer.change(scope, id, VIEW, change, async (stored): Promise<Saved> => {
      const input = await read(stored);
      const lifecycleState = stateOf(input, deleted) ?? stored.lifecycleState;
      const { audience, fallback }: Saved = isPlatform(stored)
        ? await this.#changedPlatform(scope, stored, input)
        : { audience: await this.#changedExternal(scope, stored, input), fallback: [] };
      return { audience: { ...audience, lifecycleState }, fallback };
    });
  }

  async #changedPlatform(
    scope: Scope,
    stored: SegmentDefinition,
    input: AudienceInput,
  ): Promise<Saved<SegmentDefinition>> {
    const { payloadSchema, schema } = stored;
    const asked = { ...definitionInput(input), schema, ...(payloadSchema !== undefined && { payloadSchema }) };
    const checked = unchangedRule(stored, asked) ?? (await checkDefinition(scope, asked, stored, this.#deps));
    await this.#checkDataset(scope, input, stored);
    const { ttlInDays: _, ...kept } = withoutCommon(stored);
    return { audience: { ...kept, ...platformContent(input, checked) }, fallback: checked.fallback };
  }

  async #changedExternal(scope: Scope, stored: ExternalAudience, input: AudienceInput): Promise<ExternalAudience> {
    const content = externalContent(input);
    if (content.mergePolicyId !== stored.mergePolicyId) await this.#checkMergePolicy(scope, content.mergePolicyId);
    await this.#checkDataset(scope, input, stored);
    const { audienceMeta: _meta, mergePolicyId: _policy, ...kept } = withoutCommon(stored);
    return { ...kept, ...content };
  }

  async #checkDataset(scope: Scope, { datasetId }: AudienceInput, stored?: Audience): Promise<void> {
    if (datasetId === undefined || datasetId === stored?.datasetId) return;
    if (!(await this.#deps.datasetExists(scope.sandbox.sandboxId, datasetId))) throw unknownDataset(datasetId);
  }

  async #checkMergePolicy(scope: Scope, id: string | undefined): Promise<void> {
    if (id === undefined || (await this.#deps.mergePolicy(scope, PROFILE_CLASS, id)) !== undefined) return;
    throw audienceProblem(`The merge policy ${id} is not found.`);
  }
}

/** What stays of an audience when its optional content is written anew. */
function withoutCommon<A extends Audience>(audience: A) {
  const {
    datasetId: _dataset,
    description: _text,
    labels: _labels,
    linkedAudienceRef: _link,
    tags: _tags,
    ...kept
  } = audience;
  return kept;
}
