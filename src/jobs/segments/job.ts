import type { Expression } from '../../audiences/definition.ts';
import { type Job, type TimeSpan, timeSpan } from '../job.ts';

/** Lists longer than this are shown as `*` (api-segmentation.md section 3.4). */
const SEGMENTS_SHOWN = 1500;

/** A definition as the job froze it. */
export interface JobSegment {
  readonly id: string;
  readonly expression: Expression;
  readonly mergePolicyId: string;
  readonly mergePolicy: { readonly id: string; readonly version: number };
}

/** What the caller asked for: every definition of the class at the start of the run, or these. */
export type JobRequest = { readonly kind: 'all' } | { readonly kind: 'ids'; readonly ids: readonly string[] };

/** The ids as a client wrote them, the first spelling of each: case tells none apart (api-conventions.md section 9). */
export const distinctIds = (ids: readonly string[]): readonly string[] =>
  [...Map.groupBy(ids, (id) => id.toLowerCase()).values()].flatMap(([first]) => first ?? []);

/** The request with its ids in the spelling in which they are stored. */
export const asStored = (request: JobRequest): JobRequest =>
  request.kind === 'all' ? request : { ...request, ids: request.ids.map((id) => id.toLowerCase()) };

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

/** A segment job as stored (api-segmentation.md section 3.1). */
export interface SegmentJob extends Job {
  readonly profileInstanceId: string;
  readonly request: JobRequest;
  readonly schemaName: string;
  /** The listed definitions; absent while the job stands for all and has not started. */
  readonly segments?: readonly JobSegment[];
  readonly persist: boolean;
  readonly run?: { readonly batchId: string; readonly computeJobId: number; readonly computeGatewayJobId: string };
  /** From the first to the last profile evaluated. */
  readonly profileSegmentationTime?: TimeSpan;
  readonly counters?: JobCounters;
}

/** The job as clients see it. */
export function segmentJobResource(job: SegmentJob) {
  const href = `/segment/jobs/${job.id}`;
  const updateEpoch = Math.floor(job.updateTime / 1000);
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
      totalTime: timeSpan(job.startTime, job.endTime),
      profileSegmentationTime: job.profileSegmentationTime ?? {},
      ...job.counters,
    },
    ...(job.errors.length > 0 && { errors: job.errors }),
    requestId: job.requestId,
    schema: { name: job.schemaName },
    ...(job.properties !== undefined && { properties: job.properties }),
    _links: { cancel: { href, method: 'DELETE' }, checkStatus: { href, method: 'GET' } },
    creationTime: job.creationTime,
    updateTime: updateEpoch * 1000,
    updateEpoch,
  };
}

function shownSegments(job: SegmentJob) {
  const tooMany = job.request.kind === 'all' && (job.segments?.length ?? 0) > SEGMENTS_SHOWN;
  if (job.segments === undefined || tooMany) return [{ segmentId: '*' }];
  return job.segments.map((segment) => ({ segmentId: segment.id, segment }));
}
