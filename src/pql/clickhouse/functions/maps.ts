import type { Call } from '../../ir.ts';
import { entry } from '../paths.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { nothing, type Value } from '../value.ts';
import { argument } from './arguments.ts';

/** `M.get(k)`, `M["k"]`. */
export function get(call: Call, scope: Scope): Value {
  const map = compile(argument(call, 0), scope);
  const key = argument(call, 1);
  if (map.kind === 'nothing') return nothing;
  if (map.kind !== 'map' || key.kind !== 'literal' || typeof key.value !== 'string')
    return refuse('an entry of something other than a map', call);
  return entry(map, key.value);
}
