import type { Expression, Scope } from '../audiences/definition.ts';

export const JOB_STATUSES = ['NEW', 'QUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELLING', 'CANCELLED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

const FINAL: ReadonlySet<JobStatus> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);
export const isFinal = (status: JobStatus): boolean => FINAL.has(status);

/** Lists longer than this are shown as `*` (api-segmentation.md section 3.4). */
export const SEGMENTS_SHOWN = 1500;

/** A definition as the job froze it. */
export interface JobSegment {
  readonly id: string;
  readonly expression: Expression;
  readonly mergePolicyId: string;
  readonly mergePolicy: { readonly id: string; readonly version: number };
}

/** What the caller asked for: every definition of the class at the start of the run, or these. */
export type JobRequest = { readonly kind: 'all' } | { readonly kind: 'ids'; readonly ids: readonly string[] };

/** Epoch milliseconds. */
export interface TimeSpan {
  readonly startTimeInMs?: number;
  readonly endTimeInMs?: number;
  readonly totalTimeInMs?: number;
}

/** Counters that exist only after success (api-segmentation.md section 3.5). */
export interface JobCounters {
  readonly totalProfiles: number;
  readonly segmentedProfileCounter: Readonly<Record<string, number>>;
  readonly segmentedProfileByNamespaceCounter: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly segmentedProfileByStatusCounter: Readonly<
    Record<string, { readonly realized: number; readonly existing: number; readonly exited: number }>
  >;
  readonly totalProfilesByMergePolicy: Readonly<Record<string, number>>;
}

export interface JobError {
  readonly code: string;
  readonly msg: string;
  readonly callStack: string;
}

/** A segment job as stored (api-segmentation.md section 3.1). Times are epoch milliseconds, `updateEpoch` seconds. */
export interface SegmentJob {
  readonly id: string;
  readonly scope: Scope;
  readonly profileInstanceId: string;
  readonly source: 'api' | 'scheduler';
  readonly status: JobStatus;
  readonly request: JobRequest;
  readonly schemaName: string;
  /** The listed definitions; absent while the job stands for all and has not started. */
  readonly segments?: readonly JobSegment[];
  readonly persist: boolean;
  readonly run?: { readonly batchId: string; readonly computeJobId: number; readonly computeGatewayJobId: string };
  readonly metrics: {
    readonly totalTime: TimeSpan;
    readonly profileSegmentationTime: TimeSpan;
    readonly counters?: JobCounters;
  };
  readonly errors: readonly JobError[];
  readonly requestId: string;
  readonly properties?: Readonly<Record<string, string | boolean>>;
  /** How often a restart of the server interrupted the job. */
  readonly interruptions: number;
  readonly creationTime: number;
  readonly updateEpoch: number;
}

/** The job as clients see it. */
export function segmentJobResource(job: SegmentJob) {
  const href = `/segment/jobs/${job.id}`;
  return {
    id: job.id,
    imsOrgId: job.scope.imsOrgId,
    sandbox: job.scope.sandbox,
    profileInstanceId: job.profileInstanceId,
    source: job.source,
    status: job.status,
    ...job.run,
    segments: shownSegments(job),
    metrics: {
      totalTime: job.metrics.totalTime,
      profileSegmentationTime: job.metrics.profileSegmentationTime,
      ...job.metrics.counters,
    },
    ...(job.errors.length > 0 && { errors: job.errors }),
    requestId: job.requestId,
    schema: { name: job.schemaName },
    ...(job.properties !== undefined && { properties: job.properties }),
    _links: { cancel: { href, method: 'DELETE' }, checkStatus: { href, method: 'GET' } },
    creationTime: job.creationTime,
    updateTime: job.updateEpoch * 1000,
    updateEpoch: job.updateEpoch,
  };
}

function shownSegments(job: SegmentJob) {
  const tooMany = job.request.kind === 'all' && (job.segments?.length ?? 0) > SEGMENTS_SHOWN;
  if (job.segments === undefined || tooMany) return [{ segmentId: '*' }];
  return job.segments.map((segment) => ({ segmentId: segment.id, segment }));
}
