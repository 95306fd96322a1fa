/** What a statement may carry besides its text. */
export interface QueryOptions {
  /** Values of the `{name:Type}` placeholders; bound by the engine, never part of the text. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Database of unqualified table names; `default` unless given. */
  readonly database?: string;
  /** Engine settings of this statement only. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Aborting kills the running statement in the engine; the call rejects with a `cancelled` {@link ColumnarError}. */
  readonly signal?: AbortSignal;
}

/** Rows to insert: objects keyed by column name, or bytes that are already in an input format of the engine. */
export type InsertRows =
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | {
      readonly bytes: Uint8Array;
      readonly format: 'JSONEachRow' | 'JSONCompactEachRow' | 'TabSeparated';
      readonly columns?: readonly string[];
    };

/**
 * The columnar store: one SQL dialect (ClickHouse) in the process or on a server.
 *
 * Statements of one handle may wait for each other; long work takes a {@link session} of its own. All methods throw
 * {@link ColumnarError} and nothing else for what the engine refuses.
 */
export interface Columnar {
  /** Rows of a query; 64-bit integers arrive as strings, `Date` never occurs. */
  query<T>(sql: string, options?: QueryOptions): Promise<T[]>;
  /** Rows of a query as they are produced, in bounded memory. Uses a session of its own while it is read. */
  stream<T>(sql: string, options?: QueryOptions): AsyncIterable<T>;
  /** A statement without a result: DDL, `INSERT … SELECT`, `ALTER`, … */
  command(sql: string, options?: QueryOptions): Promise<void>;
  /** Inserts in one block as far as the engine can; acknowledged means on disk. No rows is no statement. */
  insert(table: string, rows: InsertRows, options?: QueryOptions): Promise<void>;
  /** A handle whose statements wait for no other's; close it by `await using` or `close()`. */
  session(): Promise<ColumnarSession>;
  /** Kills what still runs and frees the engine. Idempotent. */
  close(): Promise<void>;
}

export type ColumnarSession = Columnar & AsyncDisposable;
