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
import { type ConformanceRow, conformanceRows, sameResult } from './conformance.ts';

/** Share of the rows that SQL decides completely, at least. */
const PUSHED_DOWN = 0.95;

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

describeColumnar('conformance rows on ClickHouse', (store) => {
  it('come out as they say, in SQL or by the evaluator over the candidates', async () => {
    const rows = conformanceRows();
    const { valid, differences } = checkRows(rows.map((row) => ({ ...row, now: new Date(row.now).toISOString() })));
    const result = await runOn(store(), valid);
    expect([...differences, ...result.differences]).toEqual([]);
    expect(result.untyped.map(({ id, reason }) => [id, reason])).toEqual([['chain-026', 'an event has no timestamp']]);
    expect(result.run).toBe(valid.length - result.untyped.length);
    expect((result.run - result.residual.length) / result.run).toBeGreaterThan(PUSHED_DOWN);
  });
});
