import { countStored } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { ColumnarError } from '../../store/columnar/error.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { KeyRange } from '../batch/ranges.ts';
import { portionsOf } from './rules.ts';

/** A sample as it lies in the columnar store. */
export interface StoredSample {
  /** Profiles in the store when it was taken. */
  readonly totalRows: number;
  /** Profiles of the sample. */
  readonly rows: number;
  /** Record fragments and events in the store when it was taken. */
  readonly fragments: number;
  readonly events: number;
  /** The profiles of the sample in the portions in which it is read; each is as random as the whole. */
  readonly ranges: readonly KeyRange[];
}

/** What belongs to a profile, by its key. Profiles first: nothing of those that are in the sample may be missing. */
const SAMPLED = ['profiles', 'record_fragments', 'events'] as const;
/** What is read of the sandbox itself: the results of its runs. */
const SHARED = ['membership_bitmaps', 'membership_changes'] as const;

/** The engine's code for tables whose structures differ. */
const INCOMPATIBLE_COLUMNS = 122;

const FIRST_KEY = 0n;
const LAST_KEY = 2n ** 64n - 1n;

/**
 * Takes a sample of the profiles of `source`, with their fragments and events, as the new database `target` with the same
 * tables, so that whatever reads a sandbox reads a sample.
 *
 * Keys are hashes, so the profiles with the smallest keys are a random sample, and samples of a growing store are nested.
 * A sample that is everything links the parts of the tables and copies nothing. What was in `target` before is gone.
 */
export async function takeSample(
  columnar: Columnar,
  source: string,
  target: string,
  sizeOf: (profiles: number) => number,
  signal?: AbortSignal,
): Promise<StoredSample> {
  await using session = await columnar.session();
  const options = { ...(signal && { signal }) };
  const taking = new Taking(session, source, target, options);
  await dropSample(session, target);
  await session.command(`CREATE DATABASE ${identifier(target)} ENGINE = Atomic`, options);
  const total = await countStored(session, source, options);
  const size = sizeOf(total.profiles);
  const whole = size >= total.profiles;
  const last = whole ? LAST_KEY : await taking.keyAt(size);
  for (const table of SAMPLED) await (whole ? taking.link(table) : taking.copy(table, last));
  for (const table of SHARED) await taking.show(table);
  const rows = await taking.rows();
  return {
    totalRows: whole ? rows : total.profiles,
    rows,
    fragments: total.fragments,
    events: total.events,
    ranges: await taking.ranges(portionsOf(rows), last),
  };
}

/** Frees a sample. */
export async function dropSample(columnar: Columnar, database: string): Promise<void> {
  await columnar.command(`DROP DATABASE IF EXISTS ${identifier(database)} SYNC`);
}

/** The database of a sample of another one, by the number of the sample. */
export const sampleDatabase = (source: string, no: number): string => `${source}_sample_${no}`;

/** The databases of all samples of a database. */
export async function sampleDatabases(columnar: Columnar, source: string): Promise<readonly string[]> {
  const rows = await columnar.query<{ name: string }>(
    'SELECT name FROM system.databases WHERE startsWith(name, {prefix:String}) ORDER BY name',
    { params: { prefix: `${source}_sample_` } },
  );
  return rows.map(({ name }) => name);
}

/** The steps of taking one sample. */
class Taking {
  readonly #session: Columnar;
  readonly #source: string;
  readonly #target: string;
  readonly #options: QueryOptions;

  constructor(session: Columnar, source: string, target: string, options: QueryOptions) {
    this.#session = session;
    this.#source = source;
    this.#target = target;
    this.#options = options;
  }

  /** The key that `rank` profiles of the store do not exceed. */
  async keyAt(rank: number): Promise<bigint> {
    const [row] = await this.#session.query<{ key: string }>(
      'SELECT toString(profile_key) AS key FROM profiles FINAL ORDER BY profile_key LIMIT 1 OFFSET {before:UInt64}',
      { ...this.#options, database: this.#source, params: { before: rank - 1 } },
    );
    return row === undefined ? LAST_KEY : BigInt(row.key);
  }

  /** An import may give the original a column between the two statements: then both are done again. */
  async link(table: string, attempts = 3): Promise<void> {
    await this.#create(table);
    try {
      await this.#command(`ALTER TABLE ${this.#to(table)} ATTACH PARTITION tuple() FROM ${this.#from(table)}`);
    } catch (error) {
      const retry = error instanceof ColumnarError && error.engineCode === INCOMPATIBLE_COLUMNS && attempts > 1;
      if (!retry) throw error;
      await this.#command(`DROP TABLE ${this.#to(table)} SYNC`);
      await this.link(table, attempts - 1);
    }
  }

  async copy(table: string, last: bigint): Promise<void> {
    await this.#create(table);
    const columns = await this.#session.query<{ name: string }>(
      `SELECT name FROM system.columns
       WHERE database = {database:String} AND table = {table:String} AND default_kind != 'ALIAS' ORDER BY position`,
      { ...this.#options, params: { database: this.#target, table } },
    );
    const names = columns.map(({ name }) => identifier(name)).join(', ');
    await this.#command(
      `INSERT INTO ${this.#to(table)} (${names}) SELECT ${names} FROM ${this.#from(table)} WHERE profile_key <= ${last}`,
    );
  }

  async show(table: string): Promise<void> {
    await this.#command(`CREATE VIEW ${this.#to(table)} AS SELECT * FROM ${this.#from(table)}`);
  }

  async rows(): Promise<number> {
    const [row] = await this.#session.query<{ rows: string }>('SELECT count() AS rows FROM profiles FINAL', {
      ...this.#options,
      database: this.#target,
    });
    return Number(row?.rows ?? 0);
  }

  /** Ranges of keys that hold `portions` of the profiles. */
  async ranges(portions: readonly number[], last: bigint): Promise<readonly KeyRange[]> {
    const ends = portions.map((_, index) => portions.slice(0, index + 1).reduce((sum, portion) => sum + portion, 0));
    const [row] = await this.#session.query<{ keys: readonly string[] }>(
      `SELECT arrayMap(rank -> toString(keys[rank]), {ends:Array(UInt64)}) AS keys
       FROM (SELECT arraySort(groupArray(profile_key)) AS keys FROM profiles FINAL)`,
      { ...this.#options, database: this.#target, params: { ends } },
    );
    const keys = (row?.keys ?? []).map(BigInt);
    return portions.map((profiles, part) => ({
      part,
      first: part === 0 ? FIRST_KEY : (keys[part - 1] ?? last) + 1n,
      last: part === portions.length - 1 ? last : (keys[part] ?? last),
      profiles,
    }));
  }

  /** With the columns, defaults, indexes and comments of the original. */
  #create(table: string): Promise<void> {
    return this.#command(`CREATE TABLE ${this.#to(table)} AS ${this.#from(table)}`);
  }

  #command(sql: string): Promise<void> {
    return this.#session.command(sql, this.#options);
  }

  #from(table: string): string {
    return `${identifier(this.#source)}.${identifier(table)}`;
  }

  #to(table: string): string {
    return `${identifier(this.#target)}.${identifier(table)}`;
  }
}
