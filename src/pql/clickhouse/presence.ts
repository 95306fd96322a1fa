import type { Ir } from '../ir.ts';
import { refuse } from './refusal.ts';
import type { Value } from './value.ts';

/** Whether a scalar is there, as a condition; a constant null never is. */
export function notNull(item: Value, at: Ir): string {
  if (item.kind === 'nothing') return 'false';
  if (item.kind !== 'scalar') return refuse('whether an object is there at all', at);
  return item.nullable ? `isNotNull(${item.sql})` : 'true';
}

/** Whether a value is there: `notIn` and `subsetOf` are false for null lists. */
export function presence(value: Value, at: Ir): string {
  if (value.kind === 'events') return 'true';
  if (value.kind !== 'list' && value.kind !== 'map') return notNull(value, at);
  if (value.present.kind === 'always') return 'true';
  return value.present.kind === 'column'
    ? value.present.sql
    : refuse('whether a list inside of a list is there at all', at);
}
