import type { Call } from '../../ir.ts';
import { refuse, refuseOutOfReach } from '../refusal.ts';
import { audienceColumn, type Scope } from '../scope.ts';
import { identifier } from '../sql.ts';
import { predicate, type Value } from '../value.ts';
import { argument } from './arguments.ts';

/** `inSegment(id)`: a member as the caller's column says; an audience that nobody evaluated has no members. */
export function inSegment(call: Call, scope: Scope): Value {
  if (scope.rows === 'event') return refuseOutOfReach('a condition on events that reads a membership', call);
  const { compilation } = scope;
  const id = argument(call, 0);
  if (id.kind !== 'literal' || typeof id.value !== 'string') return refuse('an audience id that is not constant', id);
  if (compilation.audiences.has(id.value)) {
    compilation.usedAudiences.add(id.value);
    return predicate(identifier(audienceColumn(id.value)));
  }
  const external = compilation.layout.profile.some((column) => column.path[0] === 'segmentMembership');
  return external ? refuse('a membership that was evaluated elsewhere', call) : predicate('false');
}
