import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Columnar, QueryOptions } from './columnar.ts';
import { SETTINGS } from './defaults.ts';
import { ColumnarError, toColumnarError } from './error.ts';
import { identifier } from './identifier.ts';
import { killOnAbort } from './kill-on-abort.ts';
import { encodeRows } from './rows.ts';

export interface ServerOptions {
  /** HTTP or HTTPS address of a ClickHouse server. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Memory of one statement, in bytes; the server's own limit when unset. */
  readonly queryMemoryLimit?: number | undefined;
}

/** A statement may run for hours; what ends it early is its signal, not the client's patience. */
const DAY = 24 * 60 * 60 * 1000;

/**
 * Connects to a ClickHouse server.
 * @throws {ColumnarError} `unavailable` when the server does not answer.
 */
export async function openServer(options: ServerOptions): Promise<Columnar> {
  const server = connect(options);
  await server.query('SELECT 1').catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return server;
}

function connect(options: ServerOptions): Columnar {
  const client = createClient({
    url: options.url,
    username: options.username ?? 'default',
    password: options.password ?? '',
    application: 'secant',
    // What fails is thrown, and logged by whoever catches it.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: DAY,
    max_open_connections: 64,
    // Long lists of parameters do not fit into a request line.
    use_multipart_params_auto: true,
    clickhouse_settings: {
      ...SETTINGS,
      max_query_size: String(SETTINGS.max_query_size),
      max_ast_elements: String(SETTINGS.max_ast_elements),
      max_expanded_ast_elements: String(SETTINGS.max_expanded_ast_elements),
      // The status of a request is known only when the statement has ended.
      wait_end_of_query: 1,
      ...(options.queryMemoryLimit === undefined ? {} : { max_memory_usage: String(options.queryMemoryLimit) }),
    },
  });
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const streams = new Set<string>();

  function run<R>(statement: QueryOptions, work: (common: Common) => Promise<R>): Promise<R> {
    const result = attempt(statement, work);
    const settled: Promise<void> = result.then(ignore, ignore).then(() => {
      running.delete(settled);
    });
    running.add(settled);
    return result;
  }

  async function attempt<R>(statement: QueryOptions, work: (common: Common) => Promise<R>): Promise<R> {
    const { signal, common } = begin(statement, closing.signal);
    try {
      await using _ = killOnAbort(signal, () => kill(client, common.query_id, 'ASYNC'));
      return await work(common);
    } catch (error) {
      throw toColumnarError(error, 'unavailable');
    }
  }

  async function* stream<T>(sql: string, statement: QueryOptions = {}): AsyncGenerator<T, void, undefined> {
    const { signal, common } = begin(statement, closing.signal);
    streams.add(common.query_id);
    try {
      await using _ = killOnAbort(signal, () => kill(client, common.query_id, 'ASYNC'));
      const settings = { ...common.clickhouse_settings, wait_end_of_query: 0 as const };
      const result = await client.query({
        ...common,
        query: sql,
        format: 'JSONEachRow',
        clickhouse_settings: settings,
      });
      for await (const rows of result.stream<T>()) for (const row of rows) yield row.json();
      streams.delete(common.query_id);
    } catch (error) {
      streams.delete(common.query_id);
      throw toColumnarError(error, 'unavailable');
    } finally {
      // Still listed only when the reader has left early.
      if (streams.delete(common.query_id)) await kill(client, common.query_id, 'SYNC');
    }
  }

  return {
    form: 'server',
    query: <T>(sql: string, statement: QueryOptions = {}) =>
      run(statement, async (common) => {
        const result = await client.query({ ...common, query: sql, format: 'JSONEachRow' });
        return result.json<T>();
      }),
    stream,
    command: (sql, statement = {}) =>
      run(statement, async (common) => {
        await client.command({ ...common, query: sql });
      }),
    insert: async (table, rows, statement = {}) => {
      const { bytes, format } = encodeRows(rows);
      if (bytes.byteLength === 0) return;
      await run(statement, async (common) => {
        const query = `INSERT INTO ${identifier(table)} FORMAT ${format}`;
        const result = await client.exec({ ...common, query, values: Readable.from([bytes], { objectMode: false }) });
        result.stream.resume();
      });
    },
    load: (table, columns, path, statement = {}) =>
      run(statement, async (common) => {
        const query = `INSERT INTO ${identifier(table)} (${columns.map(identifier).join(', ')}) FORMAT Native`;
        const result = await client.exec({ ...common, query, values: createReadStream(path) });
        result.stream.resume();
      }),
    save: (sql, { path, format }, statement = {}) =>
      run(statement, async (common) => {
        const result = await client.exec({ ...common, query: `${sql} FORMAT ${format}` });
        await pipeline(result.stream, createWriteStream(path, { flags: 'wx' }));
      }),
    session: async () => {
      const own = connect(options);
      return { ...own, [Symbol.asyncDispose]: own.close };
    },
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all(running);
      await Promise.all([...streams].map((id) => kill(client, id, 'SYNC')));
      await client.close();
    },
  };
}

/** Parameters that every call of the client takes. */
interface Common {
  readonly query_id: string;
  readonly query_params?: Record<string, unknown>;
  readonly clickhouse_settings: Record<string, string | number | boolean>;
  readonly http_headers: Record<string, string>;
}

function begin(statement: QueryOptions, closing: AbortSignal): { signal: AbortSignal; common: Common } {
  if (closing.aborted) throw new ColumnarError('unavailable', 'The columnar store is closed');
  if (statement.signal?.aborted) throw new ColumnarError('cancelled', 'The statement was cancelled before it began');
  return {
    signal: statement.signal ? AbortSignal.any([closing, statement.signal]) : closing,
    common: {
      query_id: randomUUID(),
      ...(statement.params ? { query_params: { ...statement.params } } : {}),
      clickhouse_settings: { ...statement.settings },
      http_headers: { 'X-ClickHouse-Database': statement.database ?? 'default' },
    },
  };
}

async function kill(client: ClickHouseClient, queryId: string, mode: 'SYNC' | 'ASYNC'): Promise<void> {
  await client.command({ query: `KILL QUERY WHERE query_id = {id:String} ${mode}`, query_params: { id: queryId } });
}

const ignore = () => undefined;
