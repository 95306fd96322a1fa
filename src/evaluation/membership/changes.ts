import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { AT_HEADS, type Heads, portions } from './heads.ts';

/** What a run changed for one audience. */
export interface MembershipChange {
  readonly audienceId: string;
  readonly members: number;
  /** Members that were none before. */
  readonly realized: number;
  /** Members that stay. */
  readonly existing: number;
  /** Members before that are none now. */
  readonly exited: number;
}

/** The new members of a run beside the members at the heads before it, one row an audience of the portion. */
const BEFORE_AND_AFTER = `
  SELECT audience_id, after.members AS new, before.members AS old
  FROM (
    SELECT audience_id, groupBitmapMergeState(members) AS members
    FROM membership_bitmaps WHERE run_no = {run:UInt64} AND audience_id IN {ids:Array(String)} GROUP BY audience_id
  ) AS after
  LEFT JOIN (
    SELECT audience_id, groupBitmapMergeState(members) AS members
    FROM membership_bitmaps WHERE ${AT_HEADS} GROUP BY audience_id
  ) AS before USING (audience_id)`;

/** Compares the members of a run with those at the heads before it; audiences that the run did not write are left out. */
export async function compareRun(
  columnar: Columnar,
  run: RunReference,
  audienceIds: readonly string[],
  options: QueryOptions,
): Promise<readonly MembershipChange[]> {
  const changes: MembershipChange[] = [];
  for (const portion of portions(headsOf(run, audienceIds))) {
    const rows = await columnar.query<{ audience_id: string; members: string; existing: string; exited: string }>(
      `SELECT audience_id, bitmapCardinality(new) AS members, bitmapAndCardinality(new, old) AS existing,
         bitmapAndnotCardinality(old, new) AS exited
       FROM (${BEFORE_AND_AFTER})`,
      { ...options, database: run.database, params: { ...portion, run: run.runNo } },
    );
    for (const row of rows) {
      const members = Number(row.members);
      const existing = Number(row.existing);
      const exited = Number(row.exited);
      changes.push({ audienceId: row.audience_id, members, realized: members - existing, existing, exited });
    }
  }
  return changes;
}

export interface RunReference {
  readonly database: string;
  readonly runNo: number;
  readonly heads: Heads;
}

/** Rows of the log in one statement: bounds its memory. */
const ROWS = 4_000_000;

/**
 * Writes an entry or an exit, with its time, for every profile whose membership the run changed.
 * @param rows entries and exits that one statement writes, about
 */
export async function logChanges(
  columnar: Columnar,
  run: RunReference,
  changes: readonly MembershipChange[],
  at: number,
  options: QueryOptions,
  rows = ROWS,
): Promise<void> {
  for (const { ids, slices } of groups(changes, rows)) {
    for (let slice = 0; slice < slices; slice += 1) {
      for (const portion of portions(headsOf(run, ids))) {
        await columnar.command(
          `INSERT INTO membership_changes (profile_no, audience_id, run_no, status, at)
           SELECT arrayJoin(numbers) AS profile_no, audience_id, {run:UInt64}, status, {at:Int64}
           FROM (
             SELECT audience_id, change.1 AS status,
               arrayFilter(no -> modulo(no, {slices:UInt32}) = {slice:UInt32}, bitmapToArray(change.2)) AS numbers
             FROM (${BEFORE_AND_AFTER})
             ARRAY JOIN [('realized', bitmapAndnot(new, old)), ('exited', bitmapAndnot(old, new))] AS change
           )`,
          { ...options, database: run.database, params: { ...portion, run: run.runNo, at, slices, slice } },
        );
      }
    }
  }
}

/** Audiences whose changes fit into one statement together; one that has too many alone is cut into slices. */
function* groups(
  changes: readonly MembershipChange[],
  limit: number,
): Generator<{ ids: readonly string[]; slices: number }> {
  let ids: string[] = [];
  let rows = 0;
  for (const change of changes) {
    const own = change.realized + change.exited;
    if (own === 0) continue;
    if (rows + own > limit && ids.length > 0) {
      yield { ids, slices: Math.ceil(rows / limit) };
      ids = [];
      rows = 0;
    }
    ids.push(change.audienceId);
    rows += own;
  }
  if (ids.length > 0) yield { ids, slices: Math.ceil(rows / limit) };
}

/** An audience that was never evaluated has no members before: no run has the number 0. */
function headsOf(run: RunReference, audienceIds: readonly string[]): readonly (readonly [string, number])[] {
  return audienceIds.map((id) => [id, run.heads.get(id) ?? 0] as const);
}
