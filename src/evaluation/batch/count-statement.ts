import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import { membersByEvents } from './event-members.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import { inRange, type KeyBounds } from './ranges.ts';
import { stageColumns } from './stages.ts';
import { type NamedCondition, profileAggregates } from './statement.ts';
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
  readonly by_namespace?: readonly [codes: readonly string[], members: readonly string[]];
}

/** Counts the members of an audience that SQL decides among the profiles of a range: one row, a {@link CountRow}. */
export function countStatement(
  run: BatchRun,
  plan: Plan,
  planned: PlannedAudience,
  range: KeyBounds,
  request: CountRequest,
): string {
  const members = request.namespaces ? undefined : membersByEvents(planned, range);
  if (members !== undefined) return overMembers(members, range, request);
  const columns = stageColumns(run, plan, [planned], range);
  const member = identifier(audienceColumn(planned.audience.id));
  const conditions = request.namespaces ? [...columns.conditions, namespacesOf(member)] : columns.conditions;
  return profileAggregates({ ...columns, conditions }, range, overProfiles(member, request));
}

function overMembers(members: string, range: KeyBounds, { profiles, sample }: CountRequest): string {
  const counted = [
    'count() AS members',
    ...(profiles ? [`(SELECT count() FROM profiles FINAL WHERE ${inRange(range)}) AS profiles`] : []),
    ...(sample > 0 ? [`groupArraySorted(${integer(sample)})(profile_key) AS sample`] : []),
  ];
  return `SELECT ${counted.join(', ')} FROM ${members}`;
}

function overProfiles(member: string, { namespaces, profiles, sample }: CountRequest): readonly string[] {
  const ones = 'arrayResize([toUInt64(1)], length(namespaces), 1)';
  return [
    `countIf(${member}) AS members`,
    ...(profiles ? ['count() AS profiles'] : []),
    ...(sample > 0 ? [`groupArraySortedIf(${integer(sample)})(profile_key, ${member}) AS sample`] : []),
    ...(namespaces ? [`sumMapIf(namespaces, ${ones}, ${member}) AS by_namespace`] : []),
  ];
}

/** The namespaces in which a member has an identity, each once, beside the conditions of a statement. */
function namespacesOf(member: string): NamedCondition {
  return { name: 'namespaces', sql: `if(${member}, arrayDistinct(identities.ns), [])`, leaves: [], tests: [] };
}
