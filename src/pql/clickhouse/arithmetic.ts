import type { Call, Ir } from '../ir.ts';
import { refuse } from './refusal.ts';
import { remainderOf } from './remainder.ts';
import { compile, type Scope } from './scope.ts';
import { constant, nothing, type Scalar, scalar, type Value } from './value.ts';

/** `+ - * / %` on IEEE doubles; null, and anything that is no number, gives null (pql.md section 6.1). */
export function arithmetic(call: Call, scope: Scope): Value {
  const operands = call.args.map((argument) => operand(argument, scope));
  if (!operands.every((value) => value !== undefined)) return nothing;
  const [a, b] = operands;
  if (a === undefined) throw new Error(`${call.name} has no operands`);
  if (b === undefined) return negated(a);
  if (typeof a.constant === 'number' && typeof b.constant === 'number')
    return folded(call.name, a.constant, b.constant);
  const nullable = a.nullable || b.nullable;
  switch (call.name) {
    case '/':
      return divided(a, b);
    case '%':
      return remainder(a, b);
    default:
      return scalar('number', `(${a.sql} ${call.name} ${b.sql})`, nullable);
  }
}

function operand(ir: Ir, scope: Scope): Scalar | undefined {
  const value = compile(ir, scope);
  if (value.kind === 'scalar' && value.type === 'number') return value;
  if (value.kind === 'nothing' || value.kind === 'scalar') return undefined;
  return refuse('arithmetic on a list, map or object', ir);
}

function negated(a: Scalar): Scalar {
  return typeof a.constant === 'number' ? constant(-a.constant) : scalar('number', `(-${a.sql})`, a.nullable);
}

function folded(operator: string, a: number, b: number): Value {
  if (b === 0 && (operator === '/' || operator === '%')) return nothing;
  const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator];
  if (result === undefined) throw new Error(`Not an arithmetic operator: ${operator}`);
  return constant(result);
}

function divided(a: Scalar, b: Scalar): Value {
  if (b.constant === 0) return nothing;
  if (typeof b.constant === 'number') return scalar('number', `(${a.sql} / ${b.sql})`, a.nullable);
  return scalar('number', `(${a.sql} / nullIf(${b.sql}, 0.))`, true);
}

function remainder(a: Scalar, b: Scalar): Value {
  if (b.constant === 0) return nothing;
  const nullable = a.nullable || b.nullable || b.constant === undefined;
  return scalar('number', remainderOf(a.sql, b.sql), nullable);
}
