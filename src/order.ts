/** One key of an order. */
export interface SortKey<K extends string> {
  readonly attribute: K;
  readonly direction: 'asc' | 'desc';
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
  const decorated = items.map((item) => ({ item, values: keys.map(({ attribute }) => folded(read(item, attribute))) }));
  decorated.sort((a, b) => {
    for (const [index, { direction }] of keys.entries()) {
      const order = compare(a.values[index], b.values[index], direction);
      if (order !== 0) return order;
    }
    return compareCodePoints(a.item.id, b.item.id);
  });
  return decorated.map(({ item }) => item);
}

const folded = (value: SortValue): SortValue => (typeof value === 'string' ? value.toLowerCase() : value);

function compare(a: SortValue, b: SortValue, direction: 'asc' | 'desc'): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === 'string' && typeof b === 'string' ? compareCodePoints(a, b) : Number(a) - Number(b);
  return direction === 'asc' ? order : -order;
}

/** `<` compares UTF-16 units, which puts characters beyond the first plane before those of its end. */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Where a UTF-16 unit stands among code points: halves of pairs after everything that stands alone. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
