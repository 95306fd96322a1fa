import { drainPending, Session } from 'chdb';
import pLimit from 'p-limit';
import type { Columnar, ColumnarSession, QueryOptions, Settings } from './columnar.ts';
import { SETTINGS } from './defaults.ts';
import { EmbeddedLane, type Limit } from './embedded-lane.ts';
import { ColumnarError, toColumnarError } from './error.ts';
import { identifier, literal } from './identifier.ts';
import { withPlainPath } from './plain-path.ts';
import { encodeRows, parseRows } from './rows.ts';
import { checkWhole } from './whole-file.ts';

export interface EmbeddedOptions {
  /** Directory of the data; the engine binds one a process. */
  readonly path: string;
  /** Memory of the whole engine, in bytes; nine tenths of the machine when unset. */
  readonly memoryLimit?: number | undefined;
  /** Memory of one statement, in bytes; only the engine's limit when unset. */
  readonly queryMemoryLimit?: number | undefined;
}

/**
 * Opens ClickHouse inside this process (chDB).
 *
 * Sessions are used as they are and not through `@clickhouse/client`, whose embedded connection takes no engine
 * arguments, holds whole results in memory, lets settings leak and binds parameters for the whole process at once.
 * @throws {ColumnarError} `unavailable` when the directory cannot be opened.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Columnar> {
  const engine = new Engine(options);
  const main = engine.handle();
  await main.query('SELECT 1').catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  return { ...main, close: () => engine.close() };
}

/**
 * Statements that run at once, at most. Each holds a thread of the process's pool (libuv, 4 unless UV_THREADPOOL_SIZE
 * says otherwise); one is left for files and for the statement that kills others.
 */
const RUNNING = Math.max(1, (Number(process.env.UV_THREADPOOL_SIZE) || 4) - 1);

/** Lanes that are kept for the next session, at most: to open one costs more than a small statement. */
const SPARE = 4;

/** The lanes that are open on the one engine of the process. */
class Engine {
  readonly #options: EmbeddedOptions;
  readonly #settings: Settings;
  readonly #lanes = new Set<EmbeddedLane>();
  readonly #running = pLimit(RUNNING);
  /** Lanes that nobody uses. */
  readonly #spare: EmbeddedLane[] = [];
  #killer: EmbeddedLane | undefined;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#settings = {
      ...SETTINGS,
      ...(options.queryMemoryLimit === undefined ? {} : { max_memory_usage: options.queryMemoryLimit }),
    };
  }

  handle(): Columnar {
    let lane: EmbeddedLane | undefined = this.#take();
    const run = async <R>(options: QueryOptions, work: (session: Session) => Promise<R>): Promise<R> => {
      if (lane === undefined) throw new ColumnarError('unavailable', 'The columnar store is closed');
      return lane.run(options, work);
    };
    return {
      form: 'embedded',
      query: <T>(sql: string, options: QueryOptions = {}) =>
        run(options, async (session) => {
          const result = await session.queryAsync(sql, { format: 'JSONEachRow' });
          return parseRows<T>(result.text());
        }),
      stream: (sql, options = {}) => this.#stream(sql, options),
      command: (sql, options = {}) =>
        run(options, async (session) => {
          await session.queryAsync(sql, { format: 'Null' });
        }),
      insert: async (table, rows, options = {}) => {
        const { bytes, format } = encodeRows(rows);
        if (bytes.byteLength === 0) return;
        await run(options, (session) => session.insert({ table, values: bytes, format }));
      },
      load: async (table, columns, path, options = {}) => {
        const names = columns.map(identifier).join(', ');
        const sql = `INSERT INTO ${identifier(table)} (${names}) SELECT ${names} FROM file`;
        await withPlainPath(path, (plain) =>
          run(options, (session) => session.queryAsync(`${sql}(${literal(plain)}, 'Native')`)),
        );
      },
      save: (sql, file, options = {}) =>
        run(options, async (session) => {
          await session.queryAsync(`${sql} INTO OUTFILE ${literal(file.path)} FORMAT ${file.format}`);
          await checkWhole(file);
        }),
      session: async (): Promise<ColumnarSession> => {
        const handle = this.handle();
        return { ...handle, [Symbol.asyncDispose]: handle.close };
      },
      close: async () => {
        const returned = lane;
        lane = undefined;
        if (returned !== undefined) await this.#takeBack(returned);
      },
    };
  }

  async close(): Promise<void> {
    this.#spare.length = 0;
    await Promise.all([...this.#lanes].map((lane) => this.#close(lane)));
    await this.#killer?.close();
    // The binding closes a session that others were busy beside only after them.
    await drainPending();
  }

  async *#stream<T>(sql: string, options: QueryOptions): AsyncGenerator<T, void, undefined> {
    const lane = this.#take();
    try {
      for await (const text of lane.stream(sql, options)) yield* parseRows<T>(text);
    } finally {
      await this.#takeBack(lane);
    }
  }

  #take(): EmbeddedLane {
    return this.#spare.pop() ?? this.#open();
  }

  #open(): EmbeddedLane {
    const lane = this.#lane(this.#running);
    this.#lanes.add(lane);
    return lane;
  }

  #lane(limit: Limit): EmbeddedLane {
    const { path, memoryLimit } = this.#options;
    const connectionArgs = memoryLimit === undefined ? [] : [`--max_server_memory_usage=${memoryLimit}`];
    try {
      const session = new Session(path, { connectionArgs });
      return new EmbeddedLane(session, this.#settings, limit, (tag) => this.#kill(tag));
    } catch (error) {
      throw toColumnarError(error, 'unavailable');
    }
  }

  async #takeBack(lane: EmbeddedLane): Promise<void> {
    if (lane.reusable && this.#spare.length < SPARE) this.#spare.push(lane);
    else await this.#close(lane);
  }

  async #close(lane: EmbeddedLane): Promise<void> {
    this.#lanes.delete(lane);
    await lane.close();
  }

  async #kill(tag: string): Promise<void> {
    this.#killer ??= this.#lane((work) => work());
    // Not SYNC: the embedded engine would wait for the end of a statement that ends only after this call.
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${literal(tag)} ASYNC`;
    await this.#killer.run({}, (session) => session.queryAsync(sql));
  }
}
