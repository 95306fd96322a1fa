import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { AT_HEADS, type Heads, type HeadsPortion, portions } from './heads.ts';

/** The membership of one profile in one audience, as stored: `existing` is never stored (evaluation.md section 4.1). */
export interface Membership {
  readonly audienceId: string;
  readonly status: 'realized' | 'exited';
  /** Epoch milliseconds of the entry or exit. */
  readonly lastQualificationTime: number;
}

/** What of the log is visible, and when it is read. */
export interface MembershipView {
  readonly database: string;
  readonly heads: Heads;
  /** Epoch milliseconds; an exit older than 30 days is ignored. */
  readonly now: number;
}

/** Milliseconds for which an exit is remembered (evaluation.md section 4.3). */
export const EXIT_RETENTION = 30 * 24 * 60 * 60 * 1000;

/** Profiles in one statement. */
const PAGE = 5000;

/**
 * Memberships of profiles by their numbers, ordered by audience id; a profile without any is not in the map.
 *
 * Rows of runs after the head of an audience are not committed and not seen. Rows of an abandoned run would be, once a
 * later run commits: {@link discardRun} removes them before the next run starts.
 */
export async function readMemberships(
  columnar: Columnar,
  view: MembershipView,
  profileNos: readonly number[],
  options: QueryOptions = {},
): Promise<ReadonlyMap<number, readonly Membership[]>> {
  const found = new Map<number, Membership[]>();
  for (let start = 0; start < profileNos.length; start += PAGE) {
    const profiles = profileNos.slice(start, start + PAGE);
    for (const portion of portions(view.heads))
      await readPage(columnar, view, { ...portion, profiles }, options, found);
  }
  return found;
}

async function readPage(
  columnar: Columnar,
  view: MembershipView,
  params: HeadsPortion & { readonly profiles: readonly number[] },
  options: QueryOptions,
  found: Map<number, Membership[]>,
): Promise<void> {
  const rows = await columnar.query<{ no: number; audience: string; status: Membership['status']; time: string }>(
    `SELECT profile_no AS no, toString(audience_id) AS audience,
       toString(argMax(status, run_no)) AS status, argMax(at, run_no) AS time
     FROM membership_changes
     WHERE profile_no IN {profiles:Array(UInt32)} AND audience_id IN {ids:Array(String)}
       AND run_no <= transform(toString(audience_id), {ids:Array(String)}, {runs:Array(UInt64)}, toUInt64(0))
     GROUP BY profile_no, audience_id
     HAVING status = 'realized' OR time >= {oldest:Int64}
     ORDER BY profile_no, audience`,
    { ...options, database: view.database, params: { ...params, oldest: view.now - EXIT_RETENTION } },
  );
  for (const { no, audience, status, time } of rows) {
    const list = found.get(no) ?? [];
    list.push({ audienceId: audience, status, lastQualificationTime: Number(time) });
    found.set(no, list);
  }
}

/** One member of an audience. */
export interface Member {
  readonly profileNo: number;
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  /** Primary identity: namespace code and value. */
  readonly namespace: string;
  readonly id: string;
}

/** Which members to read: at most `limit`, with numbers greater than `after`, in ascending order. */
export interface MemberPage {
  readonly audienceId: string;
  readonly after?: number;
  readonly limit: number;
}

/** A page of the members of an audience at its head; empty for an audience that was never evaluated. */
export async function readMembers(
  columnar: Columnar,
  database: string,
  heads: Heads,
  page: MemberPage,
  options: QueryOptions = {},
): Promise<readonly Member[]> {
  const run = heads.get(page.audienceId);
  if (run === undefined) return [];
  const rows = await columnar.query<{ no: number; key: string; ns: string; id: string }>(
    `SELECT profile_no AS no, toString(profile_key) AS key, toString(ns) AS ns, id
     FROM profiles FINAL
     WHERE profile_no IN (
       SELECT arrayJoin(bitmapToArray(bitmapSubsetLimit(groupBitmapMergeState(members), {after:UInt32}, {limit:UInt32})))
       FROM membership_bitmaps WHERE audience_id = {audience:String} AND run_no = {run:UInt64})
     ORDER BY no`,
    {
      ...options,
      database,
      params: { audience: page.audienceId, run, after: (page.after ?? -1) + 1, limit: page.limit },
    },
  );
  return rows.map(({ no, key, ns, id }) => ({ profileNo: no, profileKey: key, namespace: ns, id }));
}

/** Number of members of audiences at their heads; audiences that were never evaluated are left out. */
export async function countMembers(
  columnar: Columnar,
  database: string,
  heads: Heads,
  options: QueryOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const portion of portions(heads)) {
    const rows = await columnar.query<{ audience_id: string; members: string }>(
      `SELECT audience_id, groupBitmapMerge(members) AS members FROM membership_bitmaps WHERE ${AT_HEADS} GROUP BY audience_id`,
      { ...options, database, params: portion },
    );
    for (const row of rows) counts.set(row.audience_id, Number(row.members));
  }
  return counts;
}
