import type { Parameter } from './parameter.ts';

/** What a statement may carry besides its text. */
export interface QueryOptions {
  /** Values of the `{name:Type}` placeholders, bound by the engine. A server takes 128 KiB a value: page long lists. */
  readonly params?: Readonly<Record<string, Parameter>>;
  /** Database of unqualified table names; `default` unless given. */
  readonly database?: string;
  /** Engine settings of this statement only. */
  readonly settings?: Settings;
  /** Aborting kills the statement in the engine; the call then rejects with a {@link ColumnarError} `cancelled`. */
  readonly signal?: AbortSignal;
}

export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Rows to insert: objects keyed by column name, or bytes in an input format that names its columns. */
export type InsertRows =
  | readonly Readonly<Record<string, unknown>>[]
  | { readonly bytes: Uint8Array; readonly format: 'JSONEachRow' | 'TabSeparatedWithNames' };

/** A local file to write; `TSVRaw` writes the text of one column, a line a row. */
export interface OutputFile {
  readonly path: string;
  readonly format: 'Parquet' | 'TSVRaw';
  /** How many rows the query has. */
  readonly rows: number;
}

/**
 * The columnar store: one SQL dialect (ClickHouse), in the process or on a server.
 *
 * Statements of one handle may wait for each other; long work takes a {@link Columnar.session} of its own. Whatever the
 * engine refuses is thrown as a {@link ColumnarError}.
 */
export interface Columnar {
  /** `embedded` reads and writes files of this machine in SQL; a server sees its own. */
  readonly form: 'embedded' | 'server';
  /** All rows of a query. 64-bit integers arrive as strings; a number that is not finite arrives as null. */
  query<T>(sql: string, options?: QueryOptions): Promise<T[]>;
  /** The rows of a query as they are produced, in bounded memory; occupies a session of its own while it is read. */
  stream<T>(sql: string, options?: QueryOptions): AsyncGenerator<T, void, undefined>;
  /** A statement without a result: DDL, `INSERT … SELECT`, `ALTER` and so on. */
  command(sql: string, options?: QueryOptions): Promise<void>;
  /** Adds rows to a table of `options.database`. Once it resolves they survive a crash. No rows is no statement. */
  insert(table: string, rows: InsertRows, options?: QueryOptions): Promise<void>;
  /** Adds the blocks of a local file in the engine's Native format; columns that they lack get their defaults. */
  load(table: string, columns: readonly string[], path: string, options?: QueryOptions): Promise<void>;
  /** Writes all rows of a query to a local file, which must not exist yet. On failure a part of the file may be there. */
  save(sql: string, file: OutputFile, options?: QueryOptions): Promise<void>;
  /** A handle whose statements wait for no other's. Close it, or hold it with `await using`. */
  session(): Promise<ColumnarSession>;
  /** Waits for nothing new: kills what runs, then frees the handle. Safe to call again. */
  close(): Promise<void>;
}

export type ColumnarSession = Columnar & AsyncDisposable;
