import type { Ir } from '../ir.ts';
import { compared } from './compared.ts';
import { bothOf, type EventTypes, eventTypesOf } from './eventTypes.ts';
import { filteredOf } from './lambdas.ts';
import {
  elements,
  filterItems,
  flatten,
  type ItemCondition,
  type ItemValue,
  mapItems,
  nonNullSize,
  size,
  someItem,
} from './lists.ts';
import { event } from './paths.ts';
import { refuse, refuseOutOfReach } from './refusal.ts';
import { eventScope, type Scope } from './scope.ts';
import { and, not } from './sql.ts';
import { constant, type EventList, isScalar, type LeafValue, type ListValue, predicate, type Scalar } from './value.ts';

/** `xEvent`. */
export function events(ir: Ir, scope: Scope): EventList {
  if (scope.rows === 'event') return refuseOutOfReach('a condition on events that looks at all events', ir);
  return { kind: 'events', where: [], element: event(scope.compilation.layout), flat: false, compact: false };
}

/** `filter`; the written condition also tells which event types can pass. */
export function filterEvents(
  list: EventList,
  scope: Scope,
  at: Ir,
  condition: ItemCondition,
  written?: WrittenCondition,
): EventList {
  if (list.flat) {
    return { ...list, element: filterItems(listElement(list), eventScope(scope), at, condition), compact: false };
  }
  const types = written && isRow(list) ? eventTypesOf(written.ir, written.variable) : undefined;
  const where = [...list.where, ...presence(list, at), condition(list.element, eventScope(scope))];
  return { ...withTypes(list, types), where, compact: false };
}

/** A condition as it was written, and the variable that stands for the element. */
export interface WrittenCondition {
  readonly ir: Ir;
  readonly variable: number;
}

export function mapEvents(list: EventList, scope: Scope, at: Ir, value: ItemValue): EventList {
  if (list.flat) return { ...list, element: mapItems(listElement(list), eventScope(scope), at, value), compact: false };
  return {
    ...list,
    where: [...list.where, ...presence(list, at)],
    element: value(list.element, eventScope(scope)),
    compact: false,
  };
}

/** Appends the lists that the elements are. */
export function flattenEvents(list: EventList, at: Ir): EventList {
  if (list.flat) return { ...list, element: flatten(listElement(list), at) };
  return list.element.kind === 'list' ? { ...list, flat: true, compact: false } : list;
}

/** True iff some element meets the condition. */
export function someEvent(
  list: EventList,
  scope: Scope,
  at: Ir,
  condition: ItemCondition,
  written?: WrittenCondition,
): Scalar {
  if (!list.flat) return positive(countRows(filterEvents(list, scope, at, condition, written), scope));
  const met = someItem(listElement(list), eventScope(scope), at, condition);
  return positive(countRows({ ...list, where: [...list.where, met] }, scope));
}

/** Whether a count is not 0. */
export function positive(count: Scalar): Scalar {
  return predicate(compared('>', count, constant(0)));
}

/** True iff every element meets the condition. */
export function everyEvent(list: EventList, scope: Scope, at: Ir, condition: ItemCondition): Scalar {
  const some = someEvent(list, scope, at, (item, inner) => not(condition(item, inner)));
  return predicate(not(some.sql));
}

/** Number of elements, null ones included. */
export function eventCount(list: EventList, scope: Scope, at: Ir): Scalar {
  if (list.flat) return aggregate(list, scope, 'sum', size(listElement(list), at));
  return countRows({ ...list, where: [...list.where, ...presence(list, at)] }, scope);
}

/** Number of elements that are not null. */
export function nonNullEvents(list: EventList, scope: Scope, at: Ir): Scalar {
  if (list.flat) return aggregate(list, scope, 'sum', nonNullSize(listElement(list), at));
  const { element } = list;
  if (element.kind === 'nothing') return constant(0);
  if (element.kind === 'object' && !isRow(list)) return refuse('counting objects of which some may be absent', at);
  if (element.kind === 'map' || element.kind === 'list')
    return refuse('counting lists or maps of which some may be absent', at);
  const notNull = element.kind === 'scalar' && element.nullable ? [`isNotNull(${element.sql})`] : [];
  return countRows({ ...list, where: [...list.where, ...notNull] }, scope);
}

