import type { EventTypes } from '../../pql/clickhouse/eventTypes.ts';
import type { Condition } from '../../pql/clickhouse/pushdown.ts';
import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { and, identifier, integer, or, text } from '../../pql/clickhouse/sql.ts';
import { type LeafGroup, leafGroups } from './leaf-groups.ts';
import type { PlannedAudience } from './plan.ts';
import { inRange, type KeyRange } from './ranges.ts';

/** Where the membership in an audience that was decided before comes from: a run, and of the run going on only a part. */
export interface Decided {
  readonly id: string;
  readonly runNo: number;
  readonly part?: number;
}

/** A condition under the name of its column. */
export interface NamedCondition extends Omit<Condition, 'audiences'> {
  readonly name: string;
}

/** Columns of a statement over profiles: named conditions, and the memberships that they read. */
export interface Columns {
  readonly conditions: readonly NamedCondition[];
  readonly decided: readonly Decided[];
}

/**
 * One row a profile of the range with a boolean column a condition. Events are read once for each group of leaves; a
 * condition may use the names of those before it.
 */
export function profileQuery(columns: Columns, range: KeyRange): string {
  const leaves = new Set(columns.conditions.flatMap((condition) => condition.leaves));
  const tests = [...new Set(columns.conditions.flatMap((condition) => condition.tests))];
  const joins = leafGroups([...leaves]).map((group, index) => {
    const own = tests.filter((test) => group.leaves.includes(test.leaf));
    const aggregates = [
      ...group.leaves.map((leaf) => `${leaf.aggregate} AS ${leaf.name}`),
      ...own.map((test) => `${test.sql} AS ${test.name}`),
    ];
    return `LEFT JOIN (
      SELECT profile_key, ${aggregates.join(', ')}
      FROM events WHERE ${and([...ofTypes(group.eventTypes), inRange(range), relevant(group)])} GROUP BY profile_key
    ) AS events_${index} USING (profile_key)`;
  });
  const selected = [
    ...columns.decided.map((decided) => `${membership(decided)} AS ${identifier(audienceColumn(decided.id))}`),
    ...columns.conditions.map(({ name, sql }) => `${sql} AS ${identifier(name)}`),
  ];
  return `SELECT profile_key, profile_no, ${selected.join(', ')}
    FROM (SELECT * FROM profiles FINAL WHERE ${inRange(range)}) AS profile ${joins.join(' ')}`;
}

/** Leaves up to which events are filtered before they are grouped: a union of many conditions keeps most of them. */
const FEW = 8;

/** Events that matter to no leaf need not be grouped. */
function relevant({ leaves }: LeafGroup): string {
  return leaves.length > FEW ? 'true' : or(leaves.map((leaf) => leaf.where));
}

function ofTypes(eventTypes: EventTypes): readonly string[] {
  if (eventTypes === undefined) return [];
  return [eventTypes.size === 0 ? 'false' : `event_type IN (${[...eventTypes].map(text).join(', ')})`];
}

function membership({ id, runNo, part }: Decided): string {
  const here = part === undefined ? '' : ` AND part = ${integer(part)}`;
  return `bitmapContains((SELECT groupBitmapMergeState(members) FROM membership_bitmaps
    WHERE audience_id = ${text(id)} AND run_no = ${integer(runNo)}${here}), profile_no)`;
}

/** The condition of a planned audience with its opt-out rule. */
export function audienceCondition({ audience, condition }: PlannedAudience): string {
  return audience.excludeOptOut ? `(${condition.sql} AND opted_out = 0)` : `(${condition.sql})`;
}

/** Stores the members among the profiles of a range, as bitmaps of a run. */
export function storeMembers(ids: readonly string[], query: string, runNo: number, part: number): string {
  const bitmaps = ids.map((id) => `(${text(id)}, groupBitmapStateIf(profile_no, ${identifier(audienceColumn(id))}))`);
  return `INSERT INTO membership_bitmaps (audience_id, run_no, part, members)
    SELECT bitmap.1, ${integer(runNo)}, ${integer(part)}, bitmap.2
    FROM (SELECT arrayJoin([${bitmaps.join(', ')}]) AS bitmap FROM (${query}))`;
}
