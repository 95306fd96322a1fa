import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import type { Behavior } from '../datasets/dataset-repository.ts';

/**
 * How far an import has come. `staging`: its rows lie apart and incomplete, to be thrown away after a crash. `staged`: all
 * of them lie apart and are to be made visible, whatever happens. `success` and `failed` are final.
 */
export type BatchState = 'staging' | 'staged' | 'success' | 'failed';

export interface Batch {
  /** 26 characters, in the order of time (ULID). */
  readonly id: string;
  readonly sandboxId: string;
  readonly datasetId: string;
  readonly behavior: Behavior;
  readonly state: BatchState;
  /** Ingestion number of its first row. */
  readonly firstSeq: number;
  /** Ingestion number that no row of it reaches; known once it is staged. */
  readonly endSeq: number | null;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly accepted: number;
  readonly rejected: number;
}

export type StagedCounts = Pick<Batch, 'accepted' | 'rejected'> & { readonly endSeq: number };

/** What an import needs to survive a crash at any moment. */
export interface BatchLedger {
  /** Opens a batch; its ingestion numbers follow all numbers that were ever used in the sandbox. */
  begin(batch: Pick<Batch, 'id' | 'sandboxId' | 'datasetId' | 'behavior' | 'startedAt'>): Promise<Batch>;
  /** Records the intent: from here on the batch will become visible. */
  /** `db`: a transaction to take part in. */
  staged(id: string, counts: StagedCounts, db?: Kysely<ControlTables>): Promise<void>;
  promoted(id: string, finishedAt: number): Promise<void>;
  failed(id: string, finishedAt: number): Promise<void>;
  /** Batches of a sandbox that are neither `success` nor `failed`, oldest first. */
  pending(sandboxId: string): Promise<readonly Batch[]>;
  /** Newest first. */
  list(sandboxId: string): Promise<readonly Batch[]>;
  /** The batch that became visible last; undefined when there is none. */
  latest(sandboxId: string): Promise<Batch | undefined>;
}

export const batchMigrations: readonly Migration[] = [
  {
    module: 'batches',
    version: 1,
    up: [
      `CREATE TABLE batch (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        dataset_id TEXT NOT NULL,
        behavior TEXT NOT NULL,
        state TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        end_seq INTEGER,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        accepted INTEGER NOT NULL,
        rejected INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX batch_by_sandbox ON batch (sandbox_id, id)',
    ],
  },
];

type BatchTables = {
  batch: {
    id: string;
    sandbox_id: string;
    dataset_id: string;
    behavior: Behavior;
    state: BatchState;
    first_seq: number;
    end_seq: number | null;
    started_at: number;
    finished_at: number | null;
    accepted: number;
    rejected: number;
  };
};

export class ControlBatchLedger implements BatchLedger {
  readonly #db: Kysely<ControlTables & BatchTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<BatchTables>();
  }

  async begin(batch: Pick<Batch, 'id' | 'sandboxId' | 'datasetId' | 'behavior' | 'startedAt'>): Promise<Batch> {
    const row = await this.#db
      .insertInto('batch')
      .values(({ selectFrom, fn, val }) => ({
        id: batch.id,
        sandbox_id: batch.sandboxId,
        dataset_id: batch.datasetId,
        behavior: batch.behavior,
        state: 'staging',
        first_seq: selectFrom('batch')
          .where('sandbox_id', '=', batch.sandboxId)
          .select(fn.coalesce(fn.max('end_seq'), val(1)).as('next')),
        end_seq: null,
        started_at: batch.startedAt,
        finished_at: null,
        accepted: 0,
        rejected: 0,
      }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return toBatch(row);
  }

  staged(id: string, counts: StagedCounts, db?: Kysely<ControlTables>): Promise<void> {
    const { accepted, rejected, endSeq } = counts;
    return this.#update(id, { state: 'staged', accepted, rejected, end_seq: endSeq }, db?.withTables<BatchTables>());
  }

  promoted(id: string, finishedAt: number): Promise<void> {
    return this.#update(id, { state: 'success', finished_at: finishedAt });
  }

  failed(id: string, finishedAt: number): Promise<void> {
    return this.#update(id, { state: 'failed', finished_at: finishedAt });
  }

  async pending(sandboxId: string): Promise<readonly Batch[]> {
    const rows = await this.#db
      .selectFrom('batch')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where('state', 'in', ['staging', 'staged'])
      .orderBy('id')
      .execute();
    return rows.map(toBatch);
  }

  async list(sandboxId: string): Promise<readonly Batch[]> {
    const rows = await this.#db
      .selectFrom('batch')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('id', 'desc')
      .execute();
    return rows.map(toBatch);
  }

  async latest(sandboxId: string): Promise<Batch | undefined> {
    const row = await this.#db
      .selectFrom('batch')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where('state', '=', 'success')
      // By what was ingested last: the clock, of which ids are made, may stand still or go back.
      .orderBy('end_seq', 'desc')
      .orderBy('first_seq', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toBatch(row);
  }

  async #update(id: string, change: Partial<BatchTables['batch']>, db = this.#db): Promise<void> {
    await db.updateTable('batch').set(change).where('id', '=', id).execute();
  }
}

function toBatch(row: BatchTables['batch']): Batch {
  return {
    id: row.id,
    sandboxId: row.sandbox_id,
    datasetId: row.dataset_id,
    behavior: row.behavior,
    state: row.state,
    firstSeq: row.first_seq,
    endSeq: row.end_seq,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    accepted: row.accepted,
    rejected: row.rejected,
  };
}
