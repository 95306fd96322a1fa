import type { Job, JobStatus } from '../job.ts';

export const INGESTION_JOB = 'ingestion';

/** What an ingestion reads: the files of a period, or what the last successful run put into the dataset. */
export type IngestionWork =
  | {
      readonly kind: 'files';
      /** Inclusive, Unix seconds. */
      readonly start: number;
      readonly end: number;
      readonly differential: boolean;
    }
  | { readonly kind: 'extension' };

/** Counts of a stage; `recordsRead = recordsIngested + recordsFailed`. */
export interface StageCounts {
  readonly recordsRead: number;
  readonly recordsIngested: number;
  readonly recordsFailed: number;
  /** Failed records by reason; left out when there are none. */
  readonly failures?: Readonly<Record<string, number>>;
  /** Place of the failed records, below the directory of the sandbox's datasets; left out when there are none. */
  readonly failedRecordsFile?: string;
  readonly newProfileFragments?: number;
  readonly existingProfileFragments?: number;
}

export interface IngestionStage {
  readonly stage: 'DATASET_INGEST' | 'PROFILE_STORE_INGEST';
  readonly flowRunId: string;
  readonly status: 'PROCESSING' | 'SUCCESS' | 'FAILED';
  readonly counts?: StageCounts;
  readonly errorMessage?: string;
}

/** A run of an external audience as stored (api-audiences.md section 4.4). */
export interface IngestionJob extends Job {
  readonly audienceId: string;
  readonly audienceName: string;
  readonly createdBy: string;
  readonly work: IngestionWork;
  readonly stages: readonly IngestionStage[];
  /** Its results can be read everywhere. */
  readonly isPublished?: boolean;
}

export type RunStatus = 'PROCESSING' | 'SUCCESS' | 'FAILED';

const STATUS: Readonly<Partial<Record<JobStatus, RunStatus>>> = { FAILED: 'FAILED', CANCELLED: 'FAILED' };

/** The status that clients see: a run is over when its results can be read. */
export function runStatus({ isPublished, status }: IngestionJob): RunStatus {
  if (status === 'SUCCEEDED') return isPublished === true ? 'SUCCESS' : 'PROCESSING';
  return STATUS[status] ?? 'PROCESSING';
}

/** The run as lists show it; instants are Unix seconds (api-audiences.md section 4.5). */
export function runResource(job: IngestionJob) {
  const { audienceId, audienceName, createdBy, creationTime, id, work } = job;
  if (work.kind !== 'files') throw new Error(`The ingestion ${id} is no run of a client`);
  return {
    audienceName,
    audienceId,
    runId: id,
    differentialIngestion: work.differential,
    dataFilterStartTime: work.start,
    dataFilterEndTime: work.end,
    createdAt: Math.floor(creationTime / 1000),
    createdBy,
    status: runStatus(job),
  };
}

/** The run with its stages. */
export function runDetails(job: IngestionJob) {
  const status = runStatus(job);
  const [error] = job.errors;
  return {
    ...runResource(job),
    details: job.stages.map(({ counts, errorMessage, flowRunId, stage, status: own }) => {
      const reason = errorMessage ?? error?.msg;
      const isUnfinished = own === 'PROCESSING' && status === 'FAILED';
      const shown = isUnfinished
        ? 'FAILED'
        : status === 'PROCESSING' && stage === 'PROFILE_STORE_INGEST'
          ? status
          : own;
      return {
        stage,
        status: shown,
        flowRunId,
        ...counts,
        ...(shown === 'FAILED' && { errorMessage: reason ?? 'The run was interrupted.' }),
      };
    }),
  };
}
