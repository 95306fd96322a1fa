import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import type { ExternalAudienceDetails } from './details.ts';

export const externalAudienceMigrations: readonly Migration[] = [
  {
    module: 'external_audiences',
    version: 1,
    up: [
      `CREATE TABLE external_audience (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        dataset_id TEXT NOT NULL,
        details TEXT NOT NULL,
        last_run_id TEXT,
        last_run_no INTEGER,
        expired INTEGER NOT NULL
      ) STRICT`,
      `CREATE TABLE consumed_file (
        audience_id TEXT NOT NULL REFERENCES external_audience (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        PRIMARY KEY (audience_id, path, size, modified)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    module: 'external_audiences',
    version: 2,
    // Seconds until now, of which the part of a second is not known.
    up: ['UPDATE consumed_file SET modified = modified * 1000'],
  },
];

/** How an external audience gets its members; what it is to everybody else is an `ExternalAudience` of the same id. */
export interface ExternalSource {
  readonly id: string;
  readonly sandboxId: string;
  readonly datasetId: string;
  readonly details: ExternalAudienceDetails;
  /** The last successful run of a client; undefined before the first. */
  readonly lastRunId?: string;
  /** Number under which its rows are in the dataset; undefined when it had none. */
  readonly lastRunNo?: number;
  /** The members have left at the expiry, and no run has followed. */
  readonly isExpired: boolean;
}

/** A file as a run found it. */
export interface ConsumedFile {
  readonly path: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modified: number;
}

type ExternalTables = {
  external_audience: {
    id: string;
    sandbox_id: string;
    dataset_id: string;
    details: string;
    last_run_id: string | null;
    last_run_no: number | null;
    expired: number;
  };
  consumed_file: { audience_id: string; path: string; size: number; modified: number };
};

type Row = ExternalTables['external_audience'];

/** The sources of the external audiences of all sandboxes. */
export class ExternalAudienceRepository {
  readonly #db: Kysely<ControlTables & ExternalTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<ExternalTables>();
  }

  async insert(source: Pick<ExternalSource, 'id' | 'sandboxId' | 'datasetId' | 'details'>): Promise<void> {
    const { datasetId, details, id, sandboxId } = source;
    await this.#db
      .insertInto('external_audience')
      .values({ id, sandbox_id: sandboxId, dataset_id: datasetId, details: JSON.stringify(details), expired: 0 })
      .execute();
  }

  async get(sandboxId: string, id: string): Promise<ExternalSource | undefined> {
    const row = await this.#db
      .selectFrom('external_audience')
      .selectAll()
      .where('id', '=', id)
      .where('sandbox_id', '=', sandboxId)
      .executeTakeFirst();
    return row && fromRow(row);
  }

  async all(): Promise<readonly ExternalSource[]> {
    return (await this.#db.selectFrom('external_audience').selectAll().execute()).map(fromRow);
  }

  /** Takes part in a transaction. */
  async setDetails(db: Kysely<ControlTables>, id: string, details: ExternalAudienceDetails): Promise<void> {
    await this.#change(id, { details: JSON.stringify(details) }, db.withTables<ExternalTables>());
  }

  /** Notes a successful run and what it read; takes part in a transaction. */
  async noteRun(
    db: Kysely<ControlTables>,
    id: string,
    run: { readonly id: string; readonly runNo: number | undefined; readonly files: readonly ConsumedFile[] },
  ): Promise<void> {
    const own = db.withTables<ExternalTables>();
    await this.#change(id, { last_run_id: run.id, last_run_no: run.runNo ?? null, expired: 0 }, own);
    for (const { modified, path, size } of run.files) {
      await own
        .insertInto('consumed_file')
        .values({ audience_id: id, path, size, modified })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** Notes that the members have left; takes part in a transaction. */
  async setExpired(db: Kysely<ControlTables>, id: string): Promise<void> {
    await this.#change(id, { expired: 1 }, db.withTables<ExternalTables>());
  }

  async consumed(id: string): Promise<readonly ConsumedFile[]> {
    return this.#db
      .selectFrom('consumed_file')
      .select(['path', 'size', 'modified'])
      .where('audience_id', '=', id)
      .execute();
  }

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('external_audience').where('id', '=', id).execute();
  }

  async #change(id: string, change: Partial<Row>, db: Kysely<ControlTables & ExternalTables>): Promise<void> {
    await db.updateTable('external_audience').set(change).where('id', '=', id).execute();
  }
}

const fromRow = (row: Row): ExternalSource => ({
  id: row.id,
  sandboxId: row.sandbox_id,
  datasetId: row.dataset_id,
  details: JSON.parse(row.details),
  ...(row.last_run_id !== null && { lastRunId: row.last_run_id }),
  ...(row.last_run_no !== null && { lastRunNo: row.last_run_no }),
  isExpired: row.expired === 1,
});
