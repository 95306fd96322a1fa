import { type Generated, type Kysely, type Selectable, sql } from 'kysely';
import type { ControlStore, ControlTables } from '../store/control/control.ts';
import { isFinal, JOB_STATUSES, type JobStatus, type SegmentJob } from './segment-job.ts';

type JobRow = {
  /** Order of arrival. */
  sequence: Generated<number>;
  id: string;
  sandbox_id: string;
  status: JobStatus;
  source: string;
  creation_time: number;
  update_epoch: number;
  document: string;
};

export type JobTables = {
  segment_job: JobRow;
  evaluation_run: {
    run_no: Generated<number>;
    sandbox_id: string;
    job_id: string;
    state: 'open' | 'committed' | 'read-only';
  };
  membership_head: { sandbox_id: string; audience_id: string; run_no: number };
};

export type JobDb = Kysely<ControlTables & JobTables>;

export type JobSortKey = 'creationTime' | 'updateTime' | 'updateEpoch' | 'status' | 'source' | 'id';

const SORT_COLUMN = {
  creationTime: 'creation_time',
  updateTime: 'update_epoch',
  updateEpoch: 'update_epoch',
  status: 'status',
  source: 'source',
  id: 'id',
} as const satisfies Record<JobSortKey, keyof JobRow>;

export interface JobQuery {
  readonly offset: number;
  readonly limit: number;
  readonly sort: readonly { readonly attribute: JobSortKey; readonly direction: 'asc' | 'desc' }[];
  readonly status?: JobStatus;
  /** A further condition that the store cannot say (`property`). */
  readonly matches?: (job: SegmentJob) => boolean;
}

/** The stored segment jobs of all sandboxes. */
export class JobRepository {
  readonly #db: JobDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<JobTables>();
  }

  async insert(job: SegmentJob): Promise<void> {
    await this.#db.insertInto('segment_job').values(toRow(job)).execute();
  }

  async get(sandboxId: string, id: string): Promise<SegmentJob | undefined> {
    return (await this.byIds(sandboxId, [id])).get(id);
  }

  async byIds(sandboxId: string, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentJob>> {
    const rows = await this.#db
      .selectFrom('segment_job')
      .select('document')
      .where('sandbox_id', '=', sandboxId)
      .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
      .execute();
    return new Map(rows.map(fromRow).map((job) => [job.id, job]));
  }

  async list(
    sandboxId: string,
    query: JobQuery,
  ): Promise<{ readonly total: number; readonly jobs: readonly SegmentJob[] }> {
    let matching = this.#db.selectFrom('segment_job').where('sandbox_id', '=', sandboxId);
    if (query.status !== undefined) matching = matching.where('status', '=', query.status);
    let ordered = matching.select('document');
    for (const { attribute, direction } of query.sort) ordered = ordered.orderBy(SORT_COLUMN[attribute], direction);
    ordered = ordered.orderBy('id');
    if (query.matches !== undefined) {
      const jobs = (await ordered.execute()).map(fromRow).filter(query.matches);
      return { total: jobs.length, jobs: jobs.slice(query.offset, query.offset + query.limit) };
    }
    const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    return { total, jobs: (await ordered.limit(query.limit).offset(query.offset).execute()).map(fromRow) };
  }

  /** Jobs in any of the states, all sandboxes, in order of arrival. */
  async inStates(states: readonly JobStatus[], sandboxId?: string): Promise<readonly SegmentJob[]> {
    let rows = this.#db.selectFrom('segment_job').select('document').where('status', 'in', states);
    if (sandboxId !== undefined) rows = rows.where('sandbox_id', '=', sandboxId);
    return (await rows.orderBy('sequence').execute()).map(fromRow);
  }

  async countInStates(sandboxId: string, states: readonly JobStatus[]): Promise<number> {
    const { total } = await this.#db
      .selectFrom('segment_job')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .where('sandbox_id', '=', sandboxId)
      .where('status', 'in', states)
      .executeTakeFirstOrThrow();
    return total;
  }

  /**
   * Replaces the job by what `change` makes of its stored form, in one transaction.
   *
   * `change` answers undefined to leave the job alone; `also` adds writes to the transaction. Returns the new form, or undefined when nothing changed.
   */
  async change(
    id: string,
    change: (job: SegmentJob) => SegmentJob | undefined,
    also?: (db: JobDb, changed: SegmentJob) => Promise<void>,
  ): Promise<SegmentJob | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('segment_job').select('document').where('id', '=', id).executeTakeFirst();
      const changed = row === undefined ? undefined : change(fromRow(row));
      if (changed === undefined) return undefined;
      await trx.updateTable('segment_job').set(toRow(changed)).where('id', '=', id).execute();
      await also?.(trx, changed);
      return changed;
    });
  }

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('segment_job').where('id', '=', id).execute();
  }

  /** Removes final jobs whose last change is older than `epoch` (Unix seconds). */
  async deleteFinishedBefore(epoch: number): Promise<void> {
    await this.#db
      .deleteFrom('segment_job')
      .where('status', 'in', JOB_STATUSES.filter(isFinal))
      .where('update_epoch', '<', epoch)
      .execute();
  }
}

const toRow = (job: SegmentJob): Omit<JobRow, 'sequence'> => ({
  id: job.id,
  sandbox_id: job.scope.sandbox.sandboxId,
  status: job.status,
  source: job.source,
  creation_time: job.creationTime,
  update_epoch: job.updateEpoch,
  document: JSON.stringify(job),
});

const fromRow = (row: Pick<Selectable<JobRow>, 'document'>): SegmentJob => JSON.parse(row.document);
