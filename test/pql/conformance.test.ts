import { describe, expect, it } from 'vitest';
import { runOn } from '../../src/cli/pql/clickhouse-rows.ts';
import { checkRows } from '../../src/cli/pql/run-rows.ts';
import {
  compile,
  compileQuery,
  evaluate,
  type Ir,
  type PqlValue,
  qualifies,
  valueToJson,
} from '../../src/pql/index.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { type ConformanceRow, caseRows, conformanceRows, sameResult } from './conformance.ts';

/** Rows, the share of them that SQL decides completely, at least, and those that no table can hold. */
const TABLES = [
  ['the conformance file', conformanceRows(), 0.95, ['chain-026']],
  ['test/pql/cases', caseRows(), 0.85, ['chain-01', 'chain-25', 'path-01', 'path-03', 'path-04', 'path-05']],
] as const;

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
  it.each([...conformanceRows(), ...caseRows()])('$id $why', (row) => {
    const actual = outcome(evaluator, row);
    expect(sameResult(actual, row.expect) ? row.expect : actual).toEqual(row.expect);
  });
});

describeColumnar('conformance rows on ClickHouse', (store) => {
  it.each(TABLES)('of %s come out as they say, in SQL or by the evaluator', async (_, rows, pushedDown, untyped) => {
    const { valid, differences } = checkRows(rows.map((row) => ({ ...row, now: new Date(row.now).toISOString() })));
    const result = await runOn(store(), valid);
    expect([...differences, ...result.differences]).toEqual([]);
    expect(result.untyped.map(({ id }) => id)).toEqual(untyped);
    expect(result.run).toBe(valid.length - result.untyped.length);
    expect((result.run - result.residual.length) / result.run).toBeGreaterThan(pushedDown);
  });
});
