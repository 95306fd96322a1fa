import type { Ir } from '../ir.ts';
import { overEvents } from './eventRows.ts';
import {
  aggregateEvents,
  distinctEvents,
  eventCount,
  everyEvent,
  filterEvents,
  flattenEvents,
  mapEvents,
  nonNullEvents,
  someEvent,
  type WrittenCondition,
} from './events.ts';
import {
  filterItems,
  flatten,
  type ItemCondition,
  type ItemValue,
  mapItems,
  nonNullSize,
  size,
  someItem,
} from './lists.ts';
import { refuse } from './refusal.ts';
import { bind, compile, type Scope } from './scope.ts';
import { not } from './sql.ts';
import { condition } from './truth.ts';
import {
  constant,
  type EventList,
  emptyList,
  isScalar,
  type ListValue,
  type Nothing,
  nothing,
  predicate,
  type Scalar,
  scalar,
} from './value.ts';

/** A list, wherever its elements come from; null is the empty list (pql.md section 4.2). */
export type Collection = Nothing | ListValue | EventList;

export function toCollection(ir: Ir, scope: Scope): Collection {
  const value = compile(ir, scope);
  if (value.kind === 'list' && value.empty) return nothing;
  if (value.kind === 'nothing' || value.kind === 'list' || value.kind === 'events') return value;
  return refuse('a single value in the place of a list', ir);
}

/** What a lambda, or an implicit item scope, says about one element. */
export interface ItemFunction {
  readonly value: ItemValue;
  readonly condition: ItemCondition;
  readonly written: WrittenCondition;
}

export function itemFunction(ir: Ir): ItemFunction {
  if (ir.kind !== 'lambda') return refuse('a function that is not written in place', ir);
  const [parameter, ...more] = ir.params;
  if (parameter === undefined || more.length > 0) return refuse('a function of two parameters', ir);
  return ofVariable(parameter.id, ir.body);
}

/** An expression over the variable that stands for the element. */
export function ofVariable(variable: number, body: Ir): ItemFunction {
  return {
    value: (item, scope) => compile(body, bind(scope, variable, item)),
    condition: (item, scope) => condition(body, bind(scope, variable, item)),
    written: { ir: body, variable },
  };
}

export function some(
  list: Collection,
  scope: Scope,
  at: Ir,
  condition: ItemCondition,
  written?: WrittenCondition,
): Scalar {
  if (list.kind === 'nothing') return predicate('false');
  return overEvents(list, scope, at, (elements) => {
    if (elements.kind === 'events') return someEvent(elements, scope, at, condition, written);
    return predicate(someItem(elements, scope, at, condition));
  });
}

export function every(list: Collection, scope: Scope, at: Ir, condition: ItemCondition): Scalar {
  if (list.kind === 'nothing') return predicate('true');
  return overEvents(list, scope, at, (elements) => {
    if (elements.kind === 'events') return everyEvent(elements, scope, at, condition);
    return predicate(not(someItem(elements, scope, at, (item, inner) => not(condition(item, inner)))));
  });
}

export function filter(
  list: Collection,
  scope: Scope,
  at: Ir,
  condition: ItemCondition,
  written?: WrittenCondition,
): Collection {
  if (list.kind === 'nothing') return emptyList;
  return overEvents(list, scope, at, (elements) => {
    if (elements.kind === 'events') return filterEvents(elements, scope, at, condition, written);
    return filterItems(elements, scope, at, condition);
  });
}

export function map(list: Collection, scope: Scope, at: Ir, value: ItemValue): Collection {
  if (list.kind === 'nothing') return emptyList;
  return overEvents(list, scope, at, (elements) => {
    if (elements.kind === 'events') return mapEvents(elements, scope, at, value);
    return mapItems(elements, scope, at, value);
  });
}

/** Appends the lists that the elements are; other elements stay. */
export function flattened(list: Collection, at: Ir): Collection {
  if (list.kind === 'events') return flattenEvents(list, at);
  return list.kind === 'list' ? flatten(list, at) : list;
}

/** Number of elements, null ones included. */
export function total(list: Collection, scope: Scope, at: Ir): Scalar {
  if (list.kind === 'nothing') return constant(0);
  return list.kind === 'events' ? eventCount(list, scope, at) : count(`toFloat64(${size(list, at)})`);
}

/** Number of elements that are not null. */
export function nonNull(list: Collection, scope: Scope, at: Ir): Scalar {
  if (list.kind === 'nothing') return constant(0);
  return list.kind === 'events' ? nonNullEvents(list, scope, at) : count(`toFloat64(${nonNullSize(list, at)})`);
}

/** Number of different elements that are not null. */
export function distinct(list: Collection, scope: Scope, at: Ir): Scalar {
  if (list.kind === 'nothing') return constant(0);
  if (list.kind === 'events') return distinctEvents(list, scope, at);
  if (!isScalar(list.items)) return refuse('comparing lists, maps or objects', at);
  const values = list.items.kind === 'number' ? `arrayMap(item -> item + 0., ${list.sql})` : list.sql;
  return count(`toFloat64(length(arrayDistinct(${values})))`);
}

export function aggregateOf(
  list: Exclude<Collection, Nothing>,
  scope: Scope,
  at: Ir,
  name: 'sum' | 'min' | 'max',
): Scalar {
  if (list.kind === 'events') return aggregateEvents(list, scope, at, name);
  const { kind } = list.items;
  if (kind === 'array' || kind === 'map' || kind === 'tuple') return refuse(`${name} over lists, maps or objects`, at);
  if (name === 'sum') return scalar(kind, `arraySum(item -> ifNull(item, 0.), ${list.sql})`, false);
  const items = list.itemsNullable ? list.sql : `arrayMap(item -> toNullable(item), ${list.sql})`;
  return scalar(kind, `${name === 'min' ? 'arrayMin' : 'arrayMax'}(${items})`, true);
}

function count(sql: string): Scalar {
  return scalar('number', sql, false);
}
