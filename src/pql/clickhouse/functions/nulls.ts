import type { Call } from '../../ir.ts';
import { presence } from '../presence.ts';
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
  return value.kind === 'object' && value.row ? 'true' : presence(value, call);
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
