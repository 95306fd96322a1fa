import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Batch } from './batch-ledger.ts';

/** Tables in which a batch lies until it becomes visible. Each has the structure of the table that it will join. */
export interface Staging {
  /** Accepted record rows, before they are merged. */
  readonly records: string;
  readonly events: string;
  readonly fragments: string;
  readonly profiles: string;
  readonly identities: string;
}

/** The tables that staged rows join, in the order in which they do: what is looked up first comes last. */
export const TARGETS = [
  ['events', 'events'],
  ['fragments', 'record_fragments'],
  ['profiles', 'profiles'],
  ['identities', 'identity_index'],
] as const satisfies readonly (readonly [keyof Staging, string])[];

export function stagingOf(batch: Pick<Batch, 'id'>): Staging {
  const name = (part: string) => `batch_${batch.id}_${part}`;
  return {
    records: name('records'),
    events: name('events'),
    fragments: name('fragments'),
    profiles: name('profiles'),
    identities: name('identities'),
  };
}

/**
 * Of a large insert whose keys differ: there is nothing to replace, and looking for it costs more than the insert itself.
 * Smaller blocks bound its memory.
 */
export const DISTINCT_KEYS = { optimize_on_insert: 0, min_insert_block_size_rows: 250_000 };

/** Setting of tables whose parts are merged where they end up, not on their way. Stopping merges altogether would stop mutations too. */
export const UNMERGED = 'max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1';

/** Makes the tables, empty. */
export async function createStaging(columnar: Columnar, database: string, staging: Staging): Promise<void> {
  await dropStaging(columnar, database, staging);
  for (const [part, target] of TARGETS) {
    await columnar.command(`CREATE TABLE ${identifier(staging[part])} AS ${identifier(target)}`, { database });
    await columnar.command(`ALTER TABLE ${identifier(staging[part])} MODIFY SETTING ${UNMERGED}`, { database });
  }
  await columnar.command(
    `CREATE TABLE ${identifier(staging.records)} (
      profile_key UInt64 DEFAULT sipHash64(ns, id),
      ns LowCardinality(String),
      id String,
      seq UInt64,
      doc String CODEC(ZSTD(1)),
      identities Array(Tuple(ns LowCardinality(String), id String))
    ) ENGINE = MergeTree ORDER BY (profile_key, seq)`,
    { database },
  );
}

export async function dropStaging(columnar: Columnar, database: string, staging: Staging): Promise<void> {
  for (const table of Object.values(staging)) {
    await columnar.command(`DROP TABLE IF EXISTS ${identifier(table)} SYNC`, { database });
  }
}

/** Drops the staging tables of all batches. */
export async function dropAllStaging(columnar: Columnar, database: string): Promise<void> {
  const tables = await columnar.query<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = {database:String} AND startsWith(name, 'batch_')",
    { params: { database } },
  );
  for (const { name } of tables) await columnar.command(`DROP TABLE IF EXISTS ${identifier(name)} SYNC`, { database });
}
