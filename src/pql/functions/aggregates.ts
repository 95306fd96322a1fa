import { ANY, DOUBLE, INTEGER, isNumber, itemType } from '../check/types.ts';
import type { PqlType } from '../types.ts';
import { orderOf } from '../values/compare.ts';
import { elementsOf, isEntries, isList, type PqlValue, sizeOf, Time } from '../values/value.ts';
import type { FunctionGroup, ItemFunction } from './declaration.ts';
import { items, values } from './define.ts';

/** Values of the expression for the elements, lists among them flattened one level; without expression the elements. */
function aggregated(collection: PqlValue, item: ItemFunction | undefined): readonly PqlValue[] {
  const elements = elementsOf(collection);
  if (item === undefined) return elements;
  return elements.map((element) => item.call(element, null)).flatMap((value) => (isList(value) ? value : [value]));
}

/** Sum of the numbers among the values; 0 if there is none. */
export function sum(list: readonly PqlValue[]): number {
  let total = 0;
  for (const value of list) if (typeof value === 'number') total += value;
  return total;
}

/** Mean of the numbers among the values; null if there is none. */
export function average(list: readonly PqlValue[]): number | null {
  const numbers = list.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : sum(numbers) / numbers.length;
}

/** The first (`sign` 1) or last (-1) value in order; values without an order to it are skipped. */
export function extreme(list: readonly PqlValue[], sign: 1 | -1): PqlValue {
  let best: PqlValue = null;
  for (const value of list) {
    const orderable = typeof value === 'number' || typeof value === 'string' || value instanceof Time;
    if (!orderable) continue;
    if (best === null) best = value;
    else if (sign * (orderOf(best, value) ?? 0) > 0) best = value;
  }
  return best;
}

/** Number of non-null elements; of entries for a map. */
export function count(collection: PqlValue): number {
  if (isEntries(collection)) return sizeOf(collection);
  return elementsOf(collection).filter((element) => element !== null).length;
}

/** Type of the aggregated values: of the expression if there is one, else of the elements. */
function valueTypeOf([collection = ANY, item]: readonly PqlType[]): PqlType {
  if (item === undefined) return itemType(collection);
  return item.kind === 'list' ? item.items : item;
}

export function sumType(type: PqlType): PqlType {
  return type.kind === 'integer' || type.kind === 'null' ? INTEGER : isNumber(type) ? DOUBLE : ANY;
}

export const AGGREGATES: FunctionGroup = {
  title: 'Aggregation',
  functions: [
    values({
      name: 'count',
      params: 'collection',
      signature: '(List<T> or Map) → Integer',
      doc: 'The number of elements that are not null; of a map, the number of entries.',
      nulls: '0',
      example: ['o.count()', '2'],
      result: INTEGER,
      apply: ([collection = null]) => count(collection),
    }),
    items({
      name: 'sum',
      params: 'collection expression?',
      signature: '(List<T>[, T → Number]) → Number',
      doc: 'The sum of the numbers; 0 if there is none.',
      nulls: '0',
      example: ['o.sum(p)', '14'],
      result: (args) => sumType(valueTypeOf(args)),
      apply: (collection, item) => sum(aggregated(collection, item)),
    }),
    items({
      name: 'average',
      params: 'collection expression?',
      signature: '(List<T>[, T → Number]) → Double',
      doc: 'The mean of the numbers.',
      example: ['average(o, p)', '7'],
      result: DOUBLE,
      apply: (collection, item) => average(aggregated(collection, item)),
    }),
    items({
      name: 'min',
      params: 'collection expression?',
      signature: '(List<T>[, T → K]) → K',
      doc: 'The smallest number, text or time.',
      example: ['o.min(p)', '5'],
      result: valueTypeOf,
      apply: (collection, item) => extreme(aggregated(collection, item), 1),
    }),
    items({
      name: 'max',
      params: 'collection expression?',
      signature: '(List<T>[, T → K]) → K',
      doc: 'The largest number, text or time.',
      example: ['o.max(p)', '9'],
      result: valueTypeOf,
      apply: (collection, item) => extreme(aggregated(collection, item), -1),
    }),
  ],
};
