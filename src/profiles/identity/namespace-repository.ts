import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import { NamespaceDirectory } from './namespace-directory.ts';
import { FIRST_CUSTOM_ID, type IdType, isCustomCode, type Namespace, STANDARD_NAMESPACES } from './namespaces.ts';

export const namespaceMigrations: readonly Migration[] = [
  {
    module: 'identity_namespaces',
    version: 1,
    up: [
      `CREATE TABLE identity_namespace (
        sandbox_id TEXT NOT NULL,
        id INTEGER NOT NULL,
        code TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL,
        id_type TEXT NOT NULL,
        PRIMARY KEY (sandbox_id, id),
        UNIQUE (sandbox_id, code)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
];

type NamespaceTables = {
  identity_namespace: { sandbox_id: string; id: number; code: string; name: string; id_type: IdType };
};

/** The identity namespaces of a sandbox: the standard ones, and those that data introduced. */
export class NamespaceRepository {
  readonly #db: Kysely<ControlTables & NamespaceTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<NamespaceTables>();
  }

  /** Standard namespaces first, then custom ones in the order of their ids. */
  async list(sandboxId: string): Promise<readonly Namespace[]> {
    const rows = await this.#db
      .selectFrom('identity_namespace')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('id')
      .execute();
    return [...STANDARD_NAMESPACES, ...rows.map(toNamespace)];
  }

  async directory(sandboxId: string): Promise<NamespaceDirectory> {
    return new NamespaceDirectory(await this.list(sandboxId));
  }

  /** The namespace of a code or decimal id; a code that is new becomes a custom one. Undefined when it cannot be one. */
  async findOrCreate(sandboxId: string, codeOrId: string): Promise<Namespace | undefined> {
    const known = (await this.directory(sandboxId)).find(codeOrId);
    if (known !== undefined || !isCustomCode(codeOrId)) return known;
    await this.#db
      .insertInto('identity_namespace')
      .values(({ selectFrom, fn, val, eb }) => ({
        sandbox_id: sandboxId,
        id: selectFrom('identity_namespace')
          .where('sandbox_id', '=', sandboxId)
          .select(eb(fn.coalesce(fn.max('id'), val(FIRST_CUSTOM_ID - 1)), '+', 1).as('next')),
        code: codeOrId,
        name: codeOrId,
        id_type: 'CROSS_DEVICE' as const,
      }))
      // Two callers may have met the same new code.
      .onConflict((conflict) => conflict.columns(['sandbox_id', 'code']).doNothing())
      .execute();
    return (await this.directory(sandboxId)).find(codeOrId);
  }
}

function toNamespace(row: NamespaceTables['identity_namespace']): Namespace {
  return { id: row.id, code: row.code, name: row.name, idType: row.id_type, custom: true };
}
