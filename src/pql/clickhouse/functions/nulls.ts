import type { Call } from '../../ir.ts';
import { notNull } from '../comparison.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { not } from '../sql.ts';
import { isEmpty } from '../strings.ts';
import { predicate, type Value } from '../value.ts';
import { argument } from './arguments.ts';

/** `isNull(x)` and its siblings (pql.md sections 6.6 and 6.9). */

export function isNull(call: Call, scope: Scope): Value {
  return predicate(not(notNullOf(call, scope)));
}

export function isNotNull(call: Call, scope: Scope): Value {
  return predicate(notNullOf(call, scope));
}

function notNullOf(call: Call, scope: Scope): string {
  const value = compile(argument(call, 0), scope);
  switch (value.kind) {
    case 'events':
      return 'true';
    case 'list':
    case 'map':
      if (value.present.kind === 'column') return value.present.sql;
      return value.present.kind === 'always' ? 'true' : refuse('whether a list inside of a list is there at all', call);
    case 'object':
      return value.row ? 'true' : refuse('whether an object is there at all', call);
    default:
      return notNull(value, call);
  }
}

export function isEmptyCall(call: Call, scope: Scope): Value {
  return predicate(emptiness(call, scope));
}

export function isNotEmpty(call: Call, scope: Scope): Value {
  return predicate(not(emptiness(call, scope)));
}

function emptiness(call: Call, scope: Scope): string {
  return isEmpty(compile(argument(call, 0), scope), scope, call);
}
