import type { ControlStore } from '../store/control/control.ts';
import type { Job, JobStatus } from './job.ts';
import type { Progress } from './queue.ts';
import type { JobDb, JobTables } from './repository.ts';

export interface HistoryQuery {
  readonly offset: number;
  readonly limit: number;
  readonly kind?: string;
  readonly status?: JobStatus;
}

/** What jobs of all kinds have in common, for somebody who looks at what the system does. */
export interface HistoryEntry {
  readonly kind: string;
  readonly job: Job;
  /** Of the last heartbeat. */
  readonly progress?: Progress;
  /** Epoch milliseconds. */
  readonly heartbeat?: number;
}

/** The jobs of all kinds of a sandbox, newest first. */
export class JobHistory {
  readonly #db: JobDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<JobTables>();
  }

  async list(
    sandboxId: string,
    query: HistoryQuery,
  ): Promise<{ readonly total: number; readonly entries: readonly HistoryEntry[] }> {
    let matching = this.#db.selectFrom('job').where('sandbox_id', '=', sandboxId);
    if (query.kind !== undefined) matching = matching.where('kind', '=', query.kind);
    if (query.status !== undefined) matching = matching.where('status', '=', query.status);
    const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    const rows = await matching
      .select(['kind', 'document', 'heartbeat', 'progress_done', 'progress_total'])
      .orderBy('sequence', 'desc')
      .limit(query.limit)
      .offset(query.offset)
      .execute();
    return {
      total,
      entries: rows.map((row) => ({
        kind: row.kind,
        job: JSON.parse(row.document),
        ...(row.heartbeat !== null && { heartbeat: row.heartbeat }),
        ...(row.progress_done !== null &&
          row.progress_total !== null && { progress: { done: row.progress_done, total: row.progress_total } }),
      })),
    };
  }

  /** How many jobs of all sandboxes are in each state, by kind. */
  async counts(): Promise<readonly { readonly kind: string; readonly status: JobStatus; readonly jobs: number }[]> {
    return this.#db
      .selectFrom('job')
      .select((eb) => ['kind', 'status', eb.fn.countAll<number>().as('jobs')])
      .groupBy(['kind', 'status'])
      .execute();
  }
}
