import type { Kysely } from 'kysely';
import type { KeyRange, StoredSample } from '../../evaluation/index.ts';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';

/** A sample of the profiles of a sandbox that is complete (api-segmentation.md section 5.6). */
export interface Sample extends StoredSample {
  readonly sandboxId: string;
  /** Increasing in a sandbox. */
  readonly no: number;
  readonly database: string;
  /** Epoch milliseconds: `now` of every expression that is evaluated on it. */
  readonly takenAt: number;
  /** The newest batch of the sandbox at that time; null when it had none. */
  readonly lastBatchId: string | null;
}

export const sampleMigrations: readonly Migration[] = [
  {
    module: 'samples',
    version: 1,
    up: [
      `CREATE TABLE profile_sample (
        sandbox_id TEXT NOT NULL,
        no INTEGER NOT NULL,
        database TEXT NOT NULL,
        taken_at INTEGER NOT NULL,
        last_batch_id TEXT,
        total_rows INTEGER NOT NULL,
        sample_rows INTEGER NOT NULL,
        fragments INTEGER NOT NULL,
        events INTEGER NOT NULL,
        ranges TEXT NOT NULL,
        PRIMARY KEY (sandbox_id, no)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
];

type SampleTables = {
  profile_sample: {
    sandbox_id: string;
    no: number;
    database: string;
    taken_at: number;
    last_batch_id: string | null;
    total_rows: number;
    sample_rows: number;
    fragments: number;
    events: number;
    /** JSON of key ranges whose ends are decimal digits. */
    ranges: string;
  };
};

interface StoredRange {
  readonly part: number;
  readonly first: string;
  readonly last: string;
  readonly profiles: number;
}

/** The samples that exist; one that is being taken is not among them. */
export class SampleRepository {
  readonly #db: Kysely<ControlTables & SampleTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<SampleTables>();
  }

  async insert(sample: Sample): Promise<void> {
    const ranges = sample.ranges.map(
      ({ first, last, ...range }): StoredRange => ({
        ...range,
        first: String(first),
        last: String(last),
      }),
    );
    await this.#db
      .insertInto('profile_sample')
      .values({
        sandbox_id: sample.sandboxId,
        no: sample.no,
        database: sample.database,
        taken_at: sample.takenAt,
        last_batch_id: sample.lastBatchId,
        total_rows: sample.totalRows,
        sample_rows: sample.rows,
        fragments: sample.fragments,
        events: sample.events,
        ranges: JSON.stringify(ranges),
      })
      .execute();
  }

  /** Newest first. */
  async list(sandboxId: string): Promise<readonly Sample[]> {
    const rows = await this.#db
      .selectFrom('profile_sample')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('no', 'desc')
      .execute();
    return rows.map(toSample);
  }

  async newest(sandboxId: string): Promise<Sample | undefined> {
    return (await this.list(sandboxId)).at(0);
  }

  async delete({ no, sandboxId }: Pick<Sample, 'no' | 'sandboxId'>): Promise<void> {
    await this.#db.deleteFrom('profile_sample').where('sandbox_id', '=', sandboxId).where('no', '=', no).execute();
  }
}

function toSample(row: SampleTables['profile_sample']): Sample {
  const ranges: readonly StoredRange[] = JSON.parse(row.ranges);
  return {
    sandboxId: row.sandbox_id,
    no: row.no,
    database: row.database,
    takenAt: row.taken_at,
    lastBatchId: row.last_batch_id,
    totalRows: row.total_rows,
    rows: row.sample_rows,
    fragments: row.fragments,
    events: row.events,
    ranges: ranges.map(
      ({ first, last, ...range }): KeyRange => ({
        ...range,
        first: BigInt(first),
        last: BigInt(last),
      }),
    ),
  };
}
