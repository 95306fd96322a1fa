import type { CompareOp } from '../../ir.ts';
import { comparison } from '../comparison.ts';
import { equalsIgnoringCase, ignoresCase } from '../strings.ts';
import { argument, type CallCompiler } from './arguments.ts';

/** A comparison operator. */
export function compare(op: CompareOp): CallCompiler {
  return (call, scope) => comparison(op, argument(call, 0), argument(call, 1), call, scope);
}

/** `equals`, `notEqualTo` and their forms that ignore case. */
export function equality(op: '=' | '!=', ignoreCase: boolean): CallCompiler {
  return (call, scope) => {
    const [left, right] = [argument(call, 0), argument(call, 1)];
    if (ignoreCase || ignoresCase(call.args[2])) return equalsIgnoringCase(left, right, op === '!=', call, scope);
    return comparison(op, left, right, call, scope);
  };
}
