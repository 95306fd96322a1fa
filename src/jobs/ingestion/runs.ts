import { type Expression, type SqlBool, sql } from 'kysely';
import type { ControlStore } from '../../store/control/control.ts';
import type { JobDb, JobTables } from '../repository.ts';
import type { IngestionJob, RunStatus } from './job.ts';

/** A condition on runs (api-audiences.md section 4.5). */
export type RunFilter =
  | {
      readonly field: 'name' | 'status';
      /** `contains` looks for a part of the text. */
      readonly match: 'equals' | 'contains';
      readonly isNegated: boolean;
      readonly value: string;
    }
  | {
      readonly field: 'createdAt';
      readonly operator: '<' | '<=' | '>' | '>=';
      /** Unix seconds. */
      readonly value: number;
    };

export interface RunQuery {
  readonly filters: readonly RunFilter[];
  readonly sort: { readonly by: 'createdAt' | 'name'; readonly direction: 'asc' | 'desc' };
  readonly limit: number;
}

export interface RunPage {
  readonly runs: readonly IngestionJob[];
  /** How many match in all. */
  readonly total: number;
}

/** As the index on it is written. */
const AUDIENCE = sql<string>`json_extract(document, '$.audienceId')`;
const WORK = sql<IngestionJob['work']['kind']>`json_extract(document, '$.work.kind')`;
/** As `runStatus` says. */
const STATUS = sql<RunStatus>`CASE WHEN status IN ('FAILED', 'CANCELLED') THEN 'FAILED'
  WHEN status = 'SUCCEEDED' AND json_extract(document, '$.isPublished') = 1 THEN 'SUCCESS' ELSE 'PROCESSING' END`;
const NAME = sql<string>`json_extract(document, '$.audienceName')`;
const CREATED_AT = sql<number>`creation_time / 1000`;

/** Finds ingestions of external audiences; `JobRepository` reads and writes single ones. */
export class IngestionRuns {
  readonly #db: JobDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<JobTables>();
  }

  /** A page of the runs that clients started. */
  async list(sandboxId: string, audienceId: string, { filters, limit, sort }: RunQuery): Promise<RunPage> {
    let matching = this.#of(sandboxId, audienceId).where(WORK, '=', 'files');
    for (const filter of filters) matching = matching.where(conditionOf(filter));
    const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    let ordered = matching.select('document');
    if (sort.by === 'name') ordered = ordered.orderBy(NAME, sort.direction);
    const byTime = sort.by === 'name' ? 'asc' : sort.direction;
    const rows = await ordered.orderBy('creation_time', byTime).orderBy('sequence', byTime).limit(limit).execute();
    return { runs: rows.map(({ document }) => JSON.parse(document)), total };
  }

  /** Ids of the ingestions of an audience that are going on, or wait. */
  async underWay(sandboxId: string, audienceId: string): Promise<readonly string[]> {
    const rows = await this.#of(sandboxId, audienceId).select('id').where(STATUS, '=', 'PROCESSING').execute();
    return rows.map(({ id }) => id);
  }

  /** How many runs clients have started since an instant, in epoch milliseconds: of the sandbox, and of an audience. */
  async countSince(
    time: number,
    sandboxId: string,
    audienceId: string,
  ): Promise<{ readonly all: number; readonly own: number }> {
    return this.#db
      .selectFrom('job')
      .select((eb) => [
        eb.fn.countAll<number>().as('all'),
        sql<number>`count(*) FILTER (WHERE ${AUDIENCE} = ${audienceId})`.as('own'),
      ])
      .where('sandbox_id', '=', sandboxId)
      .where('kind', '=', 'ingestion')
      .where('creation_time', '>=', time)
      .where(WORK, '=', 'files')
      .executeTakeFirstOrThrow();
  }

  /**
   * Ingestions of all sandboxes that have ended before an instant, in Unix seconds, but for the last successful run of
   * each audience.
   */
  async finishedBefore(epoch: number): Promise<readonly IngestionJob[]> {
    const rows = await this.#db
      .selectFrom('job')
      .select('document')
      .where('kind', '=', 'ingestion')
      .where('update_epoch', '<', epoch)
      .where(STATUS, '!=', 'PROCESSING')
      .where(sql<SqlBool>`id NOT IN (SELECT last_run_id FROM external_audience WHERE last_run_id IS NOT NULL)`)
      .execute();
    return rows.map(({ document }) => JSON.parse(document));
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#db
      .deleteFrom('job')
      .where('kind', '=', 'ingestion')
      .where(sql<SqlBool>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
      .execute();
  }

  #of(sandboxId: string, audienceId: string) {
    // Only a literal lets the partial index be used.
    return this.#db
      .selectFrom('job')
      .where(sql<SqlBool>`kind = 'ingestion'`)
      .where('sandbox_id', '=', sandboxId)
      .where(AUDIENCE, '=', audienceId);
  }
}

function conditionOf(filter: RunFilter): Expression<SqlBool> {
  if (filter.field === 'createdAt') return sql<SqlBool>`${CREATED_AT} ${sql.raw(filter.operator)} ${filter.value}`;
  const text = filter.field === 'name' ? NAME : STATUS;
  const holds =
    filter.match === 'equals'
      ? sql<SqlBool>`${text} = ${filter.value}`
      : sql<SqlBool>`instr(${text}, ${filter.value}) > 0`;
  return filter.isNegated ? sql<SqlBool>`NOT (${holds})` : holds;
}
