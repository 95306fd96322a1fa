import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import { attributeColumns, ensureColumns } from '../tables/attribute-columns.ts';
import type { Batch, BatchLedger } from './batch-ledger.ts';
import { dropAllStaging, stagingOf, TARGETS } from './staging.ts';

/**
 * Makes a staged batch visible. Every step may be repeated after a crash: parts are linked into the tables as a whole, the
 * tables of profiles keep one row a key however often it comes, and events of an interrupted attempt are taken out first.
 */
export async function promote(columnar: Columnar, database: string, batch: Batch): Promise<void> {
  const staging = stagingOf(batch);
  for (const [part, target] of TARGETS) await agreeOnColumns(columnar, database, staging[part], target);
  await removeInterrupted(columnar, database, batch);
  await removeReplaced(columnar, database, batch, staging.events);
  for (const [part, target] of TARGETS) {
    const sql = `ALTER TABLE ${identifier(target)} ATTACH PARTITION tuple() FROM ${identifier(staging[part])}`;
    await columnar.command(sql, { database });
  }
}

/**
 * Brings what a crash left behind to its end: staged batches become visible, unfinished ones disappear. No import may run in
 * the database.
 */
export async function recoverBatches(
  columnar: Columnar,
  database: string,
  ledger: BatchLedger,
  sandboxId: string,
  now: () => number,
): Promise<readonly Batch[]> {
  const pending = await ledger.pending(sandboxId);
  for (const batch of pending) {
    if (batch.state === 'staged') {
      await promote(columnar, database, batch);
      await ledger.promoted(batch.id, now());
    } else {
      await ledger.failed(batch.id, now());
    }
  }
  await dropAllStaging(columnar, database);
  return pending;
}

/** Tables must have the same columns for parts to be linked. */
async function agreeOnColumns(columnar: Columnar, database: string, staged: string, target: string): Promise<void> {
  await ensureColumns(columnar, database, target, await attributeColumns(columnar, database, staged));
  await ensureColumns(columnar, database, staged, await attributeColumns(columnar, database, target));
}

async function removeInterrupted(columnar: Columnar, database: string, batch: Batch): Promise<void> {
  const options = { database, params: { batch: batch.id }, settings: { mutations_sync: 2 } };
  const sql = 'SELECT 1 FROM events WHERE batch_id = {batch:String} LIMIT 1';
  const found = await columnar.query(sql, { database, params: options.params });
  if (found.length > 0) await columnar.command('ALTER TABLE events DELETE WHERE batch_id = {batch:String}', options);
}

/** An event with the `_id` of an earlier one of its dataset replaces it (profile-store.md section 1.1). */
async function removeReplaced(columnar: Columnar, database: string, batch: Batch, staged: string): Promise<void> {
  const earlier = 'dataset_id = {dataset:String} AND seq < {first:UInt64}';
  const replaced = `${earlier} AND id IN (SELECT id FROM ${identifier(staged)})`;
  const options = { database, params: { dataset: batch.datasetId, first: batch.firstSeq } };
  // Whether there is any earlier event is known without the set of all staged ids.
  for (const condition of [earlier, replaced]) {
    const found = await columnar.query(`SELECT 1 FROM events WHERE ${condition} LIMIT 1`, options);
    if (found.length === 0) return;
  }
  await columnar.command(`DELETE FROM events WHERE ${replaced}`, options);
}
