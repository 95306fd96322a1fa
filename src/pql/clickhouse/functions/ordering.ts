import type { Call, Ir } from '../../ir.ts';
import { itemFunction, toCollection } from '../collections.ts';
import { textOf } from '../conversions.ts';
import { rowsOf } from '../eventRows.ts';
import { itemOf } from '../lambdas.ts';
import { elements, once } from '../lists.ts';
import { refuse } from '../refusal.ts';
import { compile, lambdaScope, type Scope } from '../scope.ts';
import { always, emptyList, isScalar, type ListValue, type Scalar, type Value } from '../value.ts';
import { argument, type CallCompiler } from './arguments.ts';

/** `topN`, `bottomN` and `groupBy`: functions of a list and a key of its elements (pql.md section 6.2). */

/** Elements in the order of their keys; those without key come last, equal ones keep their order. */
export function ordered(name: 'topN' | 'bottomN'): CallCompiler {
  return (call, scope) => {
    const list = arrayOf(argument(call, 0), scope);
    const size = sizeOf(argument(call, 2), scope);
    const { key, parameter } = keyOf(call, list, scope);
    const array = elements(list, call);
    if (key === undefined) return sliced(list, array, size);
    if (key.type === 'string') return refuse('an order of texts that may be date-times', call);
    // Booleans have no order: they only differ from null.
    const value = key.type === 'boolean' ? '' : ` ${key.sql},`;
    const lambda = `(${parameter}, position) ->`;
    const sorted =
      name === 'bottomN'
        ? `arraySort(${lambda} (isNull(${key.sql}),${value} position), ${array}, arrayEnumerate(${array}))`
        : `arrayReverseSort(${lambda} (isNotNull(${key.sql}),${value} -position), ${array}, arrayEnumerate(${array}))`;
    return sliced(list, sorted, size);
  };
}

/** `L.groupBy(expr)`: elements by the text of their key, in the order in which keys and elements come. */
export function groupBy(call: Call, scope: Scope): Value {
  const list = arrayOf(argument(call, 0), scope);
  if (list.itemsNullable && !isScalar(list.items)) return refuse('a list of objects of which some may be absent', call);
  const { key, parameter } = keyOf(call, list, scope);
  const text = key && (key.type === 'instant' ? refuse('the text of a date as a key', call) : textOf(key));
  const values = { kind: 'array', items: list.items } as const;
  if (text === undefined)
    return {
      kind: 'map',
      sql: "CAST(map(), 'Map(String, Array(Nullable(Float64)))')",
      values: { kind: 'array', items: { kind: 'number' } },
      present: always,
    };
  const array = elements(list, call);
  const keyed = `arrayFilter(one -> isNotNull(one.2), arrayZip(${array}, arrayMap(${parameter} -> ${text.sql}, ${array})))`;
  const sql = once(keyed, (pairs) => {
    const keys = `arrayMap(one -> CAST(assumeNotNull(one.2), 'String'), ${pairs})`;
    const groups = `arrayEnumerateDense(${keys})`;
    const inGroups = `arraySort((one, group, position) -> (group, position), ${pairs}, ${groups}, arrayEnumerate(${pairs}))`;
    const items = `arrayMap(one -> one.1, ${inGroups})`;
    const lists = `arraySplit((one, step) -> step != 0, ${items}, arrayDifference(arraySort(${groups})))`;
    return `mapFromArrays(arrayDistinct(${keys}), ${lists})`;
  });
  return { kind: 'map', sql, values, present: always };
}

function arrayOf(ir: Ir, scope: Scope): ListValue {
  const list = toCollection(ir, scope);
  if (list.kind === 'nothing') return emptyList;
  return list.kind === 'events' ? rowsOf(list, scope, ir) : list;
}

/** The key of an element, undefined where it is null for all. */
function keyOf(
  call: Call,
  list: ListValue,
  scope: Scope,
): { readonly key: Scalar | undefined; readonly parameter: string } {
  const { parameter, inner } = lambdaScope(scope, call);
  const value = itemFunction(argument(call, 1)).value(itemOf(list, parameter), inner);
  if (value.kind === 'nothing') return { key: undefined, parameter };
  return value.kind === 'scalar' ? { key: value, parameter } : refuse('a list, map or object as a key', call);
}

function sizeOf(ir: Ir, scope: Scope): number {
  const size = compile(ir, scope);
  const known = size.kind === 'scalar' ? size.constant : undefined;
  return typeof known === 'number' && Number.isSafeInteger(known) && known >= 0
    ? known
    : refuse('a number of elements that is not constant', ir);
}

function sliced(list: ListValue, sql: string, size: number): ListValue {
  return { ...list, sql: `arraySlice(${sql}, 1, ${size})`, compact: false, present: always };
}
