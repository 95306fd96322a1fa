import type { Call, Ir } from '../ir.ts';
import {
  aggregateOf,
  type Collection,
  distinct,
  flattened,
  itemFunction,
  map,
  nonNull,
  toCollection,
} from './collections.ts';
import { refuse } from './refusal.ts';
import { compile, type Scope } from './scope.ts';
import { constant, nothing, type Scalar, type ScalarType, scalar, type Value } from './value.ts';

export type AggregateName = 'sum' | 'average' | 'min' | 'max';

/** `L.sum()`, `L.sum(expr)` and its siblings (pql.md section 6.3). */
export function aggregate(name: AggregateName, call: Call, scope: Scope): Value {
  const [list, item] = call.args;
  if (list === undefined) throw new Error(`${name} has no list`);
  const elements = toCollection(list, scope);
  if (item === undefined) return aggregated(name, elements, scope, call);
  return aggregated(name, flattened(map(elements, scope, item, itemFunction(item).value), item), scope, call);
}

export function aggregated(name: AggregateName, list: Collection, scope: Scope, at: Ir): Value {
  const type = list.kind === 'nothing' ? undefined : elementType(list);
  if (list.kind === 'nothing' || type === 'nothing') return name === 'sum' ? constant(0) : nothing;
  if (type === undefined) return refuse(`${name} over lists, maps or objects`, at);
  if (type === 'number') return name === 'average' ? average(list, scope, at) : aggregateOf(list, scope, at, name);
  if (type === 'instant' && (name === 'min' || name === 'max')) return aggregateOf(list, scope, at, name);
  return refuse(`${name} over values of type ${type}`, at);
}

function elementType(list: Exclude<Collection, { kind: 'nothing' }>): ScalarType | 'nothing' | undefined {
  if (list.kind === 'events' && !list.flat) {
    const { element } = list;
    return element.kind === 'scalar' ? element.type : element.kind === 'nothing' ? 'nothing' : undefined;
  }
  const elements = list.kind === 'events' ? list.element : list;
  if (elements.kind !== 'list') return undefined;
  const { kind } = elements.items;
  return kind === 'array' || kind === 'map' || kind === 'tuple' ? undefined : kind;
}

function average(list: Exclude<Collection, { kind: 'nothing' }>, scope: Scope, at: Ir): Scalar {
  const sum = aggregateOf(list, scope, at, 'sum');
  return scalar('number', `(${sum.sql} / nullIf(${nonNull(list, scope, at).sql}, 0.))`, true);
}

/** `L.count()`: elements that are not null; of a map, its entries. */
export function count(call: Call, scope: Scope): Value {
  const [list] = call.args;
  if (list === undefined) throw new Error('count has no list');
  if (list.kind === 'call' && list.name === 'distinct' && list.args[0] !== undefined) {
    return distinct(toCollection(list.args[0], scope), scope, call);
  }
  const value = compile(list, scope);
  if (value.kind === 'map') return scalar('number', `toFloat64(length(${value.sql}))`, false);
  return nonNull(toCollection(list, scope), scope, call);
}
