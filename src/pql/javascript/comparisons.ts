import type { CompareOp, Ir } from '../ir.ts';
import { compare } from '../values/compare.ts';
import { compileCounted } from './aggregates.ts';
import type { Compiler } from './compiler.ts';
import { compareNumbers } from './operators.ts';
import type { Js } from './program.ts';
import { someValue, type Test, wholeValue } from './tests.ts';

/** A comparison; with a literal on the right it takes the short way for values of the same type. */
export function compileComparison(compiler: Compiler, op: CompareOp, left: Ir, right: Ir): Js {
  const { program, js } = compiler;
  if (right.kind === 'literal' && right.type.kind !== 'date' && right.type.kind !== 'datetime') {
    const { value } = right;
    const counted = typeof value === 'number' ? compileCounted(compiler, op, left, value) : undefined;
    if (counted !== undefined) return counted;
    if (typeof value === 'number' || typeof value === 'string') {
      const test = literalTest(compiler, op, value);
      return op === '!=' ? wholeValue(compiler, compiler.value(left), test) : someValue(compiler, left, test);
    }
  }
  const numbers = compareNumbers(compiler, op, js`a`, js`b`);
  const general = js`${compare}(${op}, a, b)`;
  const body = js`return typeof a === "number" && typeof b === "number" ? ${numbers} : ${general};`;
  return program.fn([js`a`, js`b`], body)(compiler.value(left), compiler.value(right));
}

function literalTest(compiler: Compiler, op: CompareOp, literal: number | string): Test {
  const { js } = compiler;
  const limit = js`${literal}`;
  const other = js`${compare}(${op}, v, ${limit})`;
  if (typeof literal === 'number') return { number: compareNumbers(compiler, op, js`v`, limit), other };
  return op === '=' || op === '!=' ? { string: compareNumbers(compiler, op, js`v`, limit), other } : { other };
}
