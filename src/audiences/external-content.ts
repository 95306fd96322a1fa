import { type ExternalAudience, PLATFORM_NAMESPACE } from './audience.ts';
import { className } from './content.ts';
import { audienceProblem } from './errors.ts';
import { type AudienceInput, commonContent } from './input.ts';
import { charactersIn, DESCRIPTION_LIMIT, NAME_LIMIT } from './text-limits.ts';

const DAYS = { default: 30, maximum: 90 };

/** What clients may change of an external audience. */
export type ExternalContent = Pick<
  ExternalAudience,
  | 'name'
  | 'description'
  | 'labels'
  | 'tags'
  | 'datasetId'
  | 'linkedAudienceRef'
  | 'audienceMeta'
  | 'mergePolicyId'
  | 'ttlInDays'
>;

/** What is fixed when an external audience is created; without an identifier of its own it is known by its id. */
export type ExternalIdentity = Pick<ExternalAudience, 'namespace' | 'originName' | 'schema' | 'sourceId'> & {
  readonly audienceId?: string;
};

/**
 * The content of an external audience, checked and with defaults (api-audiences.md section 1.3).
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function externalContent(input: AudienceInput): ExternalContent {
  const { audienceMeta, description, mergePolicyId, ttlInDays = DAYS.default } = input;
  const name = checkedName('name', input.name.trim());
  if (description !== undefined) checkLength('description', description, DESCRIPTION_LIMIT);
  if (input.expression !== undefined) throw audienceProblem('An external audience has no expression.');
  if (ttlInDays < 1 || ttlInDays > DAYS.maximum) {
    throw audienceProblem(`ttlInDays must be 1 to ${DAYS.maximum}, found ${ttlInDays}.`);
  }
  return {
    name,
    ...(description !== undefined && { description }),
    ...commonContent(input),
    ...(audienceMeta !== undefined && { audienceMeta }),
    ...(mergePolicyId !== undefined && { mergePolicyId }),
    ttlInDays,
  };
}

/**
 * What a new external audience is called, checked and with defaults.
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function externalIdentity(input: AudienceInput & { readonly namespace: string }): ExternalIdentity {
  const { audienceId, originName = 'CUSTOM_UPLOAD', schema, sourceId } = input;
  const namespace = checkedName('namespace', input.namespace);
  if (membershipKeyIsOurs(namespace))
    throw audienceProblem(`An external audience cannot be in namespace ${namespace}.`);
  if (audienceId !== undefined) checkedName('audienceId', audienceId);
  return {
    namespace,
    originName: checkedName('originName', originName),
    ...(audienceId !== undefined && { audienceId }),
    ...(schema !== undefined && { schema: { ...schema, name: className(schema) } }),
    ...(sourceId !== undefined && { sourceId }),
  };
}

/** Namespaces whose memberships would be taken for those that this system evaluates. */
const membershipKeyIsOurs = (namespace: string): boolean =>
  namespace === PLATFORM_NAMESPACE || namespace.toLowerCase() === 'ups';

function checkedName(field: string, text: string): string {
  if (text.trim() === '') throw audienceProblem(`${field} must not be blank.`);
  checkLength(field, text, NAME_LIMIT);
  return text;
}

function checkLength(field: string, text: string, limit: number): void {
  const length = charactersIn(text);
  if (length > limit) throw audienceProblem(`${field} must have at most ${limit} characters, found ${length}.`);
}
