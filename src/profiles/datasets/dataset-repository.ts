import { randomBytes } from 'node:crypto';
import type { Generated, Insertable, Kysely, Selectable } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';

export type Behavior = 'record' | 'event';

/** Where instances belong (profile-store.md sections 1.1 and 5.1). */
export interface Dataset {
  /** 24 lower-case hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly behavior: Behavior;
  /** `$id` of the schema; that of a union for a dataset of exports. */
  readonly schemaId: string;
  /** Whether a later record patches the stored one instead of replacing it (section 1.2). */
  readonly upsert: boolean;
  /** Of the files of the dataset. */
  readonly format: 'parquet' | 'json';
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly createdBy: string;
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
  {
    module: 'datasets',
    version: 2,
    up: [
      'ALTER TABLE dataset ADD COLUMN description TEXT',
      `ALTER TABLE dataset ADD COLUMN schema_id TEXT NOT NULL DEFAULT ''`,
      `ALTER TABLE dataset ADD COLUMN format TEXT NOT NULL DEFAULT 'json'`,
      `ALTER TABLE dataset ADD COLUMN tags TEXT NOT NULL DEFAULT '{}'`,
      `ALTER TABLE dataset ADD COLUMN created INTEGER NOT NULL DEFAULT 0`,
      `ALTER TABLE dataset ADD COLUMN created_by TEXT NOT NULL DEFAULT ''`,
      `UPDATE dataset SET schema_id = CASE behavior
         WHEN 'event' THEN 'https://ns.adobe.com/xdm/context/experienceevent'
         ELSE 'https://ns.adobe.com/xdm/context/profile' END`,
    ],
  },
  {
    // Audiences may share a name, and so may their datasets.
    module: 'datasets',
    version: 3,
    up: [
      `CREATE TABLE dataset_3 (
        sandbox_id TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        behavior TEXT NOT NULL,
        upsert INTEGER NOT NULL,
        description TEXT,
        schema_id TEXT NOT NULL,
        format TEXT NOT NULL,
        tags TEXT NOT NULL,
        created INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        of_audience INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (sandbox_id, id)
      ) STRICT, WITHOUT ROWID`,
      `INSERT INTO dataset_3 (sandbox_id, id, name, behavior, upsert, description, schema_id, format, tags, created, created_by)
       SELECT sandbox_id, id, name, behavior, upsert, description, schema_id, format, tags, created, created_by FROM dataset`,
      'DROP TABLE dataset',
      'ALTER TABLE dataset_3 RENAME TO dataset',
      'CREATE UNIQUE INDEX dataset_name ON dataset (sandbox_id, name) WHERE of_audience = 0',
    ],
  },
];

type DatasetTables = {
  dataset: {
    sandbox_id: string;
    id: string;
    name: string;
    description: string | null;
    behavior: Behavior;
    schema_id: string;
    upsert: number;
    format: 'parquet' | 'json';
    tags: string;
    created: number;
    created_by: string;
    /** 1 for the rows of an external audience. */
    of_audience: Generated<number>;
  };
};

/** The datasets that local imports write to unless told otherwise. */
const DEFAULTS: Readonly<Record<Behavior, Omit<Dataset, 'id' | 'created'>>> = {
  record: {
    name: 'Imported profiles',
    behavior: 'record',
    schemaId: 'https://ns.adobe.com/xdm/context/profile',
    upsert: true,
    format: 'json',
    tags: {},
    createdBy: 'system',
  },
  event: {
    name: 'Imported events',
    behavior: 'event',
    schemaId: 'https://ns.adobe.com/xdm/context/experienceevent',
    upsert: false,
    format: 'json',
    tags: {},
    createdBy: 'system',
  },
};

export class DatasetRepository {
  readonly #db: Kysely<ControlTables & DatasetTables>;
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(control: ControlStore, now: () => number) {
    this.#db = control.db.withTables<DatasetTables>();
    this.#now = now;
  }

  /** In the order of their creation. */
  async list(sandboxId: string): Promise<readonly Dataset[]> {
    const rows = await this.#db
      .selectFrom('dataset')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('created')
      .orderBy('id')
      .execute();
    return rows.map(fromRow);
  }

  async get(sandboxId: string, id: string): Promise<Dataset | undefined> {
    const row = await this.#db
      .selectFrom('dataset')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && fromRow(row);
  }

  /** The new dataset; undefined when the sandbox has one of that name. */
  async create(sandboxId: string, content: Omit<Dataset, 'id' | 'created'>): Promise<Dataset | undefined> {
    const dataset = { ...content, id: randomBytes(12).toString('hex'), created: this.#now() };
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('dataset')
      .values(toRow(sandboxId, dataset))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 0n ? undefined : dataset;
  }

  /** The dataset of an external audience, whose name others may have too. */
  async createForAudience(sandboxId: string, content: Omit<Dataset, 'created'>): Promise<void> {
    const row = toRow(sandboxId, { ...content, created: this.#now() });
    await this.#db
      .insertInto('dataset')
      .values({ ...row, of_audience: 1 })
      .execute();
  }

  async delete(sandboxId: string, id: string): Promise<void> {
    await this.#db.deleteFrom('dataset').where('sandbox_id', '=', sandboxId).where('id', '=', id).execute();
  }

  /** The dataset of local imports; made when first needed. */
  async default(sandboxId: string, behavior: Behavior): Promise<Dataset> {
    const content = DEFAULTS[behavior];
    const made = await this.create(sandboxId, content);
    if (made !== undefined) return made;
    const row = await this.#db
      .selectFrom('dataset')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where('name', '=', content.name)
      .where('of_audience', '=', 0)
      .executeTakeFirstOrThrow();
    return fromRow(row);
  }
}

const toRow = (sandboxId: string, dataset: Dataset): Insertable<DatasetTables['dataset']> => ({
  sandbox_id: sandboxId,
  id: dataset.id,
  name: dataset.name,
  description: dataset.description ?? null,
  behavior: dataset.behavior,
  schema_id: dataset.schemaId,
  upsert: dataset.upsert ? 1 : 0,
  format: dataset.format,
  tags: JSON.stringify(dataset.tags),
  created: dataset.created,
  created_by: dataset.createdBy,
});

const fromRow = (row: Selectable<DatasetTables['dataset']>): Dataset => ({
  id: row.id,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  behavior: row.behavior,
  schemaId: row.schema_id,
  upsert: row.upsert === 1,
  format: row.format,
  tags: JSON.parse(row.tags),
  created: row.created,
  createdBy: row.created_by,
});
