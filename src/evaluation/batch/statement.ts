import type { Condition } from '../../pql/clickhouse/pushdown.ts';
import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer, text } from '../../pql/clickhouse/sql.ts';
import { type EventScan, eventScan } from './event-scan.ts';
import { leafGroups } from './leaf-groups.ts';
import type { PlannedAudience } from './plan.ts';
import { inRange, type KeyBounds } from './ranges.ts';
import type { Scan } from './scan-tables.ts';

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
 * @param tableOf the table that holds what a scan of {@link profileScans} found; unless given, events are read in place
 */
export function profileQuery(columns: Columns, range: KeyBounds, tableOf?: (scan: string) => string): string {
  const { names, source, tests } = profileColumns(columns, range, tableOf);
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

function profileColumns(columns: Columns, range: KeyBounds, tableOf?: (scan: string) => string): ProfileColumns {
  const scans = scansOf(columns, range);
  const joins = scans.flatMap(({ name, query }) => {
    if (query === undefined) return [];
    const found = tableOf === undefined ? `(${query})` : identifier(tableOf(name));
    return [`LEFT JOIN ${found} AS ${name} USING (profile_key)`];
  });
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

/** The queries of `profile_key` and what is found in its events that {@link profileQuery} joins, each under its name. */
export function profileScans(columns: Columns, range: KeyBounds): readonly Scan[] {
  return scansOf(columns, range).flatMap(({ name, query }) => (query === undefined ? [] : [{ name, query }]));
}

function scansOf({ conditions }: Columns, range: KeyBounds): readonly (EventScan & { readonly name: string })[] {
  const leaves = new Set(conditions.flatMap((condition) => condition.leaves));
  const tests = [...new Set(conditions.flatMap((condition) => condition.tests))];
  const named = new Set(conditions.flatMap(({ sql }) => sql.match(LEAF_NAMES) ?? []));
  const wanted = new Set([...leaves].filter((leaf) => named.has(leaf.name)));
  return leafGroups([...leaves]).map((group, index) => {
    const name = `events_${index}`;
    const own = tests.filter((test) => group.leaves.includes(test.leaf));
    return { name, ...eventScan(group, own, wanted, range, name) };
  });
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

/**
 * Stores the members among the profiles of a range, as bitmaps of a run. Numbers in ascending order are appended to a
 * bitmap; in the order of keys they would be inserted, at three times the cost.
 */
export function storeMembers(ids: readonly string[], query: string, runNo: number, part: number): string {
  const members = ids.map((id) => `groupArrayIf(profile_no, ${identifier(audienceColumn(id))})`);
  return `INSERT INTO membership_bitmaps (audience_id, run_no, part, members)
    SELECT id, ${integer(runNo)}, ${integer(part)}, bitmapBuild(arraySort(numbers))
    FROM (SELECT [${members.join(', ')}] AS members FROM (${query}))
    ARRAY JOIN [${ids.map(text).join(', ')}] AS id, members AS numbers`;
}
