import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectField } from '../../schema/node.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Batch } from '../batches/batch-ledger.ts';
import type { Staging } from '../batches/staging.ts';
import type { Dataset } from '../datasets/dataset-repository.ts';
import type { Namespace } from '../identity/namespaces.ts';
import { type Fragment, type IdentityPair, mergedProfile, writtenFragment } from '../merge/profile.ts';
import { attributeColumns, ensureColumns } from '../tables/attribute-columns.ts';
import { refuseCollisions } from './collisions.ts';
import { ProfileBlocks } from './profile-blocks.ts';
import { stageIdentities } from './stage-identities.ts';

export interface MergeJob {
  readonly columnar: Columnar;
  readonly database: string;
  readonly staging: Staging;
  readonly batch: Batch;
  readonly dataset: Dataset;
  readonly schema: ObjectField;
  readonly namespaces: readonly Namespace[];
  /** Directory for blocks. */
  readonly directory: string;
  readonly signal: AbortSignal | undefined;
}

/** Rows that are merged at a time: bounds memory. */
const RANGE_ROWS = 20_000;

/** Merges the staged records into fragments and profiles, in ranges of keys. Returns how many profiles are new. */
export async function mergeRecords(job: MergeJob): Promise<number> {
  const { columnar, database, staging } = job;
  await refuseCollisions(columnar, database, { table: staging.records, id: 'id' });
  const [size] = await columnar.query<{ rows: string; next: string }>(
    `SELECT count() AS rows, (SELECT max(profile_no) FROM profiles) + 1 AS next FROM ${identifier(staging.records)}`,
    { database },
  );
  const ranges = keyRanges(Math.max(1, Math.ceil(Number(size?.rows ?? 0) / RANGE_ROWS)));
  const first = Number(size?.next ?? 1);
  let next = first;

  for (const range of ranges) {
    job.signal?.throwIfAborted();
    const read = await readRange(job, range);
    next = await mergeRange(job, read, next, range.first);
  }
  await stageIdentities(columnar, database, staging, job.namespaces);
  return next - first;
}

interface KeyRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Keys are hashes: ranges of equal width hold about equally many. */
function keyRanges(count: number): readonly KeyRange[] {
  const width = 2n ** 64n / BigInt(count) + 1n;
  return Array.from({ length: count }, (_, part) => {
    const first = BigInt(part) * width;
    return { first, last: part === count - 1 ? 2n ** 64n - 1n : first + width - 1n };
  });
}

interface RangeRows {
  readonly staged: readonly StagedRecord[];
  readonly fragments: ReadonlyMap<string, readonly Fragment[]>;
  readonly profiles: ReadonlyMap<string, StoredProfile>;
}

interface StagedRecord {
  readonly profile_key: string;
  readonly ns: string;
  readonly id: string;
  readonly seq: string;
  readonly doc: string;
  readonly identities: readonly IdentityPair[];
}

interface StoredProfile {
  readonly profile_key: string;
  readonly profile_no: number;
  readonly identities: readonly IdentityPair[];
}

interface FragmentRow extends StagedRecord {
  readonly dataset_id: string;
  readonly ingested_at: string;
}

async function readRange({ columnar, database, staging }: MergeJob, { first, last }: KeyRange): Promise<RangeRows> {
  const options = { database, params: { first, last } };
  const inRange = 'profile_key BETWEEN {first:UInt64} AND {last:UInt64}';
  const touched = `${inRange} AND profile_key IN (SELECT profile_key FROM ${identifier(staging.records)} WHERE ${inRange})`;
  const [staged, fragments, profiles] = await Promise.all([
    columnar.query<StagedRecord>(
      `SELECT profile_key, ns, id, seq, doc, identities FROM ${identifier(staging.records)} WHERE ${inRange}
       ORDER BY profile_key, seq`,
      options,
    ),
    columnar.query<FragmentRow>(
      `SELECT profile_key, dataset_id, ns, id, seq, doc, identities, ingested_at FROM record_fragments FINAL
       WHERE ${touched}`,
      options,
    ),
    columnar.query<StoredProfile>(
      `SELECT profile_key, profile_no, identities FROM profiles FINAL WHERE ${touched}`,
      options,
    ),
  ]);
  return {
    staged,
    fragments: grouped(fragments),
    profiles: new Map(profiles.map((row) => [row.profile_key, row])),
  };
}

function grouped(rows: readonly FragmentRow[]): ReadonlyMap<string, readonly Fragment[]> {
  const groups = Map.groupBy(rows, (row) => row.profile_key);
  return new Map(
    [...groups].map(([key, members]) => [
      key,
      members.map((row) => ({
        datasetId: row.dataset_id,
        document: JSON.parse(row.doc),
        identities: row.identities,
        seq: Number(row.seq),
        ingestedAt: Number(row.ingested_at),
      })),
    ]),
  );
}

/** Returns the next free profile number. */
async function mergeRange(job: MergeJob, rows: RangeRows, firstNo: number, part: bigint): Promise<number> {
  const { columnar, database, staging, batch, dataset } = job;
  const known = await attributeColumns(columnar, database, staging.profiles);
  const blocks = new ProfileBlocks(job.schema, known, batch.id);
  let next = firstNo;
  for (const [key, writes] of Map.groupBy(rows.staged, (row) => row.profile_key)) {
    const [{ ns, id } = { ns: '', id: '' }] = writes;
    const stored = rows.fragments.get(key) ?? [];
    const written = writtenFragment(
      stored.find((fragment) => fragment.datasetId === dataset.id),
      writes.map((row) => ({ document: JSON.parse(row.doc), identities: row.identities, seq: Number(row.seq) })),
      { datasetId: dataset.id, upsert: dataset.upsert, ingestedAt: batch.startedAt },
    );
    const others = stored.filter((fragment) => fragment.datasetId !== dataset.id);
    const profile = rows.profiles.get(key);
    const merged = mergedProfile([written, ...others], profile?.identities ?? []);
    blocks.add({ ns, id }, profile?.profile_no ?? next++, written, merged);
  }
  await store(job, blocks, join(job.directory, `merged-${part}`));
  return next;
}

async function store({ columnar, database, staging }: MergeJob, blocks: ProfileBlocks, path: string): Promise<void> {
  await ensureColumns(columnar, database, staging.profiles, blocks.attributes());
  for (const [table, block] of [
    [staging.profiles, await blocks.writeProfiles(`${path}-profiles.native`)],
    [staging.fragments, await blocks.writeFragments(`${path}-fragments.native`)],
  ] as const) {
    if (block.rows > 0) await columnar.load(table, block.columns, block.path, { database });
    await rm(block.path);
  }
}
