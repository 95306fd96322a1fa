import type { Call, Ir } from '../../ir.ts';
import type { Scope } from '../scope.ts';
import type { Value } from '../value.ts';

/** The SQL of the calls of one function. */
export type CallCompiler = (call: Call, scope: Scope) => Value;

/** An argument that the checker has seen to be there. */
export function argument(call: Call, index: number): Ir {
  const ir = call.args[index];
  if (ir === undefined) throw new Error(`${call.name} lacks argument ${index + 1}`);
  return ir;
}
