import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import { membersByEvents } from './event-members.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import { inRange, type Range } from './ranges.ts';
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
  /** In the range; 64-bit numbers are decimal digits. */
  readonly profiles: string;
  readonly members: string;
  readonly sample: readonly string[];
  readonly namespaces: readonly [codes: readonly string[], members: readonly string[]];
}

/** Counts the members of an audience that SQL decides among the profiles of a range: one row, a {@link CountRow}. */
export function countStatement(
  run: BatchRun,
  plan: Plan,
  planned: PlannedAudience,
  range: Range,
  { namespaces, sample }: CountRequest,
): string {
  const keys = namespaces ? undefined : membersByEvents(planned, range);
  if (keys !== undefined) {
    const profiles =
      'atMost' in range ? `(SELECT count() FROM profiles FINAL WHERE ${inRange(range)})` : integer(range.profiles);
    const some = sample > 0 ? `groupArraySorted(${integer(sample)})(profile_key)` : '[]';
    return `SELECT toUInt64(${profiles}) AS profiles, count() AS members, ${some} AS sample, ([], []) AS namespaces FROM (${keys})`;
  }
  const member = identifier(audienceColumn(planned.audience.id));
  const columns = stageColumns(run, plan, [planned], range);
  const conditions = namespaces ? [...columns.conditions, NAMESPACES] : columns.conditions;
  const some = sample > 0 ? `groupArraySortedIf(${integer(sample)})(profile_key, ${member})` : '[]';
  const byNamespace = namespaces
    ? `sumMapIf(namespaces, arrayResize([toUInt64(1)], length(namespaces), 1), ${member})`
    : '([], [])';
  return `SELECT count() AS profiles, countIf(${member}) AS members, ${some} AS sample, ${byNamespace} AS namespaces
    FROM (${profileQuery({ ...columns, conditions }, range)})`;
}

/** The namespaces in which a profile has an identity, each once, beside the conditions of a statement. */
const NAMESPACES: NamedCondition = {
  name: 'namespaces',
  sql: 'arrayDistinct(identities.ns)',
  leaves: [],
  tests: [],
};
