import type { Call, Ir } from '../../ir.ts';
import {
  type Collection,
  distinct as differentElements,
  every,
  filter,
  nonNull,
  some,
  toCollection,
  total,
} from '../collections.ts';
import { overEvents, rowsOf } from '../eventRows.ts';
import { elements, type ItemCondition } from '../lists.ts';
import { memberOf } from '../membership.ts';
import { presence } from '../presence.ts';
import { refuse } from '../refusal.ts';
import { beside, compile, type Scope } from '../scope.ts';
import { and } from '../sql.ts';
import { always, emptyList, isScalar, predicate, scalar, type Value } from '../value.ts';
import { argument } from './arguments.ts';

/** Functions of two lists, and of the different elements of one (pql.md sections 6.2 and 6.9). */

/** `A.intersects(B)`. */
export function intersects(call: Call, scope: Scope): Value {
  return bothLists(call, scope, (a, contained) => some(a, scope, call, contained));
}

/** `A.intersection(B)`: the different elements of A that are in B. */
export function intersection(call: Call, scope: Scope): Value {
  return bothLists(call, scope, (a, contained) => different(filter(a, scope, call, contained), scope, call));
}

/** `A.subsetOf(B)`: false where either is null. */
export function subsetOf(call: Call, scope: Scope): Value {
  return contains(call, argument(call, 0), argument(call, 1), scope);
}

/** `A.supersetOf(B)`. */
export function supersetOf(call: Call, scope: Scope): Value {
  return contains(call, argument(call, 1), argument(call, 0), scope);
}

function contains(call: Call, inner: Ir, outer: Ir, scope: Scope): Value {
  const present = [inner, outer].map((ir) => presence(compile(ir, scope), ir));
  const holds = bothLists({ ...call, args: [inner, outer] }, scope, (a, contained) => every(a, scope, call, contained));
  return predicate(and([...present, holds.sql]));
}

function bothLists<V extends Value>(call: Call, scope: Scope, use: (a: Collection, contained: ItemCondition) => V): V {
  return overEvents(toCollection(argument(call, 0), scope), scope, call, (a) =>
    use(a, memberOf(argument(call, 1), beside(a, scope), call)),
  );
}

/** `L.distinct()`: first occurrences in order, without nulls. */
export function distinct(call: Call, scope: Scope): Value {
  return different(toCollection(argument(call, 0), scope), scope, call);
}

function different(list: Collection, scope: Scope, at: Ir): Value {
  if (list.kind === 'nothing') return emptyList;
  const here = list.kind === 'events' ? rowsOf(list, scope, at) : list;
  if (here.empty) return emptyList;
  if (!isScalar(here.items)) return refuse('comparing lists, maps or objects', at);
  const items = elements({ ...here, compact: true }, at);
  const values = here.items.kind === 'number' ? `arrayMap(item -> item + 0., ${items})` : items;
  return { ...here, sql: `arrayDistinct(${values})`, compact: false, present: always };
}

/** `countWithNull(L)`. */
export function countWithNull(call: Call, scope: Scope): Value {
  return total(toCollection(argument(call, 0), scope), scope, call);
}

/** `countOnlyNull(L)`. */
export function countOnlyNull(call: Call, scope: Scope): Value {
  const list = toCollection(argument(call, 0), scope);
  return scalar('number', `(${total(list, scope, call).sql} - ${nonNull(list, scope, call).sql})`, false);
}

/** `distinctCountWithNull(L)`: null is one value. */
export function distinctCountWithNull(call: Call, scope: Scope): Value {
  const list = toCollection(argument(call, 0), scope);
  const nulls = `toFloat64(${total(list, scope, call).sql} > ${nonNull(list, scope, call).sql})`;
  return scalar('number', `(${differentElements(list, scope, call).sql} + ${nulls})`, false);
}
