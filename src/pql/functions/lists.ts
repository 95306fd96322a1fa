import { ANY, BOOLEAN, isEntries as isMapLike, itemType, listOf, mapOf, STRING, valueType } from '../check/types.ts';
import type { PqlType } from '../types.ts';
import { equal, everyElement, orderOf } from '../values/compare.ts';
import {
  elementsOf,
  entriesOf,
  isEntries,
  isList,
  MapEntry,
  type PqlValue,
  scalarText,
  truth,
} from '../values/value.ts';
import type { FunctionGroup, ItemFunction } from './declaration.ts';
import { items, predicate, values } from './define.ts';

function isMember(value: PqlValue, list: PqlValue): boolean {
  return elementsOf(list).some((element) => equal(value, element));
}

/** `x in L`; a list as subject holds for some element. */
export function memberOf(subject: PqlValue, list: PqlValue): boolean {
  if (subject === null || list === null) return false;
  return isList(subject) ? subject.some((item) => isMember(item, list)) : isMember(subject, list);
}

/** `x notIn L`; a list as subject must hold for every non-null element. */
export function notMemberOf(subject: PqlValue, list: PqlValue): boolean {
  if (subject === null || list === null) return false;
  return isList(subject) ? everyElement(subject, (item) => !isMember(item, list)) : !isMember(subject, list);
}

export function subsetOf(inner: PqlValue, outer: PqlValue): boolean {
  if (inner === null || outer === null) return false;
  return elementsOf(inner).every((item) => isMember(item, outer));
}

/** First occurrences in order, nulls dropped. */
export function distinct(list: readonly PqlValue[]): readonly PqlValue[] {
  const present = list.filter((item) => item !== null);
  const alike = present.every((item) => typeof item === 'string') || present.every((item) => typeof item === 'number');
  if (alike) return [...new Set<PqlValue>(present)];
  const kept: PqlValue[] = [];
  for (const item of present) {
    if (!kept.some((other) => equal(other, item))) kept.push(item);
  }
  return kept;
}

/** The result of `map`: a Map if every result is an entry, duplicate keys the last. */
export function collect(results: readonly PqlValue[], type: PqlType): PqlValue {
  const entries = results.filter((result) => result instanceof MapEntry);
  const isMapResult = results.length === 0 ? type.kind === 'mapEntry' : entries.length === results.length;
  return isMapResult ? new Map(entries.map((entry) => [entry.key, entry.value])) : results;
}

/** Sorts by key, elements without key last, ties in stored order, and takes the first `n`. */
function sortedBy(collection: PqlValue, key: ItemFunction | undefined, count: PqlValue, sign: 1 | -1): PqlValue {
  if (key === undefined || typeof count !== 'number' || !(count > 0)) return [];
  const keyed = elementsOf(collection).map((item) => ({ item, key: key.call(item, null) }));
  const present = keyed.filter((entry) => entry.key !== null);
  const missing = keyed.filter((entry) => entry.key === null);
  present.sort((a, b) => sign * (orderOf(a.key, b.key) ?? 0));
  return [...present, ...missing].slice(0, Math.floor(count)).map((entry) => entry.item);
}

function groupBy(collection: PqlValue, key: ItemFunction | undefined): PqlValue {
  const groups = new Map<string, PqlValue[]>();
  for (const item of elementsOf(collection)) {
    const text = scalarText(key?.call(item, null) ?? null);
    if (text === null) continue;
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [item]);
    else group.push(item);
  }
  return groups;
}

function first(args: readonly PqlType[]): PqlType {
  return args[0] ?? ANY;
}

function listLike(type: PqlType): PqlType {
  return type.kind === 'list' ? type : type.kind === 'any' ? ANY : listOf(itemType(type));
}

/** A map keeps its type only if its entries are filtered. */
function filtered([source = ANY]: readonly PqlType[], lambdaParams: number): PqlType {
  return lambdaParams === 2 && isMapLike(source) ? mapOf(valueType(source)) : listLike(source);
}

