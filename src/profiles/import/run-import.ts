import { sandboxDatabase } from '../../store/columnar/identifier.ts';
import type { Batch } from '../batches/batch-ledger.ts';
import { promote } from '../batches/promote.ts';
import { createStaging, dropStaging, stagingOf } from '../batches/staging.ts';
import { ulid } from '../batches/ulid.ts';
import { NamespaceRepository } from '../identity/namespace-repository.ts';
import { mergeRecords } from './merge-records.ts';
import type { ImportProgress, ImportResult } from './options.ts';
import { type ReadTarget, readRows } from './read-rows.ts';
import type { ImportRun, ProgressTracker } from './run.ts';
import { ImportSchema } from './schema.ts';
import { type NamedSource, textSources } from './sources.ts';
import { stageEventProfiles } from './stage-events.ts';
import { ImportTally } from './tally.ts';

/** Reads, merges and publishes; after a dry run nothing has changed. */
export async function runImport(run: ImportRun): Promise<ImportResult> {
  const { options, directory, columnar } = run;
  const sources = await textSources(options.files, directory, columnar);
  const schema = await ImportSchema.open(run, sources);
  await using tally = new ImportTally(options.rejectsFile);
  const progress = progressOf(run, sources, tally);
  if (options.dryRun) {
    await readRows(run, { sources, schema, tally, progress, target: undefined });
    return { ...resultOf(tally, schema), batchId: undefined, datasetId: undefined, newProfiles: 0 };
  }
  const id = ulid(run.now());
  const { dataset, sandboxId } = run;
  const batch = await run.ledger.begin({
    id,
    sandboxId,
    datasetId: dataset.id,
    behavior: dataset.behavior,
    startedAt: run.now(),
  });
  const newProfiles = await staged(run, batch, async (target) => {
    const endSeq = await readRows(run, { sources, schema, tally, progress, target });
    progress.enter('merging');
    const created = await stageProfiles(run, schema, target);
    options.signal?.throwIfAborted();
    await run.ledger.staged(id, { accepted: tally.accepted, rejected: tally.rejected, endSeq });
    return created;
  });
  progress.enter('publishing');
  await publish(run, batch);
  return { ...resultOf(tally, schema), batchId: id, datasetId: dataset.id, newProfiles };
}

/** Does the work on staging tables; when it fails, nothing of it remains. */
async function staged<R>(run: ImportRun, batch: Batch, work: (target: ReadTarget) => Promise<R>): Promise<R> {
  const database = sandboxDatabase(run.sandboxId);
  const staging = stagingOf(batch);
  try {
    await createStaging(run.columnar, database, staging);
    return await work({ batch, staging, database });
  } catch (error) {
    await discard(run, batch).catch(() => undefined);
    throw error;
  }
}

/** Where this fails too, the next start does it. */
async function discard({ columnar, ledger, sandboxId, now }: ImportRun, batch: Batch): Promise<void> {
  await dropStaging(columnar, sandboxDatabase(sandboxId), stagingOf(batch));
  await ledger.failed(batch.id, now());
}

async function stageProfiles(run: ImportRun, schema: ImportSchema, target: ReadTarget): Promise<number> {
  const { columnar, dataset, directory } = run;
  const { database, staging, batch } = target;
  const namespaces = await new NamespaceRepository(run.control).list(run.sandboxId);
  if (dataset.behavior === 'event') return stageEventProfiles(columnar, database, staging, batch, namespaces);
  const { signal } = run.options;
  const common = { columnar, database, staging, batch, dataset, directory, signal };
  return mergeRecords({ ...common, namespaces, schema: schema.union });
}

/** From here on the batch becomes visible: a crash only delays it. */
async function publish({ columnar, ledger, sandboxId, now }: ImportRun, batch: Batch): Promise<void> {
  const database = sandboxDatabase(sandboxId);
  await promote(columnar, database, batch);
  await ledger.promoted(batch.id, now());
  await dropStaging(columnar, database, stagingOf(batch));
}

function progressOf(run: ImportRun, sources: readonly NamedSource[], tally: ImportTally): ProgressTracker {
  const bytesTotal = sources.reduce((sum, { file }) => sum + file.size, 0);
  let bytesRead = 0;
  let phase: ImportProgress['phase'] = 'reading';
  const tell = () => run.options.onProgress?.({ phase, rows: tally.rows, bytesRead, bytesTotal });
  return {
    read: (bytes) => {
      bytesRead += bytes;
    },
    rows: tell,
    enter: (next) => {
      phase = next;
      tell();
    },
  };
}

function resultOf(tally: ImportTally, schema: ImportSchema) {
  const { rows, accepted, rejected, rejectedBy, firstRejects, warnings } = tally;
  return { rows, accepted, rejected, rejectedBy, firstRejects, warnings, inferred: schema.inferred };
}
