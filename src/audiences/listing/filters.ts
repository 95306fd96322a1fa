import type { JsonObject } from '../audience-base.ts';
import { PROFILE_CLASS } from '../content.ts';
import { lifecycleOf } from '../lifecycle.ts';
import type { AudienceResource } from './resource.ts';

/** A `property` parameter: `path==value`, or `path~elementPath==value` for any element of an array. */
export interface PropertyFilter {
  readonly path: readonly string[];
  readonly elementPath?: readonly string[];
  readonly value: string;
}

/** What a list of audiences is narrowed by; all of it must hold (api-audiences.md section 2.1.1). */
export interface AudienceFilters {
  /** Substrings, in any case of letters. */
  readonly name?: string;
  readonly description?: string;
  /** Class of the schema. */
  readonly entityType?: string;
  readonly properties: readonly PropertyFilter[];
}

/** The test of resources that filters stand for, what is hidden by default included. */
export function audienceFilter(filters: AudienceFilters): (resource: AudienceResource) => boolean {
  const properties = filters.properties.map(meant);
  const mentioned = new Set(properties.map(({ path }) => path[0]));
  const showsInactive = ['lifecycleState', 'audienceId', 'id'].some((name) => mentioned.has(name));
  const showsSystem = mentioned.has('isSystem');
  const name = filters.name?.toLowerCase() ?? '';
  const description = filters.description?.toLowerCase() ?? '';
  const { entityType } = filters;
  return (resource) =>
    (showsInactive || resource.lifecycleState !== 'inactive') &&
    (showsSystem || !resource.isSystem) &&
    (name === '' || resource.name.toLowerCase().includes(name)) &&
    (description === '' || (resource.description?.toLowerCase().includes(description) ?? false)) &&
    (entityType === undefined || (resource.schema?.name ?? PROFILE_CLASS) === entityType) &&
    properties.every((property) => passes(resource, property));
}

/** The aliases of section 2.1.2; a state of deleted audiences stays as it is and matches none. */
function meant(filter: PropertyFilter): PropertyFilter {
  const [first = '', ...rest] = filter.path;
  const path = [first === 'lifecycle' ? 'lifecycleState' : first, ...rest];
  const isWhole = rest.length === 0 && filter.elementPath === undefined;
  if (isWhole && path[0] === 'lifecycleState') return { path, value: activeAlias(filter.value) };
  if (isWhole && path[0] === 'type' && filter.value === 'ExternalAudience') return { path, value: 'ExternalSegment' };
  return { ...filter, path };
}

const activeAlias = (value: string): string => (value === 'active' ? (lifecycleOf(value) ?? value) : value);

function passes(resource: JsonObject, { elementPath, path, value }: PropertyFilter): boolean {
  if (elementPath === undefined) return some(resource, path, 0, (found) => isText(found, value));
  return some(
    resource,
    path,
    0,
    (found) => isObject(found) && some(found, elementPath, 0, (one) => isText(one, value)),
  );
}

/** Whether something that a path leads to passes; a step into an array goes into every element. */
function some(value: unknown, path: readonly string[], step: number, test: (found: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((element) => some(element, path, step, test));
  const name = path[step];
  if (name === undefined) return test(value);
  return isObject(value) && Object.hasOwn(value, name) && some(value[name], path, step + 1, test);
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

function isText(found: unknown, text: string): boolean {
  return ['string', 'number', 'boolean'].includes(typeof found) && String(found) === text;
}
