import type { Condition } from '../../pql/clickhouse/pushdown.ts';
import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer, text } from '../../pql/clickhouse/sql.ts';
import { eventScan } from './event-scan.ts';
import { leafGroups } from './leaf-groups.ts';
import type { PlannedAudience } from './plan.ts';
import { inRange, type KeyBounds } from './ranges.ts';

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
export function profileQuery(columns: Columns, range: KeyBounds): string {
  const { names, source, tests } = profileColumns(columns, range);
  return `${withNames(tests)}SELECT profile_key, profile_no, ${names.join(', ')} ${source}`;
}

/** Aggregates over those rows. */
export function profileAggregates(columns: Columns, range: KeyBounds, aggregates: readonly string[]): string {
  const { names, source, tests } = profileColumns(columns, range);
  return `${withNames([...tests, ...names])}SELECT ${aggregates.join(', ')} ${source}`;
}

function withNames(names: readonly string[]): string {
  return names.length === 0 ? '' : `WITH ${names.join(', ')} `;
}

/** Rows of profiles with what was found in their events, and what is named over them: tests, and then conditions. */
interface ProfileColumns {
  readonly source: string;
  readonly tests: readonly string[];
  readonly names: readonly string[];
}

function profileColumns(columns: Columns, range: KeyBounds): ProfileColumns {
  const leaves = new Set(columns.conditions.flatMap((condition) => condition.leaves));
  const tests = [...new Set(columns.conditions.flatMap((condition) => condition.tests))];
  const named = new Set(columns.conditions.flatMap(({ sql }) => sql.match(LEAF_NAMES) ?? []));
  const wanted = new Set([...leaves].filter((leaf) => named.has(leaf.name)));
  const scans = leafGroups([...leaves]).map((group, index) => {
    const own = tests.filter((test) => group.leaves.includes(test.leaf));
    return eventScan(group, own, wanted, range, `events_${index}`);
  });
  const joins = scans.flatMap(({ query }, index) =>
    query === undefined ? [] : [`LEFT JOIN (${query}) AS events_${index} USING (profile_key)`],
  );
  const names = [
    ...columns.decided.map((decided) => `${membership(decided)} AS ${identifier(audienceColumn(decided.id))}`),
    ...columns.conditions.map(({ name, sql }) => `${sql} AS ${identifier(name)}`),
  ];
  return {
    source: `FROM profiles AS profile FINAL ${joins.join(' ')} WHERE ${inRange(range)}`,
    tests: scans.flatMap((scan) => scan.tests.map(([name, sql]) => `${sql} AS ${name}`)),
    names,
  };
}

/** Finds more than the leaves that a condition reads when a text in it looks like one, which costs only time. */
const LEAF_NAMES = /\bleaf_\d+\b/g;

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
  const bitmaps = ids.map((id) => `(${text(id)}, ${bitmap(identifier(audienceColumn(id)))})`);
  return `INSERT INTO membership_bitmaps (audience_id, run_no, part, members)
    SELECT bitmap.1, ${integer(runNo)}, ${integer(part)}, bitmap.2
    FROM (SELECT arrayJoin([${bitmaps.join(', ')}]) AS bitmap FROM (${query}))`;
}

/** Numbers in ascending order are appended to a bitmap; in the order of keys they would be inserted, at three times the cost. */
function bitmap(member: string): string {
  return `bitmapBuild(arraySort(groupArrayIf(profile_no, ${member})))`;
}
