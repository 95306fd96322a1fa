import type { Ir } from '../ir.ts';
import { elementOf, filteredOf, isObjectColumn, lambda, type Parameter, parametersOf } from './lambdas.ts';
import type { ColumnType } from './layout.ts';
import { refuse } from './refusal.ts';
import { lambdaScope, type Scope } from './scope.ts';
import { and } from './sql.ts';
import {
  always,
  isScalar,
  type ListValue,
  type MapValue,
  nothing,
  scalar,
  sqlType,
  stored,
  unknown,
  type Value,
} from './value.ts';

/** A condition on one element, in the scope of that element; never null. */
export type ItemCondition = (item: Value, scope: Scope) => string;

/** The value of one element, in the scope of that element. */
export type ItemValue = (item: Value, scope: Scope) => Value;

/** The array with exactly the elements of the list: null items are gone where the list does not count them. */
export function elements(list: ListValue, at: Ir): string {
  if (!list.compact || !list.itemsNullable) return list.sql;
  if (!isScalar(list.items)) return refuse('a list of objects of which some may be absent', at);
  return `arrayFilter(item -> isNotNull(item), ${list.sql})`;
}

/** Uses an array more than once without repeating how it is made. */
export function once(array: string, body: (name: string) => string): string {
  return `arrayMap(made -> ${body('made')}, [${array}])[1]`;
}

/** Number of elements, null ones included, as an integer expression. */
export function size(list: ListValue, at: Ir): string {
  if (list.compact && list.itemsNullable) return nonNullSize(list, at);
  return `length(${list.sql})`;
}

/** Number of elements that are not null, as an integer expression. */
export function nonNullSize(list: ListValue, at: Ir): string {
  if (!list.itemsNullable) return `length(${list.sql})`;
  if (!isScalar(list.items)) return refuse('counting objects of which some may be absent', at);
  return `arrayCount(item -> isNotNull(item), ${list.sql})`;
}

/** True iff some element meets the condition. */
export function someItem(list: ListValue, scope: Scope, at: Ir, condition: ItemCondition): string {
  const { parameter, test } = itemTest(list, scope, at, condition);
  return test === 'false' ? 'false' : lambda('arrayExists', test, parametersOf(list, parameter, test));
}

export function filterItems(list: ListValue, scope: Scope, at: Ir, condition: ItemCondition): ListValue {
  const { parameter, test } = itemTest(list, scope, at, condition);
  const result = { ...list, compact: false, present: always };
  if (test === 'true') return result;
  const parameters = parametersOf(list, parameter, test);
  const whole: Parameter = [parameter, list.sql];
  const others = parameters.filter(([name]) => name !== parameter);
  const sql = lambda('arrayFilter', test, [whole, ...others]);
  if (!isObjectColumn(list)) return { ...result, sql };
  const keep = (array: string) => lambda('arrayFilter', test, [[`${parameter}_kept`, array], ...parameters]);
  const filtered = { sql, some: lambda('arrayExists', test, parameters), column: { list, keep } };
  return { ...result, sql, filtered };
}

/** The condition as text over the raw array, where null items that are no elements never meet it. */
function itemTest(list: ListValue, scope: Scope, at: Ir, condition: ItemCondition) {
  const { parameter, inner } = lambdaScope(scope, at);
  const test = condition(elementOf(list, parameter), inner);
  if (!list.compact || !list.itemsNullable) return { parameter, test };
  if (!isScalar(list.items)) return refuse('a list of objects of which some may be absent', at);
  return { parameter, test: and([`isNotNull(${parameter})`, test]) };
}

/** A list of the same length. Null items stay, unless the result is asked to be compact. */
export function mapItems(
  list: ListValue,
  scope: Scope,
  at: Ir,
  value: ItemValue,
  options: { readonly compact: boolean } = { compact: false },
): ListValue {
  const filtered = filteredOf(list);
  if (filtered?.column !== undefined) {
    const mapped = mapItems(filtered.column.list, scope, at, value, options);
    const sql = filtered.column.keep(mapped.sql);
    return { ...mapped, sql, filtered: { sql, some: filtered.some } };
  }
  const { parameter, inner } = lambdaScope(scope, at);
  const result = value(elementOf(list, parameter), inner);
  const { sql, type, nullable } = asItem(result, at);
  const parameters = parametersOf({ ...list, sql: elements(list, at) }, parameter, sql);
  const [[name, array], ...more] = parameters;
  const same = more.length === 0 && sql === name;
  return {
    kind: 'list',
    sql: same ? array : lambda('arrayMap', sql, parameters),
    items: type,
    itemsNullable: sql === parameter ? list.itemsNullable : nullable,
    compact: options.compact,
    present: always,
  };
}

/** The elements of the lists that the items are, in order. */
export function flatten(list: ListValue, at: Ir): ListValue {
  if (list.items.kind !== 'array') return list;
  if (list.items.items.kind === 'array') return refuse('lists nested three deep', at);
  const inner = list.items.items;
  return { ...list, sql: `arrayFlatten(${list.sql})`, items: inner, itemsNullable: isScalar(inner), compact: false };
}

/** How a value is written as an item of an array. An object, list or map that is absent is written as an empty one. */
export function asItem(
  value: Value,
  at: Ir,
): { readonly sql: string; readonly type: ColumnType; readonly nullable: boolean } {
  switch (value.kind) {
    case 'nothing':
      return { sql: `CAST(NULL, 'Nullable(Float64)')`, type: { kind: 'number' }, nullable: true };
    case 'scalar':
      return { sql: value.sql, type: { kind: value.type }, nullable: value.nullable };
    case 'list':
      return {
        sql: nullableElements(value, at),
        type: { kind: 'array', items: value.items },
        nullable: mayBeAbsent(value),
      };
    case 'map':
      return { sql: value.sql, type: { kind: 'map', values: value.values }, nullable: mayBeAbsent(value) };
    case 'object':
      if (value.tuple === undefined) return refuse('an object of the profile or the event inside of a list', at);
      return { sql: value.tuple.sql, type: value.tuple.type, nullable: true };
    case 'events':
      return refuse('a list of events inside of a list', at);
  }
}

function mayBeAbsent({ present }: ListValue | MapValue): boolean {
  return present.kind !== 'always';
}

function nullableElements(list: ListValue, at: Ir): string {
  const sql = elements(list, at);
  return list.itemsNullable || !isScalar(list.items) ? sql : `arrayMap(item -> toNullable(item), ${sql})`;
}

/** The element at a zero-based position; null when there is none. */
export function elementAt(list: ListValue, index: number, at: Ir): Value {
  if (index < 0 || !Number.isSafeInteger(index)) return nothing;
  const position = `[${index + 1}]`;
  const sql = elements(list, at);
  if (!isScalar(list.items)) return stored(`${sql}${position}`, list.items, unknown);
  const source = list.itemsNullable ? sql : `CAST(${sql}, 'Array(${sqlType(list.items)})')`;
  return scalar(list.items.kind, `${source}${position}`, true);
}
