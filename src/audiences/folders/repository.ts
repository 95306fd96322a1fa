import type { Kysely, Selectable } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import type { Folder } from './folder.ts';

export const folderMigrations: readonly Migration[] = [
  {
    module: 'folders',
    version: 1,
    up: [
      `CREATE TABLE folder (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        parent_id TEXT NOT NULL,
        name TEXT NOT NULL,
        namespace TEXT NOT NULL,
        status TEXT NOT NULL,
        created_by TEXT NOT NULL,
        modified_by TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        modified_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX folder_parent ON folder (sandbox_id, parent_id)',
    ],
  },
];

type FolderTables = {
  folder: {
    id: string;
    sandbox_id: string;
    parent_id: string;
    name: string;
    namespace: string;
    status: Folder['status'];
    created_by: string;
    modified_by: string;
    created_at: number;
    modified_at: number;
  };
};

/** The stored folders of all sandboxes. */
export class FolderRepository {
  readonly #db: Kysely<ControlTables & FolderTables>;
  readonly #listeners: ((sandboxId: string, folder: Folder) => void)[] = [];

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<FolderTables>();
  }

  /** Calls the listener after each write of this object, before the write resolves. */
  onChanged(listener: (sandboxId: string, folder: Folder) => void): void {
    this.#listeners.push(listener);
  }

  /** Inserts a folder, or replaces the one with its id. */
  async save(sandboxId: string, folder: Folder): Promise<void> {
    const row = toRow(sandboxId, folder);
    await this.#db
      .insertInto('folder')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    for (const tell of this.#listeners) tell(sandboxId, folder);
  }

  async get(sandboxId: string, id: string): Promise<Folder | undefined> {
    const row = await this.#of(sandboxId).where('id', '=', id).executeTakeFirst();
    return row && fromRow(row);
  }

  /** Those that are in use, in no order. */
  async all(sandboxId: string): Promise<readonly Folder[]> {
    return (await this.#of(sandboxId).where('status', '=', 'IN_USE').execute()).map(fromRow);
  }

  /** Those in use directly below a folder, in no order. */
  async children(sandboxId: string, parentId: string): Promise<readonly Folder[]> {
    const children = this.#of(sandboxId).where('parent_id', '=', parentId).where('status', '=', 'IN_USE');
    return (await children.execute()).map(fromRow);
  }

  #of(sandboxId: string) {
    return this.#db.selectFrom('folder').selectAll().where('sandbox_id', '=', sandboxId);
  }
}

const toRow = (sandboxId: string, folder: Folder): FolderTables['folder'] => ({
  id: folder.id,
  sandbox_id: sandboxId,
  parent_id: folder.parentId,
  name: folder.name,
  namespace: folder.namespace,
  status: folder.status,
  created_by: folder.createdBy,
  modified_by: folder.modifiedBy,
  created_at: folder.createdAt,
  modified_at: folder.modifiedAt,
});

const fromRow = (row: Selectable<FolderTables['folder']>): Folder => ({
  id: row.id,
  name: row.name,
  parentId: row.parent_id,
  namespace: row.namespace,
  status: row.status,
  createdBy: row.created_by,
  modifiedBy: row.modified_by,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
});
