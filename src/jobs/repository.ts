import { type Generated, type Kysely, type Selectable, sql } from 'kysely';
import type { ControlStore, ControlTables } from '../store/control/control.ts';
import { isFinal, JOB_STATUSES, type Job, type JobStatus } from './job.ts';

type JobRow = {
  /** Order of arrival over all kinds and sandboxes. */
  sequence: Generated<number>;
  kind: string;
  id: string;
  sandbox_id: string;
  status: JobStatus;
  source: string;
  /** Milliseconds. */
  creation_time: number;
  /** Seconds. */
  update_epoch: number;
  /** Milliseconds; the last sign of life of the process that runs the job. */
  heartbeat: number | null;
  progress_done: number | null;
  progress_total: number | null;
  document: string;
};

export type JobTables = {
  job: JobRow;
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

export interface JobQuery<J extends Job> {
  readonly offset: number;
  readonly limit: number;
  readonly sort: readonly { readonly attribute: JobSortKey; readonly direction: 'asc' | 'desc' }[];
  readonly status?: JobStatus;
  /** A further condition that the store cannot say (`property`). */
  readonly matches?: (job: J) => boolean;
}

/** A page of numbered jobs, by the position of the last one before it. */
export interface NewestPage {
  readonly limit: number;
  readonly status?: JobStatus;
  /** Epoch milliseconds, and the number that is the job's id. */
  readonly after?: { readonly creationTime: number; readonly number: number };
}

/** Writes that join the transaction of a write to a job. */
export type AlsoWrite = (db: JobDb, jobId: string) => Promise<void>;

/** The stored jobs of one kind, of all sandboxes. */
export class JobRepository<J extends Job> {
  readonly kind: string;
  readonly #db: JobDb;

  constructor(control: ControlStore, kind: string) {
    this.kind = kind;
    this.#db = control.db.withTables<JobTables>();
  }

  async insert(job: J, also?: AlsoWrite): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await this.insertWithin(trx, job);
      await also?.(trx, job.id);
    });
  }

  /** Inserts a job as a part of a transaction. */
  async insertWithin(db: JobDb, job: J): Promise<void> {
    await db.insertInto('job').values(this.#toRow(job)).execute();
  }

  /** Inserts a job whose id is a number, which increases over the deployment; `make` is given the number. */
  async insertNumbered(make: (id: string) => J, also?: AlsoWrite): Promise<J> {
    return this.#db.transaction().execute(async (trx) => {
      const row = { ...this.#toRow(make('')), id: `new ${this.kind}` };
      const { sequence } = await trx.insertInto('job').values(row).returning('sequence').executeTakeFirstOrThrow();
      const job = make(String(sequence));
      await trx.updateTable('job').set(this.#toRow(job)).where('sequence', '=', sequence).execute();
      await also?.(trx, job.id);
      return job;
    });
  }

  async get(sandboxId: string, id: string): Promise<J | undefined> {
    return (await this.byIds(sandboxId, [id])).get(id);
  }

  /** In whatever sandbox. */
  async find(id: string): Promise<J | undefined> {
    const row = await this.#own().select('document').where('id', '=', id).executeTakeFirst();
    return row && fromRow<J>(row);
  }

  async byIds(sandboxId: string, ids: readonly string[]): Promise<ReadonlyMap<string, J>> {
    const rows = await this.#own()
      .select('document')
      .where('sandbox_id', '=', sandboxId)
      .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
      .execute();
    return new Map(rows.map((row) => fromRow<J>(row)).map((job) => [job.id, job]));
  }

  async list(sandboxId: string, query: JobQuery<J>): Promise<{ readonly total: number; readonly jobs: readonly J[] }> {
    let matching = this.#own().where('sandbox_id', '=', sandboxId);
    if (query.status !== undefined) matching = matching.where('status', '=', query.status);
    let ordered = matching.select('document');
    for (const { attribute, direction } of query.sort) ordered = ordered.orderBy(SORT_COLUMN[attribute], direction);
    ordered = ordered.orderBy('id');
    if (query.matches !== undefined) {
      const jobs = (await ordered.execute()).map((row) => fromRow<J>(row)).filter(query.matches);
      return { total: jobs.length, jobs: jobs.slice(query.offset, query.offset + query.limit) };
    }
    const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    const page = await ordered.limit(query.limit).offset(query.offset).execute();
    return { total, jobs: page.map((row) => fromRow<J>(row)) };
  }

  /** Numbered jobs, the newest first, after a job that may be gone by now. */
  async newest(sandboxId: string, page: NewestPage): Promise<readonly J[]> {
    let rows = this.#own().select('document').where('sandbox_id', '=', sandboxId);
    if (page.status !== undefined) rows = rows.where('status', '=', page.status);
    if (page.after !== undefined) {
      const { creationTime, number } = page.after;
      rows = rows.where(sql<boolean>`(creation_time, sequence) < (${creationTime}, ${number})`);
    }
    const found = await rows.orderBy('creation_time', 'desc').orderBy('sequence', 'desc').limit(page.limit).execute();
    return found.map((row) => fromRow<J>(row));
  }

  async countInStates(sandboxId: string, states: readonly JobStatus[]): Promise<number> {
    const { total } = await this.#own()
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
    change: (job: J) => J | undefined,
    also?: (db: JobDb, changed: J) => Promise<void>,
  ): Promise<J | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('job')
        .select('document')
        .where('kind', '=', this.kind)
        .where('id', '=', id)
        .executeTakeFirst();
      const changed = row === undefined ? undefined : change(fromRow<J>(row));
      if (changed === undefined) return undefined;
      await trx
        .updateTable('job')
        .set(this.#toRow(changed))
        .where('kind', '=', this.kind)
        .where('id', '=', id)
        .execute();
      await also?.(trx, changed);
      return changed;
    });
  }

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('job').where('kind', '=', this.kind).where('id', '=', id).execute();
  }

  /** Removes final jobs whose last change is older than `epoch` (Unix seconds). */
  async deleteFinishedBefore(epoch: number): Promise<void> {
    await this.#db
      .deleteFrom('job')
      .where('kind', '=', this.kind)
      .where('status', 'in', JOB_STATUSES.filter(isFinal))
      .where('update_epoch', '<', epoch)
      .execute();
  }

  #own() {
    return this.#db.selectFrom('job').where('kind', '=', this.kind);
  }

  #toRow(job: J) {
    return {
      kind: this.kind,
      id: job.id,
      sandbox_id: job.scope.sandbox.sandboxId,
      status: job.status,
      source: job.source,
      creation_time: job.creationTime,
      update_epoch: Math.floor(job.updateTime / 1000),
      document: JSON.stringify(job),
    };
  }
}

const fromRow = <J extends Job>(row: Pick<Selectable<JobRow>, 'document'>): J => JSON.parse(row.document);
