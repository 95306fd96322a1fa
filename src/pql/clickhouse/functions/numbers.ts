import type { Call } from '../../ir.ts';
import { compile, type Scope } from '../scope.ts';
import { nothing, scalar, type Value } from '../value.ts';
import { argument, type CallCompiler } from './arguments.ts';

/** Functions of one number (pql.md section 6.9); everything else gives null. */
function ofNumber(name: 'abs' | 'ceil' | 'floor'): CallCompiler {
  return (call: Call, scope: Scope): Value => {
    const value = compile(argument(call, 0), scope);
    if (value.kind !== 'scalar' || value.type !== 'number') return nothing;
    return scalar('number', `${name}(${value.sql})`, value.nullable);
  };
}

export const absolute = ofNumber('abs');
export const roundUp = ofNumber('ceil');
export const roundDown = ofNumber('floor');