export const LISTS: FunctionGroup = {
  title: 'Lists',
  functions: [
    predicate({
      name: 'in',
      params: 'any any',
      signature: '(T, List<T>) → Boolean',
      doc: 'True if some element equals the subject. As an operator: `x in L`.',
      example: ['"b" in tags', 'true'],
      apply: ([subject = null, list = null]) => memberOf(subject, list),
    }),
    predicate({
      name: 'notIn',
      params: 'any any',
      signature: '(T, List<T>) → Boolean',
      doc: 'True if no element equals the subject. As an operator: `x notIn L`, `x not in L`.',
      example: ['"b".notIn(tags)', 'false'],
      apply: ([subject = null, list = null]) => notMemberOf(subject, list),
    }),
    predicate({
      name: 'includes',
      params: 'list any',
      signature: '(List<T>, T) → Boolean',
      doc: 'True if some element equals the argument, which is converted to the type of the element.',
      example: ['tags.includes("b")', 'true'],
      apply: ([list = null, value = null]) => elementsOf(list).some((item) => equal(item, value)),
    }),
    predicate({
      name: 'intersects',
      params: 'list list',
      signature: '(List<T>, List<T>) → Boolean',
      doc: 'True if the lists have a common element.',
      example: ['tags.intersects(["z"])', 'false'],
      apply: ([a = null, b = null]) => elementsOf(a).some((item) => isMember(item, b)),
    }),
    values({
      name: 'intersection',
      params: 'list list',
      signature: '(List<T>, List<T>) → List<T>',
      doc: 'The distinct elements of the first list that are in the second, in the order of the first.',
      nulls: 'empty list',
      example: ['tags.intersection(["b", "z"])', '["b"]'],
      result: (args) => listOf(itemType(first(args))),
      apply: ([a = null, b = null]) => distinct(elementsOf(a).filter((item) => isMember(item, b))),
    }),
    predicate({
      name: 'subsetOf',
      params: 'list list',
      signature: '(List<T>, List<T>) → Boolean',
      doc: 'True if every element of the first list is in the second; the empty list is a subset of every list.',
      example: ['["a"].subsetOf(tags)', 'true'],
      apply: ([a = null, b = null]) => subsetOf(a, b),
    }),
    predicate({
      name: 'supersetOf',
      params: 'list list',
      signature: '(List<T>, List<T>) → Boolean',
      doc: 'True if every element of the second list is in the first.',
      example: ['supersetOf(tags, ["z"])', 'false'],
      apply: ([a = null, b = null]) => subsetOf(b, a),
    }),
    values({
      name: 'distinct',
      params: 'list',
      signature: '(List<T>) → List<T>',
      doc: 'The first occurrences of the elements in order, without nulls.',
      nulls: 'empty list',
      example: ['["a", "a"].distinct()', '["a"]'],
      result: (args) => listOf(itemType(first(args))),
      apply: ([list = null]) => distinct(elementsOf(list)),
    }),
    items({
      name: 'filter',
      params: 'collection condition',
      signature: '(List<T>, T → Boolean) → List<T>',
      doc: 'The elements for which the condition holds. Also written `L[condition]`. With a two-parameter lambda it filters the entries of a map.',
      nulls: 'empty list',
      example: ['o.filter(p > 6).map(id)', '[2]'],
      result: filtered,
      apply: (collection, item) => {
        if (item?.arity === 2 && isEntries(collection)) {
          return new Map(entriesOf(collection).filter(([key, value]) => truth(item.call(key, value))));
        }
        return elementsOf(collection).filter((element) => item !== undefined && truth(item.call(element, null)));
      },
    }),
    items({
      name: 'exists',
      params: 'collection condition?',
      signature: '(List<T>[, T → Boolean]) → Boolean',
      doc: 'True if the condition holds for some element; without condition, if there is any element. With a two-parameter lambda it tests the entries of a map.',
      nulls: 'false',
      example: ['exists(o, p > 6)', 'true'],
      result: BOOLEAN,
      apply: (collection, item) => {
        if (item?.arity === 2 && isEntries(collection)) {
          return entriesOf(collection).some(([key, value]) => truth(item.call(key, value)));
        }
        return elementsOf(collection).some((element) => item === undefined || truth(item.call(element, null)));
      },
    }),
    items({
      name: 'map',
      params: 'collection expression',
      signature: '(List<T>, T → R) → List<R>',
      doc: 'The value of the expression for every element, nulls kept. A Map if every result is a `mapEntry`. With a two-parameter lambda it runs over the entries of a map.',
      nulls: 'empty list',
      example: ['o.map(p - 1)', '[4,8]'],
      result: ([, item = ANY]) => (item.kind === 'mapEntry' ? mapOf(item.value) : listOf(item)),
      apply: (collection, item) => {
        if (item === undefined) return [];
        const results =
          item.arity === 2 && isEntries(collection)
            ? entriesOf(collection).map(([key, value]) => item.call(key, value))
            : elementsOf(collection).map((element) => item.call(element, null));
        return collect(results, item.type);
      },
    }),
    items({
      name: 'topN',
      params: 'collection expression integer',
      signature: '(List<T>, T → K, Integer) → List<T>',
      doc: 'The n elements with the largest keys, largest first; elements without key come last.',
      nulls: 'empty list',
      example: ['o.topN(p, 1).map(id)', '[2]'],
      result: (args) => listLike(first(args)),
      apply: (collection, key, [count = null]) => sortedBy(collection, key, count, -1),
    }),
    items({
      name: 'bottomN',
      params: 'collection expression integer',
      signature: '(List<T>, T → K, Integer) → List<T>',
      doc: 'The n elements with the smallest keys, smallest first; elements without key come last.',
      nulls: 'empty list',
      example: ['o.bottomN(p, 1).map(id)', '[1]'],
      result: (args) => listLike(first(args)),
      apply: (collection, key, [count = null]) => sortedBy(collection, key, count, 1),
    }),
    values({
      name: 'head',
      params: 'collection',
      signature: '(List<T>) → T',
      doc: 'The first element.',
      example: ['tags.head()', '"a"'],
      result: (args) => itemType(first(args)),
      apply: ([list = null]) => elementsOf(list)[0] ?? null,
    }),
    values({
      name: 'elementAt',
      params: 'list integer',
      signature: '(List<T>, Integer) → T',
      doc: 'The element at a zero-based index. Also written `L[3]`.',
      example: ['tags.elementAt(1)', '"b"'],
      result: (args) => itemType(first(args)),
      apply: ([list = null, index = null]) => (typeof index === 'number' ? (elementsOf(list)[index] ?? null) : null),
    }),
    items({
      name: 'groupBy',
      params: 'collection expression',
      signature: '(List<T>, T → K) → Map<K, List<T>>',
      doc: 'The elements by the text of their key, keys in order of first occurrence; elements without key are left out.',
      nulls: 'empty map',
      example: ['tags.groupBy(this).keys()', '["a","b"]'],
      result: (args) => mapOf(listOf(itemType(first(args)))),
      apply: groupBy,
    }),
    values({
      name: 'mapEntry',
      params: 'scalar any',
      signature: '(K, V) → MapEntry<K, V>',
      doc: 'One entry of the Map that `map` makes.',
      nulls: 'null key: null',
      example: ['tags.map(mapEntry(this, 0))', '{"a":0,"b":0}'],
      result: ([, value = ANY]) => ({ kind: 'mapEntry', value }),
      apply: ([key = null, value = null]) => {
        const text = scalarText(key);
        return text === null ? null : new MapEntry(text, value);
      },
    }),
  ],
};

/** Types of the two parameters of a lambda over the entries of a map. */
export function entryTypes(collection: PqlType): readonly [PqlType, PqlType] {
  return [STRING, valueType(collection)];
}
