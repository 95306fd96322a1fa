import { invalidParameter } from '../../errors.ts';

/**
 * One `property` filter (api-conventions.md section 8): `path==value`, or `arrayPath~key==value` for any element of an
 * array. Paths are dotted.
 */
export interface PropertyFilter {
  readonly path: readonly string[];
  /** Path inside an element of the array that `path` names. */
  readonly elementPath?: readonly string[];
  readonly value: string;
}

/** @throws ServiceError `UPAPI-900001-400` */
export function parseProperty(text: string): PropertyFilter {
  const [, left = '', value] = /^(.*?)==(.*)$/s.exec(text) ?? [];
  if (value === undefined) throw invalidParameter('property', text, 'It must have the form path==value.');
  const [path = [], elementPath, ...more] = left.split('~').map((part) => part.split('.'));
  if (more.length > 0 || [...path, ...(elementPath ?? [])].includes('')) {
    throw invalidParameter('property', text, 'The part before == must be a path, or array~key.');
  }
  return { path, value, ...(elementPath !== undefined && { elementPath }) };
}

/** Whether a resource, as it is sent, passes a filter; a missing field never does. */
export function hasProperty(resource: unknown, filter: PropertyFilter): boolean {
  const found = at(resource, filter.path);
  const { elementPath, value } = filter;
  if (elementPath === undefined) return equals(found, value);
  return Array.isArray(found) && found.some((element) => equals(at(element, elementPath), value));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, name) =>
      typeof current === 'object' && current !== null && !Array.isArray(current) && Object.hasOwn(current, name)
        ? Reflect.get(current, name)
        : undefined,
    value,
  );
}

function equals(found: unknown, text: string): boolean {
  return ['string', 'number', 'boolean'].includes(typeof found) && String(found) === text;
}
