import type { Columnar } from '../../store/columnar/columnar.ts';
import { type ColumnarMigration, migrateColumnar } from '../../store/columnar/migrations.ts';

/**
 * The tables of memberships, one pair a sandbox database (docs/data-layout.md).
 *
 * `membership_bitmaps` holds who is in: the members of an audience after a run are the union of its rows of that run. A
 * partition a run, so that a run that never committed, or that no head names any more, is dropped at once.
 * `membership_changes` holds since when: one row for each entry and exit. `membership_obsolete` names rows of it while they are
 * being removed.
 */
const membershipMigrations: readonly ColumnarMigration[] = [
  {
    module: 'membership',
    version: 1,
    up: [
      `CREATE TABLE IF NOT EXISTS membership_bitmaps (
        audience_id String,
        run_no UInt64,
        part UInt32,
        members AggregateFunction(groupBitmap, UInt32)
      ) ENGINE = MergeTree PARTITION BY run_no ORDER BY (audience_id, run_no, part)`,
      `CREATE TABLE IF NOT EXISTS membership_changes (
        profile_no UInt32,
        audience_id LowCardinality(String),
        run_no UInt64,
        status Enum8('realized' = 1, 'exited' = 2),
        at Int64
      ) ENGINE = MergeTree ORDER BY (profile_no, audience_id, run_no)`,
    ],
  },
  {
    module: 'membership',
    version: 2,
    up: [
      `CREATE TABLE IF NOT EXISTS membership_obsolete (
        profile_no UInt32,
        audience_id LowCardinality(String),
        run_no UInt64
      ) ENGINE = MergeTree ORDER BY (profile_no, audience_id, run_no)`,
    ],
  },
];

/** Brings the tables of memberships in a sandbox's database up to date; safe to call again. */
export async function createMembershipTables(columnar: Columnar, database: string): Promise<void> {
  await migrateColumnar(columnar, database, membershipMigrations);
}
