import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import { membersByEvents } from './event-members.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import { inRange, type KeyBounds } from './ranges.ts';
import { stageColumns } from './stages.ts';
import { type NamedCondition, profileQuery } from './statement.ts';
import type { BatchRun } from './types.ts';

/** What is asked about the members of an audience besides their number. */
export interface CountRequest {
  /** Keys of members, the smallest ones, at most. */
  readonly sample: number;
  /** How many members have an identity of each namespace. */
  readonly namespaces: boolean;
  /** How many profiles there are. */
  readonly profiles: boolean;
}

/** Only what was asked for; numbers are decimal digits, as all 64-bit numbers here. */
export interface CountRow {
  readonly members: string;
  readonly profiles?: string;
  readonly sample?: readonly string[];
  readonly namespaces?: readonly [codes: readonly string[], members: readonly string[]];
}

/** Counts the members of an audience that SQL decides among the profiles of a range: one row, a {@link CountRow}. */
export function countStatement(
  run: BatchRun,
  plan: Plan,
  planned: PlannedAudience,
  range: KeyBounds,
  request: CountRequest,
): string {
  const keys = request.namespaces ? undefined : membersByEvents(planned, range);
  if (keys !== undefined) return `SELECT ${counted(request, range)} FROM (${keys})`;
  const columns = stageColumns(run, plan, [planned], range);
  const conditions = request.namespaces ? [...columns.conditions, NAMESPACES] : columns.conditions;
  const member = identifier(audienceColumn(planned.audience.id));
  const query = profileQuery({ ...columns, conditions }, range);
  return `SELECT ${counted(request, range)} FROM (${query}) WHERE ${member}`;
}

/** The answer as aggregates over the rows of members. */
function counted({ namespaces, profiles, sample }: CountRequest, range: KeyBounds): string {
  return [
    'count() AS members',
    ...(profiles ? [`(SELECT count() FROM profiles FINAL WHERE ${inRange(range)}) AS profiles`] : []),
    ...(sample > 0 ? [`groupArraySorted(${integer(sample)})(profile_key) AS sample`] : []),
    ...(namespaces ? ['sumMap(namespaces, arrayResize([toUInt64(1)], length(namespaces), 1)) AS namespaces'] : []),
  ].join(', ');
}

/** The namespaces in which a profile has an identity, each once, beside the conditions of a statement. */
const NAMESPACES: NamedCondition = {
  name: 'namespaces',
  sql: 'arrayDistinct(identities.ns)',
  leaves: [],
  tests: [],
};
