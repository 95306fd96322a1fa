import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../store/control/control.ts';
import type { SchemaClass } from './catalogue/catalogue.ts';
import type { FieldNode } from './node.ts';
import { changedFields, type TenantField } from './tenant-fields.ts';

export const schemaMigrations: readonly Migration[] = [
  {
    module: 'schema',
    version: 1,
    up: [
      `CREATE TABLE tenant_field (
        sandbox_id TEXT NOT NULL,
        class TEXT NOT NULL,
        path TEXT NOT NULL,
        node TEXT NOT NULL,
        origin TEXT NOT NULL,
        PRIMARY KEY (sandbox_id, class, path)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
];

export type SchemaTables = {
  tenant_field: {
    sandbox_id: string;
    class: SchemaClass;
    /** JSON array of names. */
    path: string;
    /** JSON of a {@link FieldNode}. */
    node: string;
    origin: TenantField['origin'];
  };
};

type Db = Kysely<ControlTables & SchemaTables>;

/** The tenant fields of all sandboxes; every call names the sandbox. */
export class TenantFieldRepository {
  readonly #db: Db;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<SchemaTables>();
  }

  /** In the order of their class and path. */
  list(sandboxId: string): Promise<readonly TenantField[]> {
    return read(this.#db, sandboxId);
  }

  /**
   * Adds fields, all or none, and returns those that changed: new ones, and existing ones that became wider.
   * Throws `UPAPI-900003-400` where an addition has a bad name or disagrees with a field that exists.
   */
  add(sandboxId: string, additions: readonly TenantField[]): Promise<readonly TenantField[]> {
    return this.#db.transaction().execute(async (trx) => {
      const changed = changedFields(await read(trx, sandboxId), additions);
      for (const field of changed) {
        const row = {
          sandbox_id: sandboxId,
          class: field.class,
          path: JSON.stringify(field.path),
          node: JSON.stringify(field.node),
          origin: field.origin,
        };
        await trx
          .insertInto('tenant_field')
          .values(row)
          .onConflict((conflict) => conflict.columns(['sandbox_id', 'class', 'path']).doUpdateSet({ node: row.node }))
          .execute();
      }
      return changed;
    });
  }
}

async function read(db: Db, sandboxId: string): Promise<readonly TenantField[]> {
  const rows = await db
    .selectFrom('tenant_field')
    .selectAll()
    .where('sandbox_id', '=', sandboxId)
    .orderBy('class')
    .orderBy('path')
    .execute();
  return rows.map((row) => {
    const path: readonly string[] = JSON.parse(row.path);
    const node: FieldNode = JSON.parse(row.node);
    return { class: row.class, path, node, origin: row.origin };
  });
}
