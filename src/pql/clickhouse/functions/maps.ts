import type { Call, Lambda } from '../../ir.ts';
import { asItem } from '../lists.ts';
import { entryOf } from '../paths.ts';
import { refuse } from '../refusal.ts';
import { bind, compile, lambdaScope, type Scope } from '../scope.ts';
import { condition } from '../truth.ts';
import {
  always,
  emptyList,
  type ListValue,
  type MapValue,
  nothing,
  predicate,
  scalar,
  stored,
  unknown,
  type Value,
} from '../value.ts';
import { argument } from './arguments.ts';

/** Functions of maps (pql.md section 6.4). */

/** `M.get(k)`, `M["k"]`: the key as it is written; an object has its fields. */
export function get(call: Call, scope: Scope): Value {
  const map = compile(argument(call, 0), scope);
  const key = compile(argument(call, 1), scope);
  if (map.kind === 'nothing' || map.kind === 'scalar') return nothing;
  if (key.kind !== 'scalar' || key.type !== 'string') return nothing;
  if (map.kind === 'map') return entryOf(map, key, call);
  if (map.kind === 'object' && typeof key.constant === 'string') return map.field(key.constant, call);
  return refuse('an entry of something other than a map', call);
}

/** `M.keys()`, in stored order. */
export function keys(call: Call, scope: Scope): Value {
  const map = compile(argument(call, 0), scope);
  if (map.kind !== 'map') return withoutEntries(map, call);
  return { ...list, sql: `mapKeys(${map.sql})`, items: { kind: 'string' }, itemsNullable: false };
}

/** `M.values()`: the values that are not null. */
export function values(call: Call, scope: Scope): Value {
  const map = compile(argument(call, 0), scope);
  if (map.kind !== 'map') return withoutEntries(map, call);
  return { ...list, sql: `mapValues(${map.sql})`, items: map.values, itemsNullable: true, compact: true };
}

const list: Pick<ListValue, 'kind' | 'compact' | 'present'> = { kind: 'list', compact: false, present: always };

function withoutEntries(value: Value, call: Call): Value {
  return value.kind === 'object' ? refuse(`the ${call.name} of an object`, call) : emptyList;
}

/** The map and the function of key and value of a call that runs over the entries of a map. */
export function entriesOf(call: Call, scope: Scope): { readonly map: MapValue; readonly lambda: Lambda } | undefined {
  const lambda = argument(call, 1);
  if (lambda.kind !== 'lambda' || lambda.params.length < 2) return undefined;
  const map = compile(argument(call, 0), scope);
  return map.kind === 'map' ? { map, lambda } : undefined;
}

/** `M.exists((k, v) => c)`. */
export function existsEntry(map: MapValue, lambda: Lambda, scope: Scope): Value {
  const { parameters, inner } = overEntries(map, lambda, scope);
  return predicate(
    `arrayExists(${parameters} -> ${condition(lambda.body, inner)}, mapKeys(${map.sql}), mapValues(${map.sql}))`,
  );
}

/** `M.filter((k, v) => c)`. */
export function filterEntries(map: MapValue, lambda: Lambda, scope: Scope): Value {
  const { parameters, inner } = overEntries(map, lambda, scope);
  const sql = `mapFilter(${parameters} -> ${condition(lambda.body, inner)}, ${map.sql})`;
  return { ...map, sql, present: always };
}

/** `M.map((k, v) => e)`. */
export function mapEntries(map: MapValue, lambda: Lambda, scope: Scope): Value {
  const { parameters, inner } = overEntries(map, lambda, scope);
  const { sql, type, nullable } = asItem(compile(lambda.body, inner), lambda.body);
  const mapped = `arrayMap(${parameters} -> ${sql}, mapKeys(${map.sql}), mapValues(${map.sql}))`;
  return { ...list, sql: mapped, items: type, itemsNullable: nullable };
}

function overEntries(map: MapValue, { params, body }: Lambda, scope: Scope) {
  const [key, value] = params;
  if (key === undefined || value === undefined) throw new Error('A function of an entry has two parameters');
  const first = lambdaScope(scope, body);
  const second = lambdaScope(first.inner, body);
  const bound = bind(second.inner, key.id, scalar('string', first.parameter, false));
  return {
    parameters: `(${first.parameter}, ${second.parameter})`,
    inner: bind(bound, value.id, stored(second.parameter, map.values, unknown)),
  };
}
