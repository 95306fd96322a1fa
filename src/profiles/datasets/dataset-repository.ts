import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';

export type Behavior = 'record' | 'event';

/** Where instances belong (profile-store.md section 1.1). */
export interface Dataset {
  /** 24 lower-case hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly behavior: Behavior;
  /** Whether a later record patches the stored one instead of replacing it (section 1.2). */
  readonly upsert: boolean;
}

export const datasetMigrations: readonly Migration[] = [
  {
    module: 'datasets',
    version: 1,
    up: [
      `CREATE TABLE dataset (
        sandbox_id TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        behavior TEXT NOT NULL,
        upsert INTEGER NOT NULL,
        PRIMARY KEY (sandbox_id, id),
        UNIQUE (sandbox_id, name)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
];

type DatasetTables = {
  dataset: { sandbox_id: string; id: string; name: string; behavior: Behavior; upsert: number };
};

/** The datasets that local imports write to unless told otherwise. */
const DEFAULTS: Readonly<Record<Behavior, Omit<Dataset, 'id'>>> = {
  record: { name: 'Imported profiles', behavior: 'record', upsert: true },
  event: { name: 'Imported events', behavior: 'event', upsert: false },
};

export class DatasetRepository {
  readonly #db: Kysely<ControlTables & DatasetTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<DatasetTables>();
  }

  /** In the order of their names. */
  async list(sandboxId: string): Promise<readonly Dataset[]> {
    const rows = await this.#db
      .selectFrom('dataset')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('name')
      .execute();
    return rows.map(({ id, name, behavior, upsert }) => ({ id, name, behavior, upsert: upsert === 1 }));
  }

  /** The dataset of local imports; made when first needed. */
  async default(sandboxId: string, behavior: Behavior): Promise<Dataset> {
    const { name, upsert } = DEFAULTS[behavior];
    await this.#db
      .insertInto('dataset')
      .values({ sandbox_id: sandboxId, id: randomBytes(12).toString('hex'), name, behavior, upsert: upsert ? 1 : 0 })
      .onConflict((conflict) => conflict.columns(['sandbox_id', 'name']).doNothing())
      .execute();
    const { id } = await this.#db
      .selectFrom('dataset')
      .select('id')
      .where('sandbox_id', '=', sandboxId)
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return { id, name, behavior, upsert };
  }
}
