import type { Columnar } from '../../store/columnar/columnar.ts';
import { dropScanTables } from '../batch/scan-tables.ts';
import type { Heads } from './heads.ts';

/** Mutations end before the statement does, so that what is removed is gone when the call resolves. */
const SYNC = { mutations_sync: 2, lightweight_deletes_sync: 2 };

/**
 * Removes everything that a run wrote; for a run that failed, was cancelled or was interrupted before its commit.
 * Must end before the next run of the sandbox begins. Safe to call again.
 */
export async function discardRun(columnar: Columnar, database: string, runNo: number): Promise<void> {
  await dropRun(columnar, database, runNo);
  await dropScanTables(columnar, database, runNo);
  await columnar.command('DELETE FROM membership_changes WHERE run_no = {run:UInt64}', {
    database,
    params: { run: runNo },
    settings: SYNC,
  });
}

/** Frees the bitmaps of runs that no head names any more. Call after a commit, when no run is going on. */
export async function pruneBitmaps(columnar: Columnar, database: string, heads: Heads): Promise<void> {
  const kept = new Set(heads.values());
  const rows = await columnar.query<{ run: string }>('SELECT DISTINCT run_no AS run FROM membership_bitmaps', {
    database,
  });
  for (const { run } of rows) if (!kept.has(Number(run))) await dropRun(columnar, database, Number(run));
}

/** Runs whose rows may be removed: those up to a number, but for those that are going on. */
export interface EndedRuns {
  readonly upTo: number;
  readonly goingOn: readonly number[];
}

/**
 * Removes the memberships of a deleted audience (evaluation.md section 4.3); no exits are recorded. A run that is going
 * on and evaluates the audience reads again what it wrote: its rows stay until it has ended.
 */
export async function deleteAudienceMemberships(
  columnar: Columnar,
  database: string,
  audienceId: string,
  { goingOn, upTo }: EndedRuns,
): Promise<void> {
  const options = { database, params: { audience: audienceId, upTo, goingOn } };
  const ended = 'run_no <= {upTo:UInt64} AND NOT has({goingOn:Array(UInt64)}, run_no)';
  // To drop a partition costs nothing; a deletion of rows looks at all parts of those that it names.
  const runs = await columnar.query<{ run: string; isAlone: number }>(
    `SELECT run_no AS run, uniqExact(audience_id) = 1 AS isAlone FROM membership_bitmaps WHERE ${ended}
     GROUP BY run HAVING countIf(audience_id = {audience:String}) > 0`,
    options,
  );
  for (const { isAlone, run } of runs) {
    if (isAlone === 1) await dropRun(columnar, database, Number(run));
    else
      await columnar.command(
        `DELETE FROM membership_bitmaps IN PARTITION ${partition(Number(run))} WHERE audience_id = {audience:String}`,
        { ...options, settings: SYNC },
      );
  }
  await columnar.command(`DELETE FROM membership_changes WHERE audience_id = {audience:String} AND ${ended}`, {
    ...options,
    settings: SYNC,
  });
}

async function dropRun(columnar: Columnar, database: string, runNo: number): Promise<void> {
  await columnar.command(`ALTER TABLE membership_bitmaps DROP PARTITION ${partition(runNo)}`, { database });
}

function partition(runNo: number): number {
  if (!Number.isSafeInteger(runNo)) throw new RangeError(`Not the number of a run: ${runNo}`);
  return runNo;
}
