import { randomUUID } from 'node:crypto';
import type { Session } from 'chdb';
import type { QueryOptions, Settings } from './columnar.ts';
import { ColumnarError, toColumnarError } from './error.ts';
import { identifier, literal } from './identifier.ts';
import { killOnAbort } from './kill-on-abort.ts';
import { parameterText } from './parameter.ts';

/** Runs work when fewer than the allowed number of others do. */
export type Limit = <R>(work: () => Promise<R>) => Promise<R>;

/**
 * One session of the embedded engine, used by one statement at a time.
 *
 * Statements wait here and not in the engine, where each waiting one would hold a thread of the process's pool and
 * could not be cancelled. Settings, parameters and the database are state of the session, so they are brought up to
 * date first. (The binding's own parameters are state of the process: a long statement would hold up all others.)
 */
export class EmbeddedLane {
  readonly #session: Session;
  /** Kills by tag; must run in another session than this busy one. */
  readonly #kill: (tag: string) => Promise<void>;
  /** Holds up each call of the engine. */
  readonly #limit: Limit;
  readonly #base: Settings;
  readonly #tag = randomUUID();
  #applied: Settings = {};
  #database = 'default';
  #tail: Promise<unknown> = Promise.resolve();
  #statements = 0;
  /** Whether the engine may hold something for the last statement: it did not end, or failed. */
  #unsettled = false;
  readonly #closing = new AbortController();

  constructor(session: Session, settings: Settings, limit: Limit, kill: (tag: string) => Promise<void>) {
    this.#session = session;
    // The engine reports its own query ids, never ours: a tag in `log_comment` is how a statement is found again.
    this.#base = { ...settings, log_comment: this.#tag };
    this.#limit = limit;
    this.#kill = kill;
  }

  /**
   * Whether no statement runs or waits, and the last one came to its end: the engine keeps what one held that failed,
   * was cancelled or was not read to its end until the session is used again or closed.
   */
  get reusable(): boolean {
    return this.#statements === 0 && !this.#unsettled;
  }

  /** Runs `work` when the session is free, under the database and settings of `options`. */
  run<R>(options: QueryOptions, work: (session: Session) => Promise<R>): Promise<R> {
    this.#statements += 1;
    const turn = this.#tail.then(() => this.#limit(() => this.#exclusive(options, work)));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Kills what runs, refuses what waits, closes the session. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#tail;
    this.#session.close();
  }

  /** Rows of a streamed query; the lane must be used for nothing else meanwhile. */
  async *stream(sql: string, options: QueryOptions): AsyncGenerator<string, void, undefined> {
    const signal = this.#signal(options);
    this.#unsettled = true;
    try {
      await this.#limit(() => this.#apply(options));
      await using _ = killOnAbort(signal, () => this.#kill(this.#tag));
      const chunks = this.#session.queryStream(sql, { format: 'JSONEachRow' });
      for await (const chunk of this.#limited(chunks)) yield chunk.text();
      this.#unsettled = false;
    } catch (error) {
      throw toColumnarError(error, 'query');
    }
  }

  /** The chunks of a stream, which holds up others only while it fetches one. */
  async *#limited<T>(chunks: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    const iterator = chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await this.#limit(() => iterator.next());
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  async #exclusive<R>(options: QueryOptions, work: (session: Session) => Promise<R>): Promise<R> {
    try {
      const signal = this.#signal(options);
      await this.#apply(options);
      await using _ = killOnAbort(signal, () => this.#kill(this.#tag));
      this.#unsettled = true;
      const result = await work(this.#session);
      this.#unsettled = false;
      return result;
    } catch (error) {
      throw toColumnarError(error, 'query');
    } finally {
      this.#statements -= 1;
    }
  }

  /** Aborts with the statement's own signal and when the lane closes; throws where either has happened. */
  #signal(options: QueryOptions): AbortSignal {
    if (this.#closing.signal.aborted) throw new ColumnarError('unavailable', 'The columnar store is closed');
    if (options.signal?.aborted) throw new ColumnarError('cancelled', 'The statement was cancelled before it began');
    return options.signal ? AbortSignal.any([this.#closing.signal, options.signal]) : this.#closing.signal;
  }

  async #apply(options: QueryOptions): Promise<void> {
    const wanted: Settings = { ...this.#base, ...options.settings };
    const changes = [
      ...Object.entries(wanted)
        .filter(([name, value]) => this.#applied[name] !== value)
        .map(([name, value]) => `${word(name)} = ${typeof value === 'string' ? literal(value) : Number(value)}`),
      ...Object.keys(this.#applied)
        .filter((name) => !(name in wanted))
        .map((name) => `${word(name)} = DEFAULT`),
      ...Object.entries(options.params ?? {}).map(
        ([name, value]) => `param_${word(name)} = ${literal(parameterText(value))}`,
      ),
    ];
    if (changes.length > 0) await this.#session.queryAsync(`SET ${changes.join(', ')}`);
    this.#applied = wanted;
    const database = options.database ?? 'default';
    if (database !== this.#database) await this.#session.queryAsync(`USE ${identifier(database)}`);
    this.#database = database;
  }
}

function word(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/i.test(name))
    throw new Error(`Not a name of a setting or parameter: ${JSON.stringify(name)}`);
  return name;
}
