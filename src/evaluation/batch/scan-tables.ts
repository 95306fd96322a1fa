import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** A query of what is found in the events of profiles, under a name. */
export interface Scan {
  readonly name: string;
  readonly query: string;
}

/** Tables of a run that hold what scans of events found, until they are disposed of. */
export interface ScanTables extends AsyncDisposable {
  readonly tableOf: (scan: string) => string;
}

/** Runs scans and keeps what they find in tables. */
export async function scanTables(
  columnar: Columnar,
  run: { readonly database: string; readonly runNo: number },
  scans: readonly Scan[],
  options: QueryOptions,
): Promise<ScanTables> {
  await using cleanup = new AsyncDisposableStack();
  const tableOf = (scan: string) => `${prefix(run.runNo)}${scan}`;
  for (const { name, query } of scans) {
    // Without the signal of the run: tables go also when it was cancelled.
    cleanup.defer(() => drop(columnar, run.database, tableOf(name)));
    await drop(columnar, run.database, tableOf(name));
    await columnar.command(`CREATE TABLE ${identifier(tableOf(name))} ENGINE = Memory AS ${query}`, options);
  }
  const tables = cleanup.move();
  return { tableOf, [Symbol.asyncDispose]: () => tables.disposeAsync() };
}

/** Removes tables that a run left behind when the process ended. */
export async function dropScanTables(columnar: Columnar, database: string, runNo: number): Promise<void> {
  const rows = await columnar.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = {database:String} AND startsWith(name, {prefix:String})',
    { params: { database, prefix: prefix(runNo) } },
  );
  for (const { name } of rows) await drop(columnar, database, name);
}

async function drop(columnar: Columnar, database: string, table: string): Promise<void> {
  await columnar.command(`DROP TABLE IF EXISTS ${identifier(table)} SYNC`, { database });
}

function prefix(runNo: number): string {
  return `run_${integer(runNo)}_`;
}
