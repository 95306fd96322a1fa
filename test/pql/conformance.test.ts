import { describe, expect, it } from 'vitest';
import {
  compile,
  compileQuery,
  evaluate,
  type Ir,
  type PqlValue,
  qualifies,
  valueToJson,
} from '../../src/pql/index.ts';
import { type ConformanceRow, conformanceRows, sameResult } from './conformance.ts';

type Evaluator = (ir: Ir, profile: unknown, now: number) => PqlValue;

const EVALUATORS: readonly (readonly [name: string, evaluator: Evaluator])[] = [
  ['interpreter', (ir, profile, now) => evaluate(ir, profile, { now })],
  ['JavaScript', (ir, profile, now) => compile(ir).evaluate(profile, { now })],
];

/** Outcome of a row: the value as JSON, or the kind of the first error. */
function outcome(evaluator: Evaluator, { expression, profile, now }: ConformanceRow): unknown {
  const { ir, diagnostics } = compileQuery(expression);
  if (ir === undefined) return { error: diagnostics[0]?.kind };
  const value = evaluator(ir, profile, now);
  expect(compile(ir).qualifies(profile, { now })).toBe(qualifies(value));
  return { value: valueToJson(value) };
}

describe.each(EVALUATORS)('conformance rows on %s', (_, evaluator) => {
  it.each(conformanceRows())('$id $why', (row) => {
    const actual = outcome(evaluator, row);
    expect(sameResult(actual, row.expect) ? row.expect : actual).toEqual(row.expect);
  });
});
