import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import { membersByEvents } from './event-members.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyRange } from './ranges.ts';
import { stageColumns } from './stages.ts';
import { type NamedCondition, profileQuery } from './statement.ts';
import type { BatchRun } from './types.ts';

/** What is asked about the members of an audience besides their number. */
export interface CountRequest {
  /** Keys of members, the smallest ones, at most. */
  readonly sample: number;
  /** How many members have an identity of each namespace. */
  readonly namespaces: boolean;
}

export interface CountRow {
  /** Decimal digits, as all 64-bit numbers here. */
  readonly members: string;
  readonly sample: readonly string[];
  readonly namespaces: readonly [codes: readonly string[], members: readonly string[]];
}

/** Counts the members of an audience that SQL decides among the profiles of a range: one row, a {@link CountRow}. */
export function countStatement(
  run: BatchRun,
  plan: Plan,
  planned: PlannedAudience,
  range: KeyRange,
  { namespaces, sample }: CountRequest,
): string {
  const some = sample > 0 ? `groupArraySorted(${integer(sample)})(profile_key)` : '[]';
  const byNamespace = namespaces ? 'sumMap(namespaces, arrayResize([toUInt64(1)], length(namespaces), 1))' : '([], [])';
  const counted = `SELECT count() AS members, ${some} AS sample, ${byNamespace} AS namespaces`;
  const keys = namespaces ? undefined : membersByEvents(planned, range);
  if (keys !== undefined) return `${counted} FROM (${keys})`;
  const columns = stageColumns(run, plan, [planned], range);
  const conditions = namespaces ? [...columns.conditions, NAMESPACES] : columns.conditions;
  const member = identifier(audienceColumn(planned.audience.id));
  return `${counted} FROM (${profileQuery({ ...columns, conditions }, range)}) WHERE ${member}`;
}

/** The namespaces in which a profile has an identity, each once, beside the conditions of a statement. */
const NAMESPACES: NamedCondition = {
  name: 'namespaces',
  sql: 'arrayDistinct(identities.ns)',
  leaves: [],
  tests: [],
};
