import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Batch } from '../batches/batch-ledger.ts';
import type { Staging } from '../batches/staging.ts';
import type { Namespace } from '../identity/namespaces.ts';
import { refuseCollisions } from './collisions.ts';
import { stageIdentities } from './stage-identities.ts';

/**
 * Prepares what staged events mean for profiles: those that nobody knew become profiles, and identities that events carry
 * are added to their profile. Returns how many profiles are new.
 */
export async function stageEventProfiles(
  columnar: Columnar,
  database: string,
  staging: Staging,
  batch: Batch,
  namespaces: readonly Namespace[],
): Promise<number> {
  await keepLastOfEachId(columnar, database, staging.events);
  await refuseCollisions(columnar, database, { table: staging.events, id: 'identity' });
  await addIdentities(columnar, database, staging, batch);
  const created = await addProfiles(columnar, database, staging, batch);
  await stageIdentities(columnar, database, staging, namespaces);
  return created;
}

/** Of events with one `_id` the last one counts. */
async function keepLastOfEachId(columnar: Columnar, database: string, table: string): Promise<void> {
  const events = identifier(table);
  // Hashes are enough to know that there is no duplicate, which is the usual case.
  const sql = `SELECT uniqExact(sipHash64(id)) < count() AS suspect FROM ${events}`;
  const [row] = await columnar.query<{ suspect: number }>(sql, { database });
  if (row?.suspect !== 1) return;
  const repeated = `SELECT id, max(seq) FROM ${events} GROUP BY id HAVING count() > 1`;
  await columnar.command(
    `ALTER TABLE ${events} DELETE WHERE id IN (SELECT id FROM (${repeated})) AND (id, seq) NOT IN (${repeated})`,
    { database, settings: { mutations_sync: 2 } },
  );
}

async function addIdentities(columnar: Columnar, database: string, staging: Staging, batch: Batch): Promise<void> {
  await columnar.command(
    `INSERT INTO ${identifier(staging.profiles)}
     SELECT known.* REPLACE (arrayDistinct(arrayConcat(known.identities, found.ids)) AS identities,
       found.last_seq AS version, {now:Int64} AS last_modified)
     FROM (SELECT * FROM profiles FINAL WHERE profile_key IN (SELECT profile_key FROM ${identifier(staging.events)})) AS known
     INNER JOIN (
       SELECT profile_key, groupUniqArrayArray(identities) AS ids, max(seq) AS last_seq
       FROM ${identifier(staging.events)} WHERE notEmpty(identities) GROUP BY profile_key
     ) AS found USING profile_key
     WHERE NOT hasAll(known.identities, found.ids)`,
    { database, params: { now: batch.startedAt } },
  );
}

async function addProfiles(columnar: Columnar, database: string, staging: Staging, batch: Batch): Promise<number> {
  await columnar.command(
    `INSERT INTO ${identifier(staging.profiles)}
       (ns, id, profile_no, identities, has_record, opted_out, version, last_modified)
     SELECT primary_ns, primary_id, (SELECT max(profile_no) FROM profiles) + row_number() OVER (ORDER BY profile_key),
       arrayConcat([(primary_ns, primary_id)], ids), 0, 0,
       last_seq, {now:Int64}
     FROM (
       SELECT profile_key, any(ns) AS primary_ns, any(identity) AS primary_id, groupUniqArrayArray(identities) AS ids,
         max(seq) AS last_seq
       FROM ${identifier(staging.events)}
       WHERE profile_key NOT IN (SELECT profile_key FROM profiles)
       GROUP BY profile_key
     )`,
    { database, params: { now: batch.startedAt } },
  );
  const sql = `SELECT count() AS count FROM ${identifier(staging.profiles)} WHERE profile_key NOT IN (SELECT profile_key FROM profiles)`;
  const [row] = await columnar.query<{ count: string }>(sql, { database });
  return Number(row?.count ?? 0);
}
