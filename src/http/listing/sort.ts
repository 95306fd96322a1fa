import { invalidParameter } from '../../errors.ts';

export interface SortKey<K extends string> {
  readonly attribute: K;
  readonly direction: 'asc' | 'desc';
}

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

/** What a list is sorted by; strings compare without regard to case. */
export type SortValue = string | number | boolean | undefined;

/**
 * A copy of the items in order: by code point of the lower-cased strings, missing values last in both directions, ties
 * by id ascending.
 */
export function sorted<T extends { readonly id: string }, K extends string>(
  items: readonly T[],
  keys: readonly SortKey<K>[],
  read: (item: T, attribute: K) => SortValue,
): T[] {
  return items.toSorted((a, b) => {
    for (const { attribute, direction } of keys) {
      const order = compare(read(a, attribute), read(b, attribute), direction);
      if (order !== 0) return order;
    }
    return compareCodePoints(a.id, b.id);
  });
}

function compare(a: SortValue, b: SortValue, direction: 'asc' | 'desc'): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order =
    typeof a === 'string' && typeof b === 'string'
      ? compareCodePoints(a.toLowerCase(), b.toLowerCase())
      : Number(a) - Number(b);
  return direction === 'asc' ? order : -order;
}

/** `<` compares UTF-16 units, which puts characters beyond the first plane too early. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
