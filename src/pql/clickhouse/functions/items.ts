import type { Call, Ir } from '../../ir.ts';
import { filter, itemFunction, map, some, toCollection } from '../collections.ts';
import { firstOf, rowsOf } from '../eventRows.ts';
import { elementAt } from '../lists.ts';
import { refuse } from '../refusal.ts';
import type { Scope } from '../scope.ts';
import { truth } from '../truth.ts';
import { nothing, predicate, type Value } from '../value.ts';
import { argument } from './arguments.ts';
import { entriesOf, existsEntry, filterEntries, mapEntries } from './maps.ts';

/** Functions of a list and an expression over its items, and single elements. */

function list(call: Call, scope: Scope) {
  return toCollection(argument(call, 0), scope);
}

/** `L.filter(cond)`. */
export function filterCall(call: Call, scope: Scope): Value {
  const entries = entriesOf(call, scope);
  if (entries !== undefined) return filterEntries(entries.map, entries.lambda, scope);
  const item = itemFunction(argument(call, 1));
  return filter(list(call, scope), scope, call, item.condition, item.written);
}

/** `L.exists(cond)`, `L.exists()`. */
export function existsCall(call: Call, scope: Scope): Value {
  if (call.args.length === 1) return predicate(truth(list(call, scope), scope, call));
  const entries = entriesOf(call, scope);
  if (entries !== undefined) return existsEntry(entries.map, entries.lambda, scope);
  const item = itemFunction(argument(call, 1));
  return some(list(call, scope), scope, call, item.condition, item.written);
}

/** `L.map(expr)`. */
export function mapCall(call: Call, scope: Scope): Value {
  const entries = entriesOf(call, scope);
  if (entries !== undefined) return mapEntries(entries.map, entries.lambda, scope);
  return map(list(call, scope), scope, call, itemFunction(argument(call, 1)).value);
}

/** `L.head()`. */
export function head(call: Call, scope: Scope): Value {
  return element(call, 0, scope);
}

/** `L.elementAt(i)`, `L[i]`. */
export function elementAtCall(call: Call, scope: Scope): Value {
  return element(call, position(argument(call, 1)), scope);
}

function element(call: Call, index: number, scope: Scope): Value {
  const elements = list(call, scope);
  if (elements.kind === 'nothing') return nothing;
  if (elements.kind === 'list') return elementAt(elements, index, call);
  return index === 0 ? firstOf(elements, scope, call) : elementAt(rowsOf(elements, scope, call), index, call);
}

function position(ir: Ir): number {
  return ir.kind === 'literal' && typeof ir.value === 'number'
    ? ir.value
    : refuse('a position that is not constant', ir);
}
