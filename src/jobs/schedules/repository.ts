import { type Selectable, sql } from 'kysely';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import type { ControlStore } from '../../store/control/control.ts';
import type { JobTables } from '../repository.ts';
import type { Plan, Schedule, ScheduledTask } from './schedule.ts';
import type { ScheduleDb, ScheduleRow, ScheduleTables } from './tables.ts';

/**
 * The stored schedules of all sandboxes; every call names the sandbox. Of the segments that they list only those are read
 * that still exist: a segment that is deleted leaves its schedules (api-segmentation.md section 1.10).
 */
export class ScheduleRepository {
  readonly #db: ScheduleDb;
  readonly #definitions: Pick<DefinitionRepository, 'byIds'>;

  constructor(control: ControlStore, definitions: Pick<DefinitionRepository, 'byIds'>) {
    this.#definitions = definitions;
    this.#db = control.db.withTables<JobTables>().withTables<ScheduleTables>();
  }

  async insert(sandboxId: string, schedule: Schedule): Promise<void> {
    await this.#db.transaction().execute((trx) => insert(trx, sandboxId, schedule));
  }

  /** Inserts the system schedule of a sandbox, once and for all: not again when it was deleted. */
  async insertSystem(sandboxId: string, schedule: Schedule): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('system_schedule')
        .values({ sandbox_id: sandboxId })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) await insert(trx, sandboxId, schedule);
    });
  }

  async get(sandboxId: string, id: string): Promise<Schedule | undefined> {
    const rows = await this.#of(sandboxId).selectAll().where('id', '=', id).execute();
    return (await this.#withSegments(sandboxId, rows))[0];
  }

  /** Newest first. */
  async list(sandboxId: string, page: { readonly offset: number; readonly limit: number }) {
    const { total } = await this.#of(sandboxId)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    const rows = await this.#of(sandboxId)
      .selectAll()
      .orderBy('sequence', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute();
    return { total, schedules: await this.#withSegments(sandboxId, rows) };
  }

  /** In order of creation, without those of other types or states. */
  async active(sandboxId: string): Promise<readonly Schedule[]> {
    const rows = await this.#of(sandboxId).selectAll().where('state', '=', 'active').orderBy('sequence').execute();
    return this.#withSegments(sandboxId, rows);
  }

  /** Ids of active schedules that are due, the first first; `now` is epoch milliseconds. */
  async due(sandboxId: string, now: number): Promise<readonly string[]> {
    const rows = await this.#of(sandboxId)
      .select('id')
      .where('state', '=', 'active')
      .where('next_fire', '<=', now)
      .orderBy('next_fire')
      .orderBy('sequence')
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Active schedules that were planned when the clock said more than `time`. */
  async plannedAfter(sandboxId: string, time: number): Promise<readonly Schedule[]> {
    const rows = await this.#of(sandboxId)
      .selectAll()
      .where('state', '=', 'active')
      .where('planned_at', '>', time)
      .execute();
    return this.#withSegments(sandboxId, rows);
  }

  /** When the next schedule of any sandbox fires, epoch milliseconds. */
  async nextFire(): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('schedule')
      .select((eb) => eb.fn.min('next_fire').as('next'))
      .where('state', '=', 'active')
      .executeTakeFirst();
    return row?.next ?? undefined;
  }

  /** Replaces what can change of a schedule; not the segments that it lists. */
  async update(sandboxId: string, schedule: Schedule): Promise<void> {
    const { cron, state, update_epoch, etag, next_fire, planned_at } = toRow(sandboxId, schedule);
    await this.#db
      .updateTable('schedule')
      .set({ cron, state, update_epoch, etag, next_fire, planned_at })
      .where('id', '=', schedule.id)
      .execute();
  }

  /** Sets the next time of a schedule, and nothing else, as part of a transaction. */
  async plan(db: ScheduleDb, id: string, plan: Plan | undefined): Promise<void> {
    await db
      .updateTable('schedule')
      .set({ next_fire: plan?.nextFire ?? null, planned_at: plan?.plannedAt ?? null })
      .where('id', '=', id)
      .execute();
  }

  async delete(sandboxId: string, id: string): Promise<void> {
    await this.#db.deleteFrom('schedule').where('sandbox_id', '=', sandboxId).where('id', '=', id).execute();
  }

  /** Puts segments on a schedule, or takes them off, together with the new version of it. */
  async changeSegments(
    sandboxId: string,
    schedule: Schedule,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): Promise<void> {
    const { update_epoch, etag } = toRow(sandboxId, schedule);
    await this.#db.transaction().execute(async (trx) => {
      await trx.updateTable('schedule').set({ update_epoch, etag }).where('id', '=', schedule.id).execute();
      await addSegments(trx, schedule.id, change.add ?? []);
      await trx
        .deleteFrom('schedule_segment')
        .where('schedule_id', '=', schedule.id)
        .where(oneOf('segment_id', change.remove ?? []))
        .execute();
    });
  }

  /** The schedules that list some of the segments by id, one entry for each pair; without the other segments. */
  async listing(sandboxId: string, segmentIds: readonly string[]) {
    const rows = await this.#db
      .selectFrom('schedule_segment')
      .innerJoin('schedule', 'schedule.id', 'schedule_segment.schedule_id')
      .selectAll('schedule')
      .select('segment_id')
      .where('sandbox_id', '=', sandboxId)
      .where(oneOf('segment_id', segmentIds))
      .orderBy('sequence')
      .execute();
    const existing = await this.#definitions.byIds(sandboxId, segmentIds);
    return rows
      .filter((row) => existing.has(row.segment_id))
      .map((row) => ({ segmentId: row.segment_id, schedule: fromRow(row, []) }));
  }

  #of(sandboxId: string) {
    return this.#db.selectFrom('schedule').where('sandbox_id', '=', sandboxId);
  }

  async #withSegments(sandboxId: string, rows: readonly Selectable<ScheduleRow>[]): Promise<readonly Schedule[]> {
    const ids = rows.map(({ id }) => id);
    const links = await this.#db
      .selectFrom('schedule_segment')
      .select(['schedule_id', 'segment_id'])
      .where(oneOf('schedule_id', ids))
      .orderBy('position')
      .execute();
    const segmentIds = [...new Set(links.map((link) => link.segment_id))];
    const existing = await this.#definitions.byIds(sandboxId, segmentIds);
    const bySchedule = Map.groupBy(
      links.filter((link) => existing.has(link.segment_id)),
      (link) => link.schedule_id,
    );
    return rows.map((row) => fromRow(row, bySchedule.get(row.id)?.map((link) => link.segment_id) ?? []));
  }
}

