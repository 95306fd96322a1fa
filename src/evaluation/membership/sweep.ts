import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** Exits that one statement looks up, about: bounds its memory. */
const EXITS = 2_000_000;

export interface Sweep {
  readonly database: string;
  /** Epoch milliseconds; what happened at or after it is kept. */
  readonly before: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Exits that one statement looks up, about. */
  readonly exits?: number;
}

/**
 * Rows of the change log that tell nothing any more: of a profile and an audience, everything up to the last exit before an
 * instant. After that exit comes an entry, which speaks for itself, or nothing, which means the same (evaluation.md 4.3).
 */
const OBSOLETE = `
  SELECT profile_no, audience_id, run_no FROM membership_changes
  INNER JOIN (
    SELECT profile_no, audience_id, max(run_no) AS last FROM membership_changes
    WHERE status = 'exited' AND at < {before:Int64} AND profile_no % {portions:UInt32} = {portion:UInt32}
    GROUP BY profile_no, audience_id
  ) AS exits USING (profile_no, audience_id)
  WHERE run_no <= last AND profile_no % {portions:UInt32} = {portion:UInt32}`;

/**
 * Removes the rows of the change log that tell nothing any more, and answers how many. May be repeated at any point. No
 * run that writes memberships may be going on, and nothing of an abandoned one be left.
 *
 * The engine removes rows part by part, and asks for each part anew which: so the rows are written down first, in a table
 * that stays, because a removal that a crash interrupts goes on by itself.
 */
export async function sweepChanges(columnar: Columnar, sweep: Sweep): Promise<number> {
  const { before, database, exits = EXITS, onProgress, signal } = sweep;
  const options: QueryOptions = { database, settings: { lightweight_deletes_sync: 2 }, ...(signal && { signal }) };
  const count = async (table: string, condition = 'true'): Promise<number> => {
    const sql = `SELECT count() AS rows FROM ${table} WHERE ${condition}`;
    const [row] = await columnar.query<{ rows: string }>(sql, { ...options, params: { before } });
    return Number(row?.rows ?? 0);
  };
  const portions = Math.ceil((await count('membership_changes', "status = 'exited' AND at < {before:Int64}")) / exits);
  let removed = 0;
  for (let portion = 0; portion < portions; portion += 1) {
    await columnar.command('TRUNCATE TABLE membership_obsolete', options);
    await columnar.command(`INSERT INTO membership_obsolete ${OBSOLETE}`, {
      ...options,
      params: { before, portion, portions },
    });
    removed += await count('membership_obsolete');
    await columnar.command(
      `DELETE FROM membership_changes
       WHERE (profile_no, audience_id, run_no) IN (SELECT profile_no, audience_id, run_no FROM membership_obsolete)`,
      options,
    );
    onProgress?.(portion + 1, portions);
  }
  if (portions > 0) await columnar.command('TRUNCATE TABLE membership_obsolete', options);
  return removed;
}
