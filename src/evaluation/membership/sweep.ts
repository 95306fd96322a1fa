import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** Rows that one statement removes, about: bounds its memory. */
const ROWS = 1_000_000;

/**
 * Rows of the change log that tell nothing any more. Before an instant, of a profile and an audience, only the last row
 * counts; and it does not either when it is an exit, because no entry says the same (evaluation.md section 4.3).
 */
const OBSOLETE = `
  SELECT profile_no, audience_id, arrayJoin(arrayFilter(no -> no < last OR (no = last AND state = 'exited'), numbers)) AS run_no
  FROM (
    SELECT profile_no, audience_id, groupArray(run_no) AS numbers,
      maxIf(run_no, at < {before:Int64}) AS last, argMaxIf(status, run_no, at < {before:Int64}) AS state
    FROM membership_changes WHERE profile_no BETWEEN {first:UInt32} AND {last:UInt32}
    GROUP BY profile_no, audience_id
  )`;

export interface Sweep {
  readonly database: string;
  /** Epoch milliseconds; what happened at or after it is kept. */
  readonly before: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Rows that one statement removes, about. */
  readonly rows?: number;
}

/**
 * Removes the rows of the change log that tell nothing any more, and answers how many. May be repeated at any point. No
 * run that writes memberships may be going on, and nothing of an abandoned one be left.
 */
export async function sweepChanges(columnar: Columnar, sweep: Sweep): Promise<number> {
  const { before, database, onProgress, rows = ROWS, signal } = sweep;
  const options: QueryOptions = {
    database,
    settings: { lightweight_deletes_sync: 2, optimize_aggregation_in_order: 1 },
    ...(signal && { signal }),
  };
  const [bounds] = await columnar.query<{ rows: string; last: number }>(
    'SELECT count() AS rows, max(profile_no) AS last FROM membership_changes',
    options,
  );
  const all = Number(bounds?.rows ?? 0);
  const end = (bounds?.last ?? 0) + 1;
  const width = Math.max(1, Math.ceil(end / Math.max(1, Math.ceil(all / rows))));
  let removed = 0;
  for (let first = 0; first < end && all > 0; first += width) {
    const params = { before, first, last: first + width - 1 };
    const [found] = await columnar.query<{ rows: string }>(`SELECT count() AS rows FROM (${OBSOLETE})`, {
      ...options,
      params,
    });
    const obsolete = Number(found?.rows ?? 0);
    if (obsolete > 0) {
      await columnar.command(
        `DELETE FROM membership_changes
         WHERE profile_no BETWEEN {first:UInt32} AND {last:UInt32} AND (profile_no, audience_id, run_no) IN (${OBSOLETE})`,
        { ...options, params },
      );
    }
    removed += obsolete;
    onProgress?.(Math.min(first + width, end), end);
  }
  return removed;
}