/** `column IN ids` with one parameter, so that any number of ids fits into a statement. */
function oneOf(column: 'segment_id' | 'schedule_id', ids: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

async function insert(db: ScheduleDb, sandboxId: string, schedule: Schedule): Promise<void> {
  await db.insertInto('schedule').values(toRow(sandboxId, schedule)).execute();
  const { task } = schedule;
  if (task.type === 'batch_segmentation' && task.segments.kind === 'ids') {
    await addSegments(db, schedule.id, task.segments.ids);
  }
}

async function addSegments(db: ScheduleDb, scheduleId: string, ids: readonly string[]): Promise<void> {
  await sql`INSERT INTO schedule_segment (schedule_id, segment_id)
    SELECT ${scheduleId}, value FROM json_each(${JSON.stringify(ids)}) ORDER BY key`.execute(db);
}

function toRow(sandboxId: string, { task, plan, ...schedule }: Schedule) {
  return {
    id: schedule.id,
    sandbox_id: sandboxId,
    name: schedule.name,
    type: task.type,
    cron: schedule.cron,
    state: schedule.state,
    all_segments: Number(task.type === 'batch_segmentation' && task.segments.kind === 'all'),
    body: task.type === 'export' ? JSON.stringify(task.body) : null,
    create_epoch: schedule.createEpoch,
    update_epoch: schedule.updateEpoch,
    etag: schedule.etag,
    next_fire: plan?.nextFire ?? null,
    planned_at: plan?.plannedAt ?? null,
  };
}

function fromRow(row: Selectable<ScheduleRow>, segmentIds: readonly string[]): Schedule {
  return {
    id: row.id,
    name: row.name,
    task: taskOf(row, segmentIds),
    cron: row.cron,
    state: row.state,
    createEpoch: row.create_epoch,
    updateEpoch: row.update_epoch,
    etag: row.etag,
    ...(row.next_fire !== null && { plan: { nextFire: row.next_fire, plannedAt: row.planned_at ?? 0 } }),
  };
}

function taskOf(row: Selectable<ScheduleRow>, ids: readonly string[]): ScheduledTask {
  if (row.type === 'export') return { type: 'export', body: JSON.parse(row.body ?? '{}') };
  return { type: 'batch_segmentation', segments: row.all_segments === 1 ? { kind: 'all' } : { kind: 'ids', ids } };
}
