import type { PqlValue } from '../values/value.ts';

/** Arithmetic of pql.md section 6.1: null unless both operands are numbers, and for a divisor 0. */
export function arithmetic(op: string, a: PqlValue, b: PqlValue): PqlValue {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : a / b;
    default:
      return b === 0 ? null : a % b;
  }
}
