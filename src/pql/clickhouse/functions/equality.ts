import type { CompareOp, Ir } from '../../ir.ts';
import { comparison } from '../comparison.ts';
import { equality } from '../strings.ts';
import { argument, type CallCompiler } from './arguments.ts';

/** A comparison operator. */
export function compare(op: CompareOp): CallCompiler {
  return (call, scope) => comparison(op, argument(call, 0), argument(call, 1), call, scope);
}

/** `equals` and `notEqualTo`, with the case flag as it is written. */
export function flagged(op: '=' | '!='): CallCompiler {
  return (call, scope) => equality(call, op, call.args[2], scope);
}

/** `equalsIgnoreCase` and `notEqualWithIgnoreCase`. */
export function ignoringCase(op: '=' | '!='): CallCompiler {
  return (call, scope) => {
    const flag: Ir = { kind: 'literal', value: false, type: { kind: 'boolean' }, span: call.span };
    return equality(call, op, flag, scope);
  };
}
