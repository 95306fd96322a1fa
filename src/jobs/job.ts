import type { Scope } from '../audiences/definition.ts';

export const JOB_STATUSES = ['NEW', 'QUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELLING', 'CANCELLED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export type FinalStatus = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

const FINAL: ReadonlySet<JobStatus> = new Set<FinalStatus>(['SUCCEEDED', 'FAILED', 'CANCELLED']);
export const isFinal = (status: JobStatus): boolean => FINAL.has(status);
export const isWaiting = (status: JobStatus): boolean => status === 'NEW' || status === 'QUEUED';

/** Envelope G (api-conventions.md section 5). */
export interface JobError {
  readonly code: string;
  readonly msg: string;
  readonly callStack: string;
}

/** Epoch milliseconds. */
export interface TimeSpan {
  readonly startTimeInMs?: number;
  readonly endTimeInMs?: number;
  readonly totalTimeInMs?: number;
}

/** What jobs of every kind have; the runner writes all of it but the first block. Times are epoch milliseconds. */
export interface Job {
  readonly id: string;
  readonly scope: Scope;
  readonly source: 'api' | 'scheduler';
  readonly requestId: string;
  /** `{scheduleId, runId}` of a job that a schedule started, and what else the kind shows there. */
  readonly properties?: Readonly<Record<string, string | boolean>>;
  readonly creationTime: number;

  readonly status: JobStatus;
  /** Last change of the status. */
  readonly updateTime: number;
  /** When PROCESSING began, of the last attempt. */
  readonly startTime?: number | undefined;
  /** When the job came to a final state. */
  readonly endTime?: number;
  readonly errors: readonly JobError[];
  /** How often a restart of the server interrupted the job. */
  readonly interruptions: number;
  /** How often the job went back to the queue because a store could not be reached. */
  readonly retries: number;
  /** A job that waits to be tried again does not start before. */
  readonly notBefore?: number;
}

/** The part of a new job that is the same for every kind; `time` is epoch milliseconds. */
export function newJob(id: string, scope: Scope, origin: Pick<Job, 'source' | 'requestId'>, time: number) {
  return {
    id,
    scope,
    source: origin.source,
    requestId: origin.requestId,
    status: 'NEW',
    creationTime: time,
    updateTime: time,
    errors: [],
    interruptions: 0,
    retries: 0,
  } as const satisfies Job;
}

/** Start, end and difference, epoch milliseconds; parts that are not known are left out. */
export function timeSpan(start: number | undefined, end: number | undefined): TimeSpan {
  if (start === undefined) return {};
  if (end === undefined) return { startTimeInMs: start };
  return { startTimeInMs: start, endTimeInMs: end, totalTimeInMs: end - start };
}
