import { arithmetic } from '../interpreter/operators.ts';
import type { CompareOp } from '../ir.ts';
import type { Compiler } from './compiler.ts';
import type { Js } from './program.ts';

/** The operator between two numbers, or `=` and `!=` between two texts. */
export function compareNumbers({ js }: Compiler, op: CompareOp, a: Js, b: Js): Js {
  switch (op) {
    case '=':
      return js`${a} === ${b}`;
    case '!=':
      return js`${a} !== ${b}`;
    case '<':
      return js`${a} < ${b}`;
    case '<=':
      return js`${a} <= ${b}`;
    case '>':
      return js`${a} > ${b}`;
    case '>=':
      return js`${a} >= ${b}`;
  }
}

/** The operator between the numbers `a` and `b`. */
export function calculation({ js }: Compiler, op: string): Js {
  switch (op) {
    case '+':
      return js`a + b`;
    case '-':
      return js`a - b`;
    case '*':
      return js`a * b`;
    default:
      return js`${arithmetic}(${op}, a, b)`;
  }
}
