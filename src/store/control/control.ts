import { CompiledQuery, Kysely } from 'kysely';
import { NewerVersionError } from '../newer-version.ts';
import { sqliteDialect } from './sqlite.ts';

/**
 * One step of a module's tables. Versions of a module count from 1 without gaps; a step that has run is never edited.
 */
export interface Migration {
  readonly module: string;
  readonly version: number;
  /** Statements, run in order in one transaction. */
  readonly up: readonly string[];
}

export interface ControlTables {
  schema_migrations: { module: string; version: number };
}

/**
 * The control store: everything small that needs transactions.
 *
 * Modules own their tables: `control.db.withTables<MyTables>()` is the handle that sees them (a type alias, not
 * an interface: Kysely wants an index signature).
 */
export interface ControlStore {
  readonly db: Kysely<ControlTables>;
  /** Brings the tables up to date; safe to call again. @throws NewerVersionError */
  migrate(migrations: readonly Migration[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or creates) the embedded control store; `:memory:` gives one that lives as long as the handle. */
export function openControl(path: string): ControlStore {
  const db = new Kysely<ControlTables>({ dialect: sqliteDialect(path) });
  return { db, migrate: (migrations) => migrate(db, migrations), close: () => db.destroy() };
}

async function migrate(db: Kysely<ControlTables>, migrations: readonly Migration[]): Promise<void> {
  await db.schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('module', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  for (const [module, steps] of Map.groupBy(migrations, (migration) => migration.module)) {
    await migrateModule(db, module, steps);
  }
}

async function migrateModule(db: Kysely<ControlTables>, module: string, steps: readonly Migration[]): Promise<void> {
  const row = await db
    .selectFrom('schema_migrations')
    .select('version')
    .where('module', '=', module)
    .executeTakeFirst();
  const current = row?.version ?? 0;
  const ordered = steps.toSorted((a, b) => a.version - b.version);
  if (ordered.some((step, index) => step.version !== index + 1)) {
    throw new Error(`The migrations of ${module} are not numbered 1 to ${ordered.length}`);
  }
  if (current > ordered.length) {
    throw new NewerVersionError('control', module, current, ordered.length);
  }
  for (const step of ordered.slice(current)) {
    await db.transaction().execute(async (trx) => {
      for (const statement of step.up) await trx.executeQuery(CompiledQuery.raw(statement));
      await trx
        .insertInto('schema_migrations')
        .values({ module, version: step.version })
        .onConflict((conflict) => conflict.column('module').doUpdateSet({ version: step.version }))
        .execute();
    });
  }
}
