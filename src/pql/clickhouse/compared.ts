import type { CompareOp } from '../ir.ts';
import type { Scalar } from './value.ts';

/** Text of a condition that is false where an operand is null. */
export function neverNull(sql: string, ...operands: readonly Scalar[]): string {
  return operands.some((operand) => operand.nullable) ? `ifNull(${sql}, false)` : `(${sql})`;
}

/** Compares scalars of one type as the engine does; false for null. */
export function compared(op: CompareOp, a: Scalar, b: Scalar): string {
  const sql = neverNull(`${a.sql} ${op} ${b.sql}`, a, b);
  const [value, other] = a.leaf ? [a.leaf, b.constant] : [b.leaf, a.constant];
  if (value === undefined || typeof other !== 'number') return sql;
  const [x, y] = a.leaf ? [value.empty, other] : [other, value.empty];
  return value.condition(sql, x !== null && y !== null && holds(op, x, y));
}

function holds(op: CompareOp, a: number, b: number): boolean {
  switch (op) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
