import { NewerVersionError } from '../newer-version.ts';
import type { Columnar } from './columnar.ts';
import { identifier } from './identifier.ts';

/**
 * One step of a module's tables in the database of a sandbox. Versions of a module count from 1 without gaps; a step that
 * has run is never edited. DDL knows no transactions: a step that was interrupted runs again, so each statement says
 * `IF NOT EXISTS` or the like.
 */
export interface ColumnarMigration {
  readonly module: string;
  readonly version: number;
  /** Statements with unqualified table names, run in order. */
  readonly up: readonly string[];
}

/**
 * Creates the database when needed and brings its tables up to date; safe to call again.
 * @throws NewerVersionError
 */
export async function migrateColumnar(
  columnar: Columnar,
  database: string,
  migrations: readonly ColumnarMigration[],
): Promise<void> {
  await columnar.command(`CREATE DATABASE IF NOT EXISTS ${identifier(database)} ENGINE = Atomic`);
  await columnar.command(
    `CREATE TABLE IF NOT EXISTS schema_migrations (module String, version UInt32)
     ENGINE = ReplacingMergeTree(version) ORDER BY module`,
    { database },
  );
  const sql = 'SELECT module, max(version) AS version FROM schema_migrations GROUP BY module';
  const applied = await columnar.query<{ module: string; version: number }>(sql, { database });
  const current = new Map(applied.map((row) => [row.module, row.version]));
  for (const [module, steps] of Map.groupBy(migrations, (migration) => migration.module)) {
    for (const step of pending(module, steps, current.get(module) ?? 0)) {
      for (const statement of step.up) await columnar.command(statement, { database });
      await columnar.insert('schema_migrations', [{ module, version: step.version }], { database });
    }
  }
}

function pending(module: string, steps: readonly ColumnarMigration[], current: number): readonly ColumnarMigration[] {
  const ordered = steps.toSorted((a, b) => a.version - b.version);
  if (ordered.some((step, index) => step.version !== index + 1)) {
    throw new Error(`The migrations of ${module} are not numbered 1 to ${ordered.length}`);
  }
  if (current > ordered.length) {
    throw new NewerVersionError('columnar', module, current, ordered.length);
  }
  return ordered.slice(current);
}
