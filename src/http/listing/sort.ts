import { invalidParameter } from '../../errors.ts';
import type { SortKey } from '../../order.ts';

/**
 * Reads a `sort` parameter (api-conventions.md section 8): `name:asc,id` sorts by name, then id.
 *
 * @param attributes what may be sorted by: names and their aliases, each with the attribute that it means
 * @throws ServiceError `UPAPI-900001-400`
 */
export function parseSort<K extends string>(
  text: string,
  attributes: Readonly<Record<string, K>>,
): readonly [SortKey<K>, ...SortKey<K>[]] {
  const [first = '', ...rest] = text.split(',');
  const read = (part: string) => parseKey(part.trim(), text, attributes);
  return [read(first), ...rest.map(read)];
}

function parseKey<K extends string>(part: string, whole: string, attributes: Readonly<Record<string, K>>): SortKey<K> {
  const [name = '', order = 'asc', ...extra] = part.split(':');
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) {
    throw invalidParameter('sort', whole, `Attributes are ${Object.keys(attributes).join(', ')}.`);
  }
  const direction = order.toLowerCase();
  if (extra.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw invalidParameter('sort', whole, 'A direction is asc or desc.');
  }
  return { attribute, direction };
}
