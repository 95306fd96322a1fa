import type { CompareOp, Ir } from '../ir.ts';
import { compare } from '../values/compare.ts';
import type { PqlValue } from '../values/value.ts';
import { compileCountUpTo } from './aggregates.ts';
import type { Compiler, Condition } from './compiler.ts';
import { somePathValue } from './paths.ts';

/** A comparison; with a literal on the right it takes the short way for values of the same type. */
export function compileComparison(compiler: Compiler, op: CompareOp, left: Ir, right: Ir): Condition {
  const literal = right.kind === 'literal' ? right.value : undefined;
  if (typeof literal === 'number') {
    const counted = compileCounted(compiler, op, left, literal);
    if (counted !== undefined) return counted;
  }
  if (typeof literal === 'number' || typeof literal === 'string') {
    const test = typeof literal === 'number' ? numberTest(op, literal) : textTest(op, literal);
    const along = op === '!=' ? undefined : somePathValue(compiler, left, test);
    if (along !== undefined) return along;
    const value = compiler.value(left);
    return () => test(value());
  }
  const a = compiler.value(left);
  const b = compiler.value(right);
  return () => {
    const x = a();
    const y = b();
    return typeof x === 'number' && typeof y === 'number' ? compareNumbers(op, x, y) : compare(op, x, y);
  };
}

/** `L.count() op n`: more than n elements need not be counted. */
function compileCounted(compiler: Compiler, op: CompareOp, left: Ir, limit: number): Condition | undefined {
  const [collection] = left.kind === 'call' && left.name === 'count' ? left.args : [];
  const upTo = collection === undefined ? undefined : compileCountUpTo(compiler, collection);
  const enough = Math.floor(limit) + 1;
  return upTo === undefined ? undefined : () => compareNumbers(op, upTo(enough), limit);
}

function compareNumbers(op: CompareOp, a: number, b: number): boolean {
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

type Test = (value: PqlValue) => boolean;

function numberTest(op: CompareOp, limit: number): Test {
  const slow = (value: PqlValue) => compare(op, value, limit);
  switch (op) {
    case '=':
      return (value) => (typeof value === 'number' ? value === limit : slow(value));
    case '!=':
      return (value) => (typeof value === 'number' ? value !== limit : slow(value));
    case '<':
      return (value) => (typeof value === 'number' ? value < limit : slow(value));
    case '<=':
      return (value) => (typeof value === 'number' ? value <= limit : slow(value));
    case '>':
      return (value) => (typeof value === 'number' ? value > limit : slow(value));
    case '>=':
      return (value) => (typeof value === 'number' ? value >= limit : slow(value));
  }
}

function textTest(op: CompareOp, text: string): Test {
  const slow = (value: PqlValue) => compare(op, value, text);
  if (op === '=') return (value) => (typeof value === 'string' ? value === text : slow(value));
  if (op === '!=') return (value) => (typeof value === 'string' ? value !== text : slow(value));
  return slow;
}
