import type { ChainElement } from '../../ir.ts';

/** Forms of SQL over arrays of times that the search for a chain is made of. */

/** The m-th earliest or latest of some times, null where there are fewer. */
export function nth(times: string, m: number, order: 'first' | 'last'): string {
  const sort = order === 'first' ? 'arraySort' : 'arrayReverseSort';
  return `CAST(${sort}(${times}), 'Array(Nullable(Int64))')[${m}]`;
}

/** Whether the number of events suits a counting element, from whether there are at least so many. */
export function counted({ count }: ChainElement, atLeast: (m: number) => string): string {
  const { op, value } = count ?? { op: '>=', value: 1 };
  const least = (m: number) => (m === 0 ? 'true' : atLeast(m));
  switch (op) {
    case '=':
      return `(${least(value)} AND NOT ${least(value + 1)})`;
    case '!=':
      return `(NOT ${least(value)} OR ${least(value + 1)})`;
    case '<':
      return `NOT ${least(value)}`;
    case '<=':
      return `NOT ${least(value + 1)}`;
    case '>=':
      return least(value);
    case '>':
      return least(value + 1);
  }
}

/** The greatest number of events that suits a counting element for which all smaller ones do, if it is of that kind. */
export function upTo(element: ChainElement): number | undefined {
  const { op, value } = element.count ?? { op: '>=', value: 1 };
  if (op === '<') return value - 1;
  if (op === '<=' || (op === '=' && value === 0)) return value;
  return undefined;
}
