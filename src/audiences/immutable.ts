import { type Audience, isPlatform } from './audience.ts';
import { classOf } from './content.ts';
import { immutableField } from './errors.ts';
import { type AudienceInput, TYPES } from './input.ts';

/**
 * Refuses what a PUT names that cannot change (api-audiences.md section 2.4).
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function refuseImmutable(stored: Audience, input: AudienceInput): void {
  const { audienceId, namespace, originName, schema, type } = input;
  if (namespace !== undefined && namespace !== stored.namespace) throw immutableField('namespace');
  if (type !== undefined && TYPES.get(type) !== stored.type) throw immutableField('type');
  if (schema !== undefined && !isSchemaOf(stored, schema)) throw immutableField('schema');
  if (originName !== undefined && originName !== stored.originName) throw immutableField('originName');
  if (audienceId !== undefined && !isPlatform(stored) && audienceId !== stored.audienceId) {
    throw immutableField('audienceId');
  }
}

const isSchemaOf = (stored: Audience, schema: { readonly name?: string; readonly id?: string }): boolean =>
  stored.schema !== undefined && (schema.name === stored.schema.name || classOf(schema) === stored.schema.name);

/** Members of a resource that the system gives it, or that are fixed when it is created (section 1.3). */
const READ_ONLY: ReadonlySet<string> = new Set(
  `id audienceId namespace type originName schema sourceId profileInstanceId imsOrgId sandbox createdBy lastModifiedBy
   creationTime createEpoch updateTime updateEpoch _etag dependents dependencies definedOn isSystem state
   ansibleUiEnabled saveSegmentMembership metrics`.split(/\s+/),
);

/**
 * Refuses a PATCH below a member that cannot change (section 2.5).
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function refuseReadOnly(member: string): void {
  if (READ_ONLY.has(member)) throw immutableField(member);
}