/** Number of different elements that are not null; the two zeros are one. */
export function distinctEvents(list: EventList, scope: Scope, at: Ir): Scalar {
  const { element } = list;
  if (list.flat) {
    const items = listElement(list);
    if (!isScalar(items.items)) return refuse('comparing lists, maps or objects', at);
    const all = elements({ ...items, compact: true }, at);
    const values = items.items.kind === 'number' ? `arrayMap(item -> item + 0., ${all})` : all;
    return aggregate(list, scope, 'uniqExactArray', values);
  }
  if (element.kind !== 'scalar') return refuse('comparing lists, maps or objects', at);
  return aggregate(list, scope, 'uniqExact', element.type === 'number' ? `(${element.sql} + 0.)` : element.sql);
}

/** The sum, least or greatest of the numbers or instants; null over none for `min` and `max`, 0 for `sum`. */
export function aggregateEvents(list: EventList, scope: Scope, at: Ir, name: 'sum' | 'min' | 'max'): Scalar {
  const { type, sql } = list.flat ? flatOperand(listElement(list), at, name) : operand(list, at, name);
  return { ...aggregate(list, scope, name, sql), type };
}

function operand(list: EventList, at: Ir, name: 'sum' | 'min' | 'max') {
  const { element } = list;
  if (element.kind !== 'scalar') return refuse(`${name} over lists, maps or objects`, at);
  const sql = element.nullable ? element.sql : `toNullable(${element.sql})`;
  return { type: element.type, sql: name === 'sum' ? `ifNull(${sql}, 0.)` : sql };
}

function flatOperand(list: ListValue, at: Ir, name: 'sum' | 'min' | 'max') {
  const { kind: type } = list.items;
  if (type === 'array' || type === 'map' || type === 'tuple') return refuse(`${name} over lists, maps or objects`, at);
  if (name === 'sum') return { type, sql: `arraySum(item -> ifNull(item, 0.), ${list.sql})` };
  const items = list.itemsNullable ? list.sql : `arrayMap(item -> toNullable(item), ${list.sql})`;
  return { type, sql: `array${name === 'min' ? 'Min' : 'Max'}(${items})` };
}

function countRows(list: EventList, scope: Scope): Scalar {
  return aggregate(list, scope, 'count');
}

/** A leaf: the aggregate over the events that pass, as a column of the profile. Numbers are Float64. */
function aggregate(list: EventList, scope: Scope, name: string, argument = ''): Scalar {
  const { leaves } = scope.compilation;
  const where = and(list.where);
  const nullable = name === 'min' || name === 'max';
  if (where === 'false' && !nullable) return constant(0);
  const call = (where: string) => {
    const sql = where === 'true' ? `${name}(${argument})` : `${name}If(${argument && `${argument}, `}${where})`;
    return nullable ? sql : `toFloat64(${sql})`;
  };
  const some = list.flat ? filteredOf(listElement(list))?.some : undefined;
  const matters = some === undefined ? {} : { matters: and([...list.where, some]) };
  const leaf = leaves.leaf(call(where), where, list.eventTypes, { under: call, count: name === 'count', ...matters });
  const value: LeafValue = {
    empty: nullable ? null : 0,
    condition: (sql, whenEmpty) => leaves.condition(leaf, sql, whenEmpty),
  };
  return { kind: 'scalar', type: 'number', sql: leaf.name, nullable, leaf: value };
}

function listElement(list: EventList): ListValue {
  if (list.element.kind === 'list') return list.element;
  throw new Error('A flattened list of events has lists as elements');
}

/** True while the elements are the events themselves. */
function isRow(list: EventList): boolean {
  return list.element.kind === 'object' && list.element.row === true;
}

/** The condition that a null is no element, where one could be. */
function presence(list: EventList, at: Ir): readonly string[] {
  const { element } = list;
  if (!list.compact) return [];
  if (element.kind === 'scalar') return element.nullable ? [`isNotNull(${element.sql})`] : [];
  if (element.kind === 'nothing') return ['false'];
  return refuse('objects of which some may be absent', at);
}

function withTypes(list: EventList, types: EventTypes): EventList {
  const both = bothOf(list.eventTypes, types);
  return both === undefined ? list : { ...list, eventTypes: both };
}
