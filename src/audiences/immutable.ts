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
