import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import { identityField } from '../../audiences/external/details.ts';
import type { ExternalAudienceRepository, ExternalSource } from '../../audiences/external/repository.ts';
import type { NamespaceRepository, NewProfiles, ProfileImporter } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import { causeOf } from '../failure.ts';
import type { JobKind, Prepared, Result, RunContext } from '../kind.ts';
import type { RunLedger } from '../ledger.ts';
import type { JobDb, JobRepository } from '../repository.ts';
import type { Expiry } from './expiry.ts';
import { FailedRows, removeFailedRows } from './failed-rows.ts';
import { INGESTION_JOB, type IngestionJob, type IngestionStage, type StageCounts } from './job.ts';
import type { Publication, Publisher } from './publication.ts';
import { IngestionError } from './rows.ts';
import { type StagedMembers, stageMembers } from './stage-members.ts';
import { stageRows } from './stage-rows.ts';
import { type FileStorage, filesOfPeriod, type StoredFile } from './storage.ts';
import { createDatasetTable, createStagedTable, datasetTable, dropTable, foundTable, stagedTable } from './tables.ts';

export interface IngestionDependencies {
  readonly jobs: JobRepository<IngestionJob>;
  readonly columnar: Columnar;
  readonly audiences: AudienceRepository;
  readonly sources: ExternalAudienceRepository;
  readonly namespaces: NamespaceRepository;
  readonly importer: ProfileImporter;
  readonly evaluations: Evaluations;
  readonly ledger: RunLedger;
  readonly expiry: Expiry;
  readonly publisher: Publisher;
  readonly storage: FileStorage;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  /** Directory for files of work that is going on. */
  readonly workPath: string;
  /** Directory of the files of datasets. */
  readonly datasetPath: string;
  readonly strictEcid: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Runs of external audiences for the runner (api-audiences.md section 4.9). */
export function ingestionKind(deps: IngestionDependencies): JobKind<IngestionJob> {
  const { columnar, evaluations, jobs, publisher, sources } = deps;
  /** New profiles of jobs that are under way, by the id of the job. */
  const unpublished = new Map<string, NewProfiles>();

  async function prepare(job: IngestionJob): Promise<Prepared<IngestionJob>> {
    const { sandboxId } = job.scope.sandbox;
    await publisher.publishPending(sandboxId);
    const source = await sources.get(sandboxId, job.audienceId);
    const audience = await deps.audiences.get(sandboxId, job.audienceId);
    if (source === undefined || audience === undefined) throw new IngestionError('The audience was deleted.');
    await deps.expiry.expire(sandboxId, job.audienceId);
    const runNo = await evaluations.open(sandboxId, job.id, true);
    return {
      started: (stored) => ({ ...stored, stages: [newStage('DATASET_INGEST')] }),
      run: (context) => run({ job, source, runNo, context }),
    };
  }

  async function run(work: RunWork): Promise<Result<IngestionJob>> {
    try {
      return work.job.work.kind === 'files' ? await ingestFiles(work, work.job.work) : await ingestAgain(work);
    } catch (error) {
      work.context.signal.throwIfAborted();
      if (!(error instanceof IngestionError)) throw error;
      return {
        status: 'FAILED',
        ended: (stored) => ({ ...stored, stages: stored.stages.map((stage) => failed(stage, error.message)) }),
      };
    }
  }

  async function ingestFiles(
    work: RunWork,
    { differential, end, start }: Extract<IngestionJob['work'], { kind: 'files' }>,
  ): Promise<Result<IngestionJob>> {
    const { job, source } = work;
    const all = await deps.storage.files(source.sandboxId, source.details.sourceSpec.params);
    const consumed = differential ? new Set((await sources.consumed(source.id)).map(fileKey)) : new Set<string>();
    const files = filesOfPeriod(all, start, end).filter((file) => !consumed.has(fileKey(file)));
    if (files.length === 0) {
      return succeeded(work, { counts: NOTHING, files, members: undefined });
    }
    const { counts, options } = await ingestRows(work, files);
    const isEmpty = counts.recordsRead === 0;
    await jobs.change(job.id, (stored) => ({
      ...stored,
      stages: [...stored.stages.map((stage) => done(stage, counts)), newStage('PROFILE_STORE_INGEST')],
    }));
    const members = await ingestMembers(work, options, {
      source: isEmpty ? undefined : identifier(stagedTable(job.id)),
      keepsOthers: differential && !isEmpty,
    });
    return succeeded(work, { counts, files, members });
  }

  /** Stage 1: the rows, in a table of their own. */
  async function ingestRows({ context, job, runNo, source }: RunWork, files: readonly StoredFile[]) {
    const { datasetId, details, sandboxId } = source;
    const options: QueryOptions = { database: await deps.databaseOf(sandboxId), signal: context.signal };
    await createDatasetTable(columnar, datasetId, details, options);
    await createStagedTable(columnar, datasetId, job.id, runNo, options);
    const directory = workDirectory(job);
    await mkdir(directory, { recursive: true });
    await using session = await columnar.session();
    await using failedRows = new FailedRows(failedRowsPath(job, datasetId));
    const taken = await stageRows({
      columnar: session,
      options,
      table: stagedTable(job.id),
      rules: { fields: details.fields, namespace: await namespaceOf(source), strictEcid: deps.strictEcid },
      files,
      directory,
      failed: failedRows,
      onProgress: context.onProgress,
    });
    await failedRows.finish();
    const counts: StageCounts = {
      recordsRead: taken + failedRows.count,
      recordsIngested: taken,
      recordsFailed: failedRows.count,
      ...(failedRows.count > 0 && {
        failures: failedRows.byCode,
        failedRecordsFile: `${datasetId}/${failedRowsName(job)}`,
      }),
    };
    return { counts, options };
  }

  /** What the last successful run brought, once more. */
  async function ingestAgain(work: RunWork): Promise<Result<IngestionJob>> {
    const { context, source } = work;
    if (source.lastRunNo === undefined) return succeeded(work, { counts: NOTHING, files: [], members: undefined });
    const options: QueryOptions = { database: await deps.databaseOf(source.sandboxId), signal: context.signal };
    const rows = `(SELECT identity FROM ${identifier(datasetTable(source.datasetId))} FINAL WHERE run_no = ${Number(source.lastRunNo)})`;
    const members = await ingestMembers(work, options, { source: rows, keepsOthers: true });
    return succeeded(work, { counts: NOTHING, files: [], members });
  }

  /** Stage 2: who is in, and the profiles that nobody knew. */
  async function ingestMembers(
    { context, job, runNo, source }: RunWork,
    options: QueryOptions,
    rows: { readonly source: string | undefined; readonly keepsOthers: boolean },
  ): Promise<StagedMembers> {
    const { sandboxId } = source;
    await using session = await columnar.session();
    return await stageMembers({
      ...rows,
      columnar: session,
      database: await deps.databaseOf(sandboxId),
      options,
      audienceId: source.id,
      scratch: foundTable(job.id),
      runNo,
      heads: await deps.ledger.heads(sandboxId),
      ns: (await namespaceOf(source)).code,
      at: context.startTime,
      async openNewProfiles() {
        const profiles = await deps.importer.openNewProfiles(sandboxId, source.datasetId);
        unpublished.set(job.id, profiles);
        return profiles;
      },
    });
  }

  function succeeded(work: RunWork, outcome: Outcome): Result<IngestionJob> {
    const { job, runNo, source } = work;
    const { counts, files, members } = outcome;
    const isRun = job.work.kind === 'files';
    const publication: Publication = {
      jobId: job.id,
      sandboxId: source.sandboxId,
      audienceId: source.id,
      datasetId: source.datasetId,
      ...(isRun && { completedAt: deps.now() }),
      ...(members !== undefined && { members: { runNo, metrics: metricsOf(job, members, deps.now()) } }),
    };
    return {
      status: 'SUCCEEDED',
      ended: (stored) => ({ ...stored, stages: isRun ? finished(stored.stages, counts, members) : [] }),
      async commit(db: JobDb) {
        if (members !== undefined) await evaluations.commit(db, source.sandboxId, runNo, [source.id]);
        await unpublished.get(job.id)?.commit(db);
        if (isRun) {
          await sources.noteRun(db, source.id, { id: job.id, runNo: members === undefined ? undefined : runNo, files });
        }
        await publisher.intend(db, publication);
      },
      async afterCommit() {
        const profiles = unpublished.get(job.id);
        unpublished.delete(job.id);
        await profiles?.publish();
        await publisher.publish(publication);
      },
    };
  }

  async function namespaceOf({ details, sandboxId }: ExternalSource) {
    const { identityNs } = identityField(details.fields);
    const namespace = (await deps.namespaces.directory(sandboxId)).find(identityNs);
    if (namespace === undefined) throw new IngestionError(`The identity namespace ${identityNs} does not exist.`);
    return namespace;
  }

  async function clear(job: IngestionJob): Promise<void> {
    const { sandboxId } = job.scope.sandbox;
    await rm(workDirectory(job), { recursive: true, force: true });
    if (await publisher.isPending(job.id)) return;
    await unpublished.get(job.id)?.discard();
    unpublished.delete(job.id);
    await evaluations.clear(job.id);
    const options = { database: await deps.databaseOf(sandboxId) };
    for (const table of [stagedTable(job.id), foundTable(job.id)]) await dropTable(columnar, table, options);
    const source = await sources.get(sandboxId, job.audienceId);
    const status = (await jobs.find(job.id))?.status;
    const isOver = status === 'SUCCEEDED' || status === 'FAILED';
    if (source !== undefined) await removeFailedRows(failedRowsPath(job, source.datasetId), !isOver);
  }

  const workDirectory = ({ id }: IngestionJob): string => join(deps.workPath, `ingestion-${id}`);
  const failedRowsPath = (job: IngestionJob, datasetId: string): string =>
    join(deps.datasetPath, job.scope.sandbox.sandboxId, datasetId, failedRowsName(job));

  return {
    name: INGESTION_JOB,
    jobs,
    maxConcurrent: 1,
    waitsAs: 'NEW',
    exclusive: () => [MEMBERSHIPS],
    prepare,
    clear,
    recover: async () => void (await publisher.publishPending()),
    requeued: (job) => ({ ...job, stages: [] }),
    failure: (error) => (error instanceof IngestionError ? { code: '100960-422', msg: error.message } : causeOf(error)),
  };
}

/** One attempt of a job. */
interface RunWork {
  readonly job: IngestionJob;
  readonly source: ExternalSource;
  readonly runNo: number;
  readonly context: RunContext;
}

interface Outcome {
  readonly counts: StageCounts;
  readonly files: readonly StoredFile[];
  /** Undefined when the members are as they were. */
  readonly members: StagedMembers | undefined;
}

const NOTHING: StageCounts = { recordsRead: 0, recordsIngested: 0, recordsFailed: 0 };

const fileKey = ({ modified, path, size }: Pick<StoredFile, 'modified' | 'path' | 'size'>): string =>
  JSON.stringify([path, size, modified]);

const failedRowsName = ({ id }: IngestionJob): string => `${id}.failed.ndjson`;

const newStage = (stage: IngestionStage['stage']): IngestionStage => ({
  stage,
  flowRunId: randomUUID(),
  status: 'PROCESSING',
});

const done = (stage: IngestionStage, counts: StageCounts): IngestionStage => ({ ...stage, status: 'SUCCESS', counts });

const failed = (stage: IngestionStage, errorMessage: string): IngestionStage =>
  stage.status === 'PROCESSING' ? { ...stage, status: 'FAILED', errorMessage } : stage;

/** Both stages as they ended; a run that read no file has them too. */
function finished(
  stages: readonly IngestionStage[],
  counts: StageCounts,
  members: StagedMembers | undefined,
): readonly IngestionStage[] {
  const { created = 0, identities = 0 } = members ?? {};
  const [rows = newStage('DATASET_INGEST'), profiles = newStage('PROFILE_STORE_INGEST')] = stages;
  const fragments = { newProfileFragments: created, existingProfileFragments: identities - created };
  return [
    done(rows, counts),
    done(profiles, { recordsRead: identities, recordsIngested: identities, recordsFailed: 0, ...fragments }),
  ];
}

function metricsOf({ creationTime, id }: IngestionJob, { change }: StagedMembers, now: number) {
  return {
    jobId: id,
    type: 'ingestion',
    totalProfiles: change.members,
    totalProfilesByStatus: { realized: change.realized, existing: change.existing, exited: change.exited },
    createEpoch: Math.floor(creationTime / 1000),
    updateEpoch: Math.floor(now / 1000),
  } as const;
}
