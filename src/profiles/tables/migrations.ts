import { identifier } from '../../store/columnar/identifier.ts';
import type { ColumnarMigration } from '../../store/columnar/migrations.ts';
import {
  COMPUTED_EVENT_COLUMNS,
  COMPUTED_PROFILE_COLUMNS,
  computedDefinitions,
  computedNames,
} from './computed-columns.ts';

/**
 * The tables of profiles and events (docs/data-layout.md). Keys are computed by the engine, so that whoever writes rows
 * cannot compute them differently.
 */
export const profileTableMigrations: readonly ColumnarMigration[] = [
  {
    module: 'profiles',
    version: 1,
    up: [
      `CREATE TABLE IF NOT EXISTS record_fragments (
        profile_key UInt64 DEFAULT sipHash64(ns, id),
        dataset_id LowCardinality(String),
        ns LowCardinality(String),
        id String,
        doc String CODEC(ZSTD(1)),
        identities Array(Tuple(ns LowCardinality(String), id String)),
        batch_id LowCardinality(String),
        seq UInt64,
        ingested_at Int64
      ) ENGINE = ReplacingMergeTree(seq) ORDER BY (profile_key, dataset_id, ns, id)`,
      `CREATE TABLE IF NOT EXISTS events (
        profile_key UInt64 DEFAULT sipHash64(ns, identity),
        ns LowCardinality(String),
        identity String,
        id String,
        timestamp Int64,
        event_type LowCardinality(String),
        dataset_id LowCardinality(String),
        batch_id LowCardinality(String),
        seq UInt64,
        ingested_at Int64,
        doc String CODEC(ZSTD(1)),
        identities Array(Tuple(ns LowCardinality(String), id String)),
        ${COMPUTED_EVENT_COLUMNS.flatMap(computedDefinitions).join(', ')}
      ) ENGINE = MergeTree ORDER BY (event_type, profile_key, timestamp)`,
      `CREATE TABLE IF NOT EXISTS profiles (
        profile_key UInt64 DEFAULT sipHash64(ns, id),
        ns LowCardinality(String),
        id String,
        profile_no UInt32,
        identities Array(Tuple(ns LowCardinality(String), id String)),
        has_record UInt8,
        opted_out UInt8,
        version UInt64,
        last_modified Int64
      ) ENGINE = ReplacingMergeTree(version) ORDER BY profile_key`,
      `CREATE TABLE IF NOT EXISTS identity_index (
        ns LowCardinality(String),
        id String,
        profile_key UInt64,
        xid String,
        seq UInt64,
        INDEX by_xid xid TYPE bloom_filter GRANULARITY 1
      ) ENGINE = ReplacingMergeTree(seq) ORDER BY (ns, id, profile_key)`,
    ],
  },
  {
    // What was stored lacked the identities that events brought.
    module: 'profiles',
    version: 2,
    up: [
      ...computedNames(COMPUTED_PROFILE_COLUMNS).map(
        (name) => `ALTER TABLE profiles DROP COLUMN IF EXISTS ${identifier(name)}`,
      ),
      ...COMPUTED_PROFILE_COLUMNS.flatMap(computedDefinitions).map(
        (definition) => `ALTER TABLE profiles ADD COLUMN IF NOT EXISTS ${definition}`,
      ),
    ],
  },
];
