import type { Audience } from './audience.ts';
import type { JsonObject, LifecycleState } from './audience-base.ts';
import type { DefinitionInput } from './definition.ts';
import { audienceProblem } from './errors.ts';
import { requestedState } from './lifecycle.ts';

/**
 * What a client may send for an audience of either kind, in POST and PUT, or as the outcome of a PATCH; shapes are
 * checked, values are not (api-audiences.md section 1.3).
 */
export interface AudienceInput {
  readonly type?: string;
  readonly name: string;
  readonly description?: string;
  readonly namespace?: string;
  readonly audienceId?: string;
  readonly originName?: string;
  readonly lifecycleState?: string;
  readonly schema?: { readonly name?: string; readonly id?: string };
  readonly expression?: DefinitionInput['expression'];
  readonly mergePolicyId?: string;
  readonly evaluationInfo?: DefinitionInput['evaluationInfo'];
  readonly dataGovernancePolicy?: DefinitionInput['dataGovernancePolicy'];
  readonly overridePerformanceWarnings?: boolean;
  readonly labels?: readonly string[];
  readonly tags?: readonly string[];
  readonly datasetId?: string;
  readonly audienceMeta?: JsonObject;
  readonly linkedAudienceRef?: JsonObject;
  readonly sourceId?: string;
  readonly ttlInDays?: number;
}

/** Names of the kinds in requests. */
export const TYPES: ReadonlyMap<string, Audience['type']> = new Map([
  ['SegmentDefinition', 'SegmentDefinition'],
  ['ExternalSegment', 'ExternalSegment'],
  ['ExternalAudience', 'ExternalSegment'],
]);

/** @throws ServiceError `UPAPI-113434-400` for an unknown type */
export function typeOf({ expression, type }: AudienceInput): Audience['type'] {
  if (type === undefined) return expression === undefined ? 'ExternalSegment' : 'SegmentDefinition';
  const known = TYPES.get(type);
  if (known === undefined) throw audienceProblem(`type '${type}' is not one of ${[...TYPES.keys()].join(', ')}.`);
  return known;
}

/**
 * The state that is asked for, if any.
 *
 * @param deleted the reason that the refusal of a deletion gives
 * @throws ServiceError `UPAPI-113434-400`
 */
export const stateOf = ({ lifecycleState }: AudienceInput, deleted: string): LifecycleState | undefined =>
  lifecycleState === undefined ? undefined : requestedState(lifecycleState, deleted);

/** The members of an input that both kinds store as they are. */
export const commonContent = ({ datasetId, labels, linkedAudienceRef, tags }: AudienceInput) => ({
  ...(labels !== undefined && { labels }),
  ...(tags !== undefined && { tags }),
  ...(datasetId !== undefined && { datasetId }),
  ...(linkedAudienceRef !== undefined && { linkedAudienceRef }),
});
