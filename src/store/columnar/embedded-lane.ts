import { randomUUID } from 'node:crypto';
import type { Session } from 'chdb';
import type { QueryOptions, Settings } from './columnar.ts';
import { ColumnarError, toColumnarError } from './error.ts';
import { identifier, literal } from './identifier.ts';
import { killOnAbort } from './kill-on-abort.ts';
import { parameterText } from './parameter.ts';

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
  readonly #base: Settings;
  readonly #tag = randomUUID();
  #applied: Settings = {};
  #database = 'default';
  #tail: Promise<unknown> = Promise.resolve();
  #statements = 0;
  readonly #closing = new AbortController();

  constructor(session: Session, settings: Settings, kill: (tag: string) => Promise<void>) {
    this.#session = session;
    // The engine reports its own query ids, never ours: a tag in `log_comment` is how a statement is found again.
    this.#base = { ...settings, log_comment: this.#tag };
    this.#kill = kill;
  }

  /** Whether no statement runs or waits, and none was stopped by {@link close}. */
  get idle(): boolean {
    return this.#statements === 0 && !this.#closing.signal.aborted;
  }

  /** Runs `work` when the session is free, under the database and settings of `options`. */
  run<R>(options: QueryOptions, work: (session: Session) => Promise<R>): Promise<R> {
    this.#statements += 1;
    const turn = this.#tail.then(() => this.#exclusive(options, work));
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
    try {
      await this.#apply(options);
      await using _ = killOnAbort(signal, () => this.#kill(this.#tag));
      const chunks = this.#session.queryStream(sql, { format: 'JSONEachRow' });
      for await (const chunk of chunks) yield chunk.text();
    } catch (error) {
      throw toColumnarError(error, 'query');
    }
  }

  async #exclusive<R>(options: QueryOptions, work: (session: Session) => Promise<R>): Promise<R> {
    try {
      const signal = this.#signal(options);
      await this.#apply(options);
      await using _ = killOnAbort(signal, () => this.#kill(this.#tag));
      return await work(this.#session);
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
