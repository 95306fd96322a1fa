import type { EndedRuns, Heads } from '../evaluation/index.ts';
import type { ControlStore } from '../store/control/control.ts';
import type { JobDb, JobTables } from './repository.ts';

export interface OpenRun {
  readonly runNo: number;
  readonly sandboxId: string;
  readonly jobId: string;
  /** False for a run whose results are only counted. */
  readonly writes: boolean;
}

/**
 * Which results of which runs count. A run's memberships exist for readers from the transaction on that moves the heads
 * to it; a run that never got there has left rows behind that nobody reads and the next start removes.
 */
export class RunLedger {
  readonly #db: JobDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<JobTables>();
  }

  /** Numbers a new run; numbers increase over the deployment. A run that writes nothing needs no commit. */
  async open(sandboxId: string, jobId: string, writes: boolean): Promise<number> {
    const { run_no } = await this.#db
      .insertInto('evaluation_run')
      .values({ sandbox_id: sandboxId, job_id: jobId, state: writes ? 'open' : 'read-only' })
      .returning('run_no')
      .executeTakeFirstOrThrow();
    return run_no;
  }

  /** Makes the run the head of the audiences; to be called inside the transaction that ends the job. */
  async commit(db: JobDb, sandboxId: string, runNo: number, audienceIds: readonly string[]): Promise<void> {
    for (const audience_id of audienceIds) {
      await db
        .insertInto('membership_head')
        .values({ sandbox_id: sandboxId, audience_id, run_no: runNo })
        .onConflict((conflict) => conflict.columns(['sandbox_id', 'audience_id']).doUpdateSet({ run_no: runNo }))
        .execute();
    }
    await db.updateTable('evaluation_run').set({ state: 'committed' }).where('run_no', '=', runNo).execute();
  }

  async heads(sandboxId: string): Promise<Heads> {
    const rows = await this.#db
      .selectFrom('membership_head')
      .select(['audience_id', 'run_no'])
      .where('sandbox_id', '=', sandboxId)
      .execute();
    return new Map(rows.map((row) => [row.audience_id, row.run_no]));
  }

  /** Runs that are under way or were abandoned, with their sandbox. */
  async openRuns(): Promise<readonly OpenRun[]> {
    const rows = await this.#db.selectFrom('evaluation_run').selectAll().where('state', '!=', 'committed').execute();
    return rows.map((row) => ({
      runNo: row.run_no,
      sandboxId: row.sandbox_id,
      jobId: row.job_id,
      writes: row.state === 'open',
    }));
  }

  /** The runs that have ended by now, of all sandboxes. */
  async ended(): Promise<EndedRuns> {
    const { upTo } = await this.#db
      .selectFrom('evaluation_run')
      .select((select) => select.fn.max('run_no').as('upTo'))
      .executeTakeFirstOrThrow();
    return { upTo: upTo ?? 0, goingOn: (await this.openRuns()).map(({ runNo }) => runNo) };
  }

  /** Forgets a run that did not commit, once its rows are gone. */
  async close(runNo: number): Promise<void> {
    await this.#db.deleteFrom('evaluation_run').where('run_no', '=', runNo).where('state', '!=', 'committed').execute();
  }

  /** Every audience that has memberships. */
  async audiences(): Promise<readonly { readonly sandboxId: string; readonly audienceId: string }[]> {
    const rows = await this.#db.selectFrom('membership_head').select(['sandbox_id', 'audience_id']).execute();
    return rows.map((row) => ({ sandboxId: row.sandbox_id, audienceId: row.audience_id }));
  }

  /** Forgets the memberships of a deleted audience. */
  async removeAudience(sandboxId: string, audienceId: string): Promise<void> {
    await this.#db
      .deleteFrom('membership_head')
      .where('sandbox_id', '=', sandboxId)
      .where('audience_id', '=', audienceId)
      .execute();
  }
}
