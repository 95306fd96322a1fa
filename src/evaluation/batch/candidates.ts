import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, or } from '../../pql/clickhouse/sql.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { Decisions } from './memberships.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyBounds } from './ranges.ts';
import { decided } from './stages.ts';
import { audienceCondition, profileQuery } from './statement.ts';
import type { BatchRun } from './types.ts';

/** A profile that must be evaluated. */
export interface Candidate {
  readonly profileKey: string;
  readonly profileNo: number;
  /** The audiences that it may be a member of. */
  readonly audiences: ReadonlySet<string>;
  /** Its membership in the audiences that those refer to and that were decided before. */
  readonly decisions: Decisions;
}

/** The candidates of audiences of one stage among the profiles of a range, as the engine finds them. */
export async function* candidates(
  columnar: Columnar,
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
  options: QueryOptions,
): AsyncGenerator<Candidate, void, undefined> {
  const { sql, ids, known } = candidatesQuery(run, plan, audiences, range);
  const rows = columnar.stream<{ key: string; no: number; candidate: readonly number[]; member: readonly number[] }>(
    sql,
    options,
  );
  for await (const { key, no, candidate, member } of rows) {
    yield {
      profileKey: key,
      profileNo: no,
      audiences: new Set(ids.filter((_, index) => candidate[index] === 1)),
      decisions: new Map(known.map((id, index) => [id, member[index] === 1])),
    };
  }
}

/** The statement that finds candidates; its rows have a flag for each of `ids` and the membership in each of `known`. */
export function candidatesQuery(
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
): { readonly sql: string; readonly ids: readonly string[]; readonly known: readonly string[] } {
  const ids = audiences.map(({ audience }) => audience.id);
  const read = [...new Set(audiences.flatMap(({ references, condition }) => [...references, ...condition.audiences]))];
  const known = read.filter((id) => !ids.includes(id));
  const conditions = audiences.map((planned, index) => ({
    name: `candidate ${index}`,
    sql: audienceCondition(planned),
    leaves: planned.condition.leaves,
    tests: planned.condition.tests,
  }));
  const flags = conditions.map(({ name }) => identifier(name));
  const members = known.map((id) => identifier(audienceColumn(id)));
  const query = profileQuery({ conditions, decided: known.map((id) => decided(id, run, plan, range)) }, range);
  const sql = `SELECT toString(profile_key) AS key, profile_no AS no, ${bits(flags)} AS candidate, ${bits(members)} AS member
     FROM (${query}) WHERE ${or(flags)}`;
  return { sql, ids, known };
}

function bits(columns: readonly string[]): string {
  return columns.length === 0 ? '[]' : `[${columns.map((column) => `toUInt8(${column})`).join(', ')}]`;
}
