import { join } from 'node:path';
import { type Heads, type KeyRange, keyRanges, type MembershipPlaces } from '../../evaluation/index.ts';
import { UNION_ID } from '../../schema/union.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { SandboxData } from '../evaluator.ts';
import { timeSpan } from '../job.ts';
import type { RunContext } from '../kind.ts';
import type { BatchFile, BatchPlace, DatasetFiles } from './dataset-files.ts';
import { fieldPaths, type Selection, selectionOf } from './field-selection.ts';
import type { ExportJob } from './job.ts';
import { RECORD_SETTINGS, type RecordShape, recordsSql } from './records.ts';
import { instant } from './request.ts';
import { ProfileSelection, type SelectionEntry, type SelectionRule } from './selection.ts';

/** Profiles, and events, of one file at most, about: bounds the memory of a statement. */
const PROFILES_A_FILE = 200_000;
const EVENTS_A_FILE = 1_000_000;

const OUTPUT = {
  parquet: { format: 'Parquet', extension: 'parquet' },
  json: { format: 'TSVRaw', extension: 'ndjson' },
} as const;

export interface ExportWork {
  readonly job: ExportJob;
  /** A session of the export's own. */
  readonly columnar: Columnar;
  readonly files: DatasetFiles;
  readonly data: SandboxData;
  /** The memberships that are exported. */
  readonly heads: Heads;
  /** Where those of external audiences are shown. */
  readonly places: MembershipPlaces;
  /** The entries of `filter.segments`; undefined for all profiles. */
  readonly entries: readonly SelectionEntry[] | undefined;
  readonly context: RunContext;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const selectionName = (job: Pick<ExportJob, 'id'>): string => `export_${job.id}`;

export const placeOf = ({ datasetId, scope }: ExportJob, batchId: string): BatchPlace => ({
  sandboxId: scope.sandbox.sandboxId,
  datasetId,
  batchId,
});

/** Writes the batches of an export, complete and not yet visible. */
export async function writeExport(work: ExportWork) {
  const { columnar, context, data, files, job, now } = work;
  const startedAt = now();
  const options: QueryOptions = { database: data.database, signal: context.signal };
  const selection = new ProfileSelection(columnar, selectionName(job), options);
  const ranges = await keyRanges(columnar, await profilesAFile(work, options), options);
  await selection.create(work.heads, work.places, work.entries ?? []);
  const rule = ruleOf(work);
  for (const range of ranges) await selection.add(range, rule, context.startTime);

  const counts = new Map<KeyRange, ReadonlyMap<number, number>>();
  for (const range of ranges) counts.set(range, await selection.counts(range, job.segmentPerBatch));
  const total = sum([...counts.values()].flatMap((byBatch) => [...byBatch.values()]));
  const shape = shapeOf(work);
  const { extension, format } = OUTPUT[job.format];
  const batches: (readonly BatchFile[])[] = [];
  let done = 0;
  for (const [batch, batchId] of job.batchIds.entries()) {
    const directory = await files.begin(placeOf(job, batchId));
    const written: BatchFile[] = [];
    for (const range of ranges) {
      const records = counts.get(range)?.get(batch) ?? 0;
      if (records === 0) continue;
      const path = join(directory, `part-${String(written.length).padStart(5, '0')}.${extension}`);
      const sql = recordsSql(shape, selection.table, range, job.segmentPerBatch ? batch : undefined, job.format);
      await columnar.save(sql, { path, format, rows: records }, { ...options, settings: RECORD_SETTINGS });
      written.push(await files.seal(path, records));
      done += records;
      context.onProgress(done, total);
    }
    batches.push(written);
  }
  const writtenAt = now();
  for (const [batch, batchId] of job.batchIds.entries()) {
    await files.complete(placeOf(job, batchId), manifestOf(job, batch, batches[batch] ?? []));
  }
  return {
    profileExportTime: timeSpan(startedAt, writtenAt),
    datasetWriteTime: timeSpan(writtenAt, now()),
    counters: {
      totalExportedProfileCounter: total,
      exportedProfileByNamespaceCounter: await selection.countByNamespace(job.segmentPerBatch),
    },
  };
}

function manifestOf(job: ExportJob, batch: number, files: readonly BatchFile[]) {
  const segment = job.segmentPerBatch ? job.filter?.segments?.[batch] : undefined;
  return {
    batchId: job.batchIds[batch] ?? '',
    datasetId: job.datasetId,
    jobId: Number(job.id),
    format: job.format,
    schema: UNION_ID.profile,
    ...(segment !== undefined && { segment }),
    records: sum(files.map(({ records }) => records)),
    files,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

async function profilesAFile({ columnar, job }: ExportWork, options: QueryOptions): Promise<number> {
  if (job.additionalFields?.eventList === undefined) return PROFILES_A_FILE;
  const [row] = await columnar.query<{ profiles: string; events: string }>(
    'SELECT (SELECT count() FROM profiles) AS profiles, (SELECT count() FROM events) AS events',
    options,
  );
  const events = Math.max(1, Number(row?.events ?? 0));
  return Math.min(PROFILES_A_FILE, Math.ceil((EVENTS_A_FILE * Math.max(1, Number(row?.profiles ?? 0))) / events));
}

function ruleOf({ entries, job }: ExportWork): SelectionRule {
  const { emptyProfiles = false, fromIngestTimestamp, segmentQualificationTime } = job.filter ?? {};
  const from = instant('startTime', segmentQualificationTime?.startTime);
  const to = instant('endTime', segmentQualificationTime?.endTime);
  const ingestedAfter = instant('fromIngestTimestamp', fromIngestTimestamp);
  return {
    entries,
    emptyProfiles,
    ...(from !== undefined && { qualifiedFrom: from }),
    ...(to !== undefined && { qualifiedTo: to }),
    ...(ingestedAfter !== undefined && { ingestedAfter }),
  };
}

function shapeOf({ context, data, job }: ExportWork): RecordShape {
  const list = job.additionalFields?.eventList;
  const after = instant('fromIngestTimestamp', list?.filter?.fromIngestTimestamp);
  const before = instant('toIngestTimestamp', list?.filter?.toIngestTimestamp);
  return {
    schema: data.schema,
    layout: data.layout,
    now: context.startTime,
    fields: selectionIn(job.fields),
    ...(list !== undefined && {
      events: {
        fields: selectionIn(list.fields),
        ...(after !== undefined && { ingestedAfter: after }),
        ...(before !== undefined && { ingestedBefore: before }),
      },
    }),
  };
}

const selectionIn = (fields: string | undefined): Selection =>
  fields === undefined ? 'all' : selectionOf(fieldPaths(fields));
