import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Scope } from '../../audiences/definition.ts';
import type { ControlStore } from '../../store/control/control.ts';
import type { JobQueue } from '../queue.ts';
import type { JobTables } from '../repository.ts';
import type { RunCause, ScheduleRun } from './run.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleDb, ScheduleTables } from './tables.ts';
import { type ScheduleWorks, workOf } from './work.ts';

export interface RunDependencies {
  readonly control: ControlStore;
  readonly queue: JobQueue;
  readonly works: ScheduleWorks;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly retentionDays: number;
}

/** A write that joins the transaction that records a run. */
export type WithRun = (db: ScheduleDb) => Promise<void>;

const DAY = 24 * 60 * 60 * 1000;

/** The runs of schedules: makes their jobs, and remembers what became of each. */
export class ScheduleRuns {
  readonly #deps: RunDependencies;
  readonly #db: ScheduleDb;

  constructor(deps: RunDependencies) {
    this.#deps = deps;
    this.#db = deps.control.db.withTables<JobTables>().withTables<ScheduleTables>();
  }

  /** Whether the last job of a schedule has not come to an end. */
  async isGoingOn(scheduleId: string): Promise<boolean> {
    const last = await this.#db
      .selectFrom('schedule_run')
      .select(['job_kind', 'job_id'])
      .where('schedule_id', '=', scheduleId)
      .where('outcome', '=', 'submitted')
      .orderBy('time', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last === undefined || last.job_kind === null || last.job_id === null) return false;
    return this.#deps.queue.isGoingOn({ kind: last.job_kind, id: last.job_id });
  }

  /**
   * Makes the job of a schedule and records it, in one transaction with `also`.
   *
   * @throws ServiceError when the job is refused; then nothing is recorded
   */
  async submit(scope: Scope, schedule: Schedule, cause: RunCause, also?: WithRun): Promise<ScheduleRun> {
    const { works, now } = this.#deps;
    const run = { runId: randomUUID(), scheduleId: schedule.id, time: now(), cause };
    const work = workOf(works, schedule.task);
    const submitted = (id: string): ScheduleRun => ({ ...run, outcome: 'submitted', job: { kind: work.kind, id } });
    const jobId = await work.submit(scope, {
      source: 'scheduler',
      requestId: `${schedule.id}-${run.time}`,
      properties: { scheduleId: schedule.id, runId: run.runId },
      record: (db, id) => this.#insert(db.withTables<ScheduleTables>(), submitted(id), also),
    });
    if (jobId !== undefined) return submitted(jobId);
    const idle: ScheduleRun = { ...run, outcome: 'nothing' };
    await this.#transaction(idle, also);
    return idle;
  }

  /** Records a run that made no job. */
  async record(
    scheduleId: string,
    cause: RunCause,
    what: Pick<ScheduleRun, 'outcome' | 'error'>,
    also: WithRun,
  ): Promise<void> {
    await this.#transaction({ runId: randomUUID(), scheduleId, time: this.#deps.now(), cause, ...what }, also);
  }

  /** Newest first. */
  async list(scheduleId: string, page: { readonly offset: number; readonly limit: number }) {
    const own = this.#db.selectFrom('schedule_run').where('schedule_id', '=', scheduleId);
    const { total } = await own.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    const rows = await own
      .selectAll()
      .orderBy('time', 'desc')
      .orderBy('run_id')
      .limit(page.limit)
      .offset(page.offset)
      .execute();
    return { total, runs: rows.map(fromRow) };
  }

  #transaction(run: ScheduleRun, also: WithRun | undefined): Promise<void> {
    return this.#db.transaction().execute((trx) => this.#insert(trx, run, also));
  }

  async #insert(db: ScheduleDb, run: ScheduleRun, also: WithRun | undefined): Promise<void> {
    await db.insertInto('schedule_run').values(toRow(run)).execute();
    await db
      .deleteFrom('schedule_run')
      .where('schedule_id', '=', run.scheduleId)
      .where('time', '<', run.time - this.#deps.retentionDays * DAY)
      .execute();
    await also?.(db);
  }
}

const toRow = (run: ScheduleRun): ScheduleTables['schedule_run'] => ({
  run_id: run.runId,
  schedule_id: run.scheduleId,
  time: run.time,
  cause: run.cause,
  outcome: run.outcome,
  job_kind: run.job?.kind ?? null,
  job_id: run.job?.id ?? null,
  code: run.error?.code ?? null,
  message: run.error?.message ?? null,
});

function fromRow(row: Selectable<ScheduleTables['schedule_run']>): ScheduleRun {
  return {
    runId: row.run_id,
    scheduleId: row.schedule_id,
    time: row.time,
    cause: row.cause,
    outcome: row.outcome,
    ...(row.job_kind !== null && row.job_id !== null && { job: { kind: row.job_kind, id: row.job_id } }),
    ...(row.code !== null && { error: { code: row.code, message: row.message ?? '' } }),
  };
}
