import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { Batch } from '../batches/batch-ledger.ts';
import type { Staging } from '../batches/staging.ts';
import { NamespaceRepository } from '../identity/namespace-repository.ts';
import { attributeColumns } from '../tables/attribute-columns.ts';
import { BlockLoader } from './block-loader.ts';
import { DeferredRows } from './deferred-rows.ts';
import type { DeferredRow, WorkerJob } from './job.ts';
import type { Reject } from './options.ts';
import { readSources } from './read-sources.ts';
import type { ImportRun, ProgressTracker } from './run.ts';
import { typedCells } from './sample.ts';
import type { ImportSchema } from './schema.ts';
import type { NamedSource } from './sources.ts';
import type { ImportTally } from './tally.ts';
import { WorkerPool } from './worker-pool.ts';

/** Where accepted rows go. */
export interface ReadTarget {
  readonly batch: Batch;
  readonly staging: Staging;
  readonly database: string;
}

export interface ReadJob {
  readonly sources: readonly NamedSource[];
  readonly schema: ImportSchema;
  readonly tally: ImportTally;
  readonly progress: ProgressTracker;
  /** Undefined when rows are only to be checked. */
  readonly target: ReadTarget | undefined;
}

/** Sizes of profile-store.md section 7, in bytes of compact JSON, unless an import says otherwise. */
const MAX_SIZE = { record: 100 * 1024, event: 10 * 1024 };
const MAX_FUTURE_SKEW = 5 * 60 * 1000;

/** Rows of a block: large blocks make few parts, but each is held in memory by a worker. */
const BLOCK_ROWS = 200_000;

/** Deferred rows that are looked at to infer fields. */
const INFERENCE_ROWS = 20_000;

/** Validates all rows and stages the accepted ones. Returns the ingestion number after the last. */
export async function readRows(run: ImportRun, job: ReadJob): Promise<number> {
  const { tally, progress, schema } = job;
  let pass = 0;
  let deferred = new DeferredRows(join(run.directory, `deferred-${pass}.ndjson`));
  let rows = 0;
  await inPool(run, job, deferred, schema.infers, async (pool) => {
    const damaged = (reject: Reject) => pool.afterReports(() => tally.reject([reject]));
    const chunks = readSources(job.sources, progress.read, damaged);
    for await (const { name, format, chunk, firstRow } of chunks) {
      run.options.signal?.throwIfAborted();
      rows = firstRow + chunk.bytes.length;
      await pool.add({ kind: 'chunk', chunk, format, firstRow }, name);
    }
  });
  while (deferred.count > 0) {
    const waiting = deferred;
    const grown = await schema.grow(await firstDocuments(waiting));
    pass += 1;
    deferred = new DeferredRows(join(run.directory, `deferred-${pass}.ndjson`));
    await inPool(run, job, deferred, grown, async (pool) => {
      for await (const [file, group] of groups(waiting.read())) {
        run.options.signal?.throwIfAborted();
        await pool.add({ kind: 'deferred', rows: group }, file);
      }
    });
  }
  return (job.target?.batch.firstSeq ?? 0) + rows + 1;
}

async function firstDocuments(rows: DeferredRows) {
  const documents = [];
  for await (const { document, text } of rows.read()) {
    documents.push(text ? typedCells(document) : document);
    if (documents.length === INFERENCE_ROWS) break;
  }
  return documents;
}

/** Neighbouring rows of one file, some hundreds at a time. */
async function* groups(
  rows: AsyncIterable<DeferredRow>,
): AsyncGenerator<[file: string, rows: readonly DeferredRow[]], void> {
  let group: DeferredRow[] = [];
  for await (const row of rows) {
    const [first] = group;
    if (first !== undefined && (first.file !== row.file || group.length === 500)) {
      yield [first.file, group];
      group = [];
    }
    group.push(row);
  }
  const [first] = group;
  if (first !== undefined) yield [first.file, group];
}

/** Runs workers with the schema as it is now; ends when all their blocks are stored. */
async function inPool(
  run: ImportRun,
  job: ReadJob,
  deferred: DeferredRows,
  deferUnknown: boolean,
  feed: (pool: Pick<WorkerPool, 'add' | 'afterReports'>) => Promise<void>,
): Promise<void> {
  await using loader = job.target && (await openLoader(run, job.target));
  const namespaces = new NamespaceRepository(run.control);
  const workerJob = await workerJobOf(run, job, deferUnknown);
  await using pool = new WorkerPool(run.workers ?? availableParallelism(), workerJob, job.target?.batch.firstSeq ?? 0, {
    report: (report, file) => {
      job.tally.add(report, file);
      deferred.add(report.deferred);
      job.progress.rows();
    },
    block: (block) => loader?.add(block),
    namespace: (code) => namespaces.findOrCreate(run.sandboxId, code),
  });
  await feed({
    add: async (item, file) => {
      await loader?.room();
      await pool.add(item, file);
    },
    afterReports: (action) => pool.afterReports(action),
  });
  await pool.finish();
  await loader?.finish();
}

function openLoader({ columnar, dataset, options: { signal } }: ImportRun, target: ReadTarget): Promise<BlockLoader> {
  const { database, staging } = target;
  const table = dataset.behavior === 'event' ? staging.events : staging.records;
  return BlockLoader.open({ columnar, database, table, signal });
}

async function workerJobOf(run: ImportRun, { schema, target }: ReadJob, deferUnknown: boolean): Promise<WorkerJob> {
  const { dataset, options, now, columnar } = run;
  const kind = dataset.behavior;
  let known: readonly AttributeColumn[] = [];
  if (target !== undefined && kind === 'event')
    known = await attributeColumns(columnar, target.database, target.staging.events);
  return {
    kind,
    schema: schema.union,
    known,
    unknownFields: options.unknownFields ?? 'reject',
    deferUnknown,
    nulls: kind === 'record' && dataset.upsert ? 'keep' : 'drop',
    deriveId: options.deriveId ?? true,
    strictEcid: options.strictEcid ?? true,
    maxSize: options.maxSize ?? MAX_SIZE[kind],
    latest: now() + (options.maxFutureSkew ?? MAX_FUTURE_SKEW),
    namespaces: await new NamespaceRepository(run.control).list(run.sandboxId),
    reshaping: options.reshaping,
    datasetId: dataset.id,
    batchId: target?.batch.id ?? '',
    ingestedAt: target?.batch.startedAt ?? 0,
    directory: target && run.directory,
    blockRows: BLOCK_ROWS,
  };
}
