import type { ControlStore } from '../store/control/control.ts';
import { isFinal, isWaiting, JOB_STATUSES, type JobStatus } from './job.ts';
import type { JobDb, JobTables } from './repository.ts';

export interface JobReference {
  readonly kind: string;
  readonly id: string;
  readonly sandboxId: string;
}

/** Work that is done of work in all, in units of the kind. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The jobs of all kinds together, as far as the order in which they run needs it. */
export class JobQueue {
  readonly #db: JobDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<JobTables>();
  }

  /** Jobs that wait, in order of arrival. */
  waiting(sandboxId?: string): Promise<readonly JobReference[]> {
    return this.#inStates(JOB_STATUSES.filter(isWaiting), sandboxId);
  }

  /** Jobs that were being worked on. */
  underWay(): Promise<readonly JobReference[]> {
    return this.#inStates(['PROCESSING', 'CANCELLING']);
  }

  /** Whether a job is there and has not come to an end. */
  async isGoingOn({ kind, id }: Pick<JobReference, 'kind' | 'id'>): Promise<boolean> {
    const row = await this.#db
      .selectFrom('job')
      .select('status')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return row !== undefined && !isFinal(row.status);
  }

  /** Notes that a job is being worked on, and how far it is; `time` is epoch milliseconds. */
  async beat({ kind, id }: Pick<JobReference, 'kind' | 'id'>, time: number, progress?: Progress): Promise<void> {
    await this.#db
      .updateTable('job')
      .set({
        heartbeat: time,
        ...(progress && { progress_done: progress.done, progress_total: progress.total }),
      })
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
  }

  async #inStates(states: readonly JobStatus[], sandboxId?: string): Promise<readonly JobReference[]> {
    let rows = this.#db.selectFrom('job').select(['kind', 'id', 'sandbox_id']).where('status', 'in', states);
    if (sandboxId !== undefined) rows = rows.where('sandbox_id', '=', sandboxId);
    const found = await rows.orderBy('sequence').execute();
    return found.map((row) => ({ kind: row.kind, id: row.id, sandboxId: row.sandbox_id }));
  }
}
