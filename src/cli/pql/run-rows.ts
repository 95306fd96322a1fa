import { compile, compileQuery, eligibility, evaluate, type Ir, type Reason, valueToJson } from '../../pql/index.ts';
import { type EligibilityRow, sameResult, type TestRow } from './rows.ts';

export const ENGINES = ['interpreter', 'javascript', 'clickhouse'] as const;
export type Engine = (typeof ENGINES)[number];

/** A row that did not come out as it says. */
export interface Difference {
  readonly id: string;
  readonly expression: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The instant of rows without one; fixed, so that a row that depends on it fails every day or never. */
const NOW = '2024-05-15T12:30:45.500Z';

/** A row whose expression is valid, as it is to be evaluated. */
export interface ValidRow extends TestRow {
  readonly ir: Ir;
  /** Epoch milliseconds. */
  readonly instant: number;
}

/** Checks rows without a schema: those that can be evaluated, and the differences among those that cannot. */
export function checkRows(rows: readonly TestRow[]): {
  readonly valid: readonly ValidRow[];
  readonly differences: readonly Difference[];
} {
  const valid: ValidRow[] = [];
  const differences: Difference[] = [];
  for (const row of rows) {
    const { ir, diagnostics } = compileQuery(row.expression);
    if (ir !== undefined) valid.push({ ...row, ir, instant: Date.parse(row.now ?? NOW) });
    else differences.push(...differenceOf(row, { error: diagnostics[0]?.kind }));
  }
  return { valid, differences };
}

/** The difference between what a row demands and what came out, if there is one. */
export function differenceOf({ id, expression, expect: expected }: TestRow, actual: unknown): readonly Difference[] {
  return sameResult(actual, expected) ? [] : [{ id, expression, expected, actual }];
}

/** Evaluates a row in this process. */
export function evaluated(row: ValidRow, engine: Exclude<Engine, 'clickhouse'>): readonly Difference[] {
  const { ir, profile, instant: now } = row;
  const value = engine === 'interpreter' ? evaluate(ir, profile, { now }) : compile(ir).evaluate(profile, { now });
  return differenceOf(row, { value: valueToJson(value) });
}

/** Decides the methods of rows, under the rules in force and the legacy ones, and answers those that differ. */
export function eligibilityDifferences(rows: readonly EligibilityRow[]): readonly Difference[] {
  return rows.flatMap((row) => {
    const { ir, diagnostics } = compileQuery(row.pql);
    const expected = { methods: row.expected, reasons: row.reasons, ...(row.legacy && { legacy: row.legacy }) };
    const actual = ir === undefined ? { error: diagnostics[0]?.reason } : eligibilityOf(ir, row);
    return sameResult(actual, expected) ? [] : [{ id: row.id, expression: row.pql, expected, actual }];
  });
}

function eligibilityOf(ir: Ir, row: EligibilityRow) {
  const context = {
    schemaClass: row.schema,
    mergePolicyActiveOnEdge: row.mergePolicyActiveOnEdge,
    references: row.refs ?? {},
    entityPaths: row.entityPaths ?? [],
  };
  const { batch, streaming, edge, reasons } = eligibility(ir, context);
  const legacy = eligibility(ir, { ...context, rules: 'legacy' });
  return {
    methods: { batch, streaming, edge },
    reasons: { streaming: codes(reasons.streaming), edge: codes(reasons.edge) },
    ...(row.legacy && { legacy: { streaming: legacy.streaming, edge: legacy.edge } }),
  };
}

const codes = (reasons: readonly Reason[]): readonly string[] =>
  [...new Set(reasons.map(({ code }) => code))].toSorted();
