import { LARGE_SETS, UNMERGED } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Parameter } from '../../store/columnar/parameter.ts';

/** What finds the profiles of identities. */
export interface IdentitySearch {
  /** A session of its own. */
  readonly columnar: Columnar;
  readonly options: QueryOptions;
  /** Name of the table to make. */
  readonly table: string;
  /** Registered spelling of the namespace of the identities. */
  readonly ns: string;
  /** Where the identities are: a table expression with a column `identity`, which may repeat them. */
  readonly source: string;
  /** Identities looked up at once, about: bounds memory. */
  readonly atOnce: number;
}

export interface FoundIdentities {
  /** Distinct identities. */
  readonly identities: number;
  /** Of these, how many have a profile. */
  readonly known: number;
}

type Params = Readonly<Record<string, Parameter>>;

/**
 * Makes a table of the distinct identities: `id`, and of those that are known (`is_known = 1`) the key of the profile.
 */
export async function findIdentities(search: IdentitySearch): Promise<FoundIdentities> {
  const { columnar, ns, options, source } = search;
  const table = identifier(search.table);
  const run = (sql: string, params: Params = {}) =>
    columnar.command(sql, { ...options, params, settings: IN_ORDER_OF_IDENTITIES });
  await run(`DROP TABLE IF EXISTS ${table} SYNC`);
  await run(
    `CREATE TABLE ${table} (is_known UInt8, id String, profile_key UInt64)
     ENGINE = MergeTree ORDER BY (is_known, id) SETTINGS ${UNMERGED}`,
  );
  const bounds = await boundaries(search);
  for (const [index, from] of ['', ...bounds].entries()) {
    const to = bounds[index];
    const within = (column: string) =>
      `${column} >= {from:String}${to === undefined ? '' : ` AND ${column} < {to:String}`}`;
    const params = { ns, from, ...(to !== undefined && { to }) };
    await run(
      `INSERT INTO ${table} (is_known, id, profile_key)
       SELECT 1, id, argMax(profile_key, (profile_key = sipHash64(ns, id), seq, bitNot(profile_key)))
       FROM identity_index
       WHERE ns = {ns:String} AND ${within('id')} AND id IN (SELECT identity FROM ${source} WHERE ${within('identity')})
       GROUP BY ns, id`,
      params,
    );
    await run(
      `INSERT INTO ${table} (is_known, id)
       SELECT DISTINCT 0, identity FROM ${source}
       WHERE ${within('identity')} AND identity NOT IN (SELECT id FROM ${table} WHERE is_known = 1 AND ${within('id')})`,
      params,
    );
  }
  const [row] = await columnar.query<{ identities: string; known: string }>(
    `SELECT count() AS identities, countIf(is_known = 1) AS known FROM ${table}`,
    options,
  );
  return { identities: Number(row?.identities ?? 0), known: Number(row?.known ?? 0) };
}

/** All tables are in the order of identities, so that ranges of them are read, and repeated ones met one after the other. */
const IN_ORDER_OF_IDENTITIES = { ...LARGE_SETS, optimize_aggregation_in_order: 1, optimize_distinct_in_order: 1 };

/** Rows that are looked at to cut the identities into ranges. */
const SAMPLE = 4096;

/** Identities that cut all of them into ranges of about the same size; the first range begins before all. */
async function boundaries({ atOnce, columnar, options, source }: IdentitySearch): Promise<readonly string[]> {
  const [row] = await columnar.query<{ count: string; sample: readonly string[] }>(
    `SELECT count() AS count, arraySort(groupArraySample(${SAMPLE}, 1)(identity)) AS sample FROM ${source}`,
    options,
  );
  const { count = '0', sample = [] } = row ?? {};
  const ranges = Math.ceil(Number(count) / atOnce);
  const cuts = Array.from({ length: Math.max(0, ranges - 1) }, (_, index) =>
    sample.at(Math.floor(((index + 1) * sample.length) / ranges)),
  );
  return [...new Set(cuts.filter((cut) => cut !== undefined))];
}
