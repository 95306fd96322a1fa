import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { openColumnar } from '../../store/columnar/open.ts';
import { type Difference, differenceOf, evaluated, type ValidRow } from './run-rows.ts';
import { runTrials, type TrialResult } from './trial/trial.ts';

/** A row that SQL alone did not decide. */
export interface ResidualRow {
  readonly id: string;
  readonly expression: string;
  readonly reason: string;
  /** The part of the expression that is to blame, where it can be told. */
  readonly part?: string;
}

export interface ClickHouseRows {
  readonly differences: readonly Difference[];
  /** Rows that were evaluated on ClickHouse: all but those whose profile no schema describes. */
  readonly run: number;
  readonly residual: readonly ResidualRow[];
  /** Rows that were left to the evaluator of the residual path, with the reason. */
  readonly untyped: readonly ResidualRow[];
}

/** Evaluates rows on a ClickHouse of their own, in a temporary directory. */
export async function evaluatedOnClickHouse(rows: readonly ValidRow[]): Promise<ClickHouseRows> {
  await using cleanup = new AsyncDisposableStack();
  const path = await mkdtemp(join(tmpdir(), 'secant-pql-'));
  cleanup.defer(() => rm(path, { recursive: true, force: true }));
  const columnar = cleanup.adopt(await openColumnar({ path }), (opened) => opened.close());
  return await runOn(columnar, rows);
}

/** Evaluates rows on a columnar store, where databases named `trial_…` are made for them. */
export async function runOn(columnar: Columnar, rows: readonly ValidRow[]): Promise<ClickHouseRows> {
  const trials = new Map(rows.flatMap((row) => ('value' in row.expect ? [[row, trialOf(row, row.expect)]] : [])));
  const results = await runTrials(columnar, [...trials.values()]);
  const differences: Difference[] = [];
  const residual: ResidualRow[] = [];
  const untyped: ResidualRow[] = [];
  for (const row of rows) {
    const trial = trials.get(row);
    const result = trial && results.get(trial);
    if (result === undefined) {
      differences.push(...evaluated(row, 'javascript'));
      continue;
    }
    differences.push(...differenceOn(row, result));
    const { id, expression } = row;
    if (result.kind === 'untyped') untyped.push({ id, expression, reason: result.reason });
    if (result.kind !== 'evaluated' || result.evaluation.kind === 'pushdown') continue;
    const { reason, span } = result.evaluation;
    residual.push({ id, expression, reason, part: expression.slice(span.start, span.end) });
  }
  return { differences, run: results.size - untyped.length, residual, untyped };
}

function trialOf(row: ValidRow, { value }: { readonly value: unknown }) {
  const { expression, ir, profile, instant } = row;
  return { expression, ir, profile, now: instant, expected: value };
}

/** A batch run decides conditions: of another value than the expected one it tells no more than that. */
function differenceOn(row: ValidRow, result: TrialResult): readonly Difference[] {
  if (result.kind === 'untyped') return evaluated(row, 'javascript');
  if (result.kind === 'failed') return differenceOf(row, { failure: result.message });
  if (result.passed) return [];
  const { expect: expected } = row;
  const decided = 'value' in expected && typeof expected.value === 'boolean' ? !expected.value : 'another one';
  return differenceOf(row, { value: decided, evaluation: result.evaluation.kind });
}
