import { effectiveMethod, type SegmentDefinition } from '../../audiences/definition.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import { invalidField, notFound, ServiceError } from '../../errors.ts';
import { distinctIds, type JobRequest } from '../segments/job.ts';
import { SEGMENT_JOB } from '../segments/kind.ts';
import type { SegmentJobs } from '../segments/service.ts';
import type { ScheduleWork } from './work.ts';

/** Segments that one schedule may list. */
export const SEGMENTS_LIMIT = 10_000;

export interface SegmentWorkDependencies {
  readonly definitions: DefinitionRepository;
  readonly jobs: SegmentJobs;
}

/** Schedules of type `batch_segmentation` (api-segmentation.md sections 4.2 and 4.4). */
export function segmentWork({ definitions, jobs }: SegmentWorkDependencies): ScheduleWork<JobRequest> {
  return {
    kind: SEGMENT_JOB,
    collection: '/segment/jobs',
    async check({ sandbox }, request) {
      if (request.kind === 'all') return;
      const found = await definitions.byIds(
        sandbox.sandboxId,
        request.ids.map((id) => id.toLowerCase()),
      );
      const missing = request.ids.filter((id) => !found.has(id.toLowerCase()));
      if (missing.length > 0) throw notFound(missing, 400);
      const unfit = request.ids.filter((id) => !isAssignable(found.get(id.toLowerCase())));
      if (unfit.length > 0) {
        throw new ServiceError(
          'UPAPI-900308-400',
          `These segments cannot be assigned to a schedule: ${unfit.join(',')}`,
        );
      }
    },
    async submit(scope, request, origin) {
      if (request.kind === 'all') return (await jobs.createScheduled(scope, request, origin)).id;
      // Since they were assigned some may have become inactive.
      const found = await definitions.byIds(scope.sandbox.sandboxId, request.ids);
      const ids = request.ids.filter((id) => (found.get(id)?.lifecycleState ?? 'inactive') !== 'inactive');
      return ids.length === 0 ? undefined : (await jobs.createScheduled(scope, { kind: 'ids', ids }, origin)).id;
    },
  };
}

/** Streaming and edge audiences stay on the schedule of all segments (evaluation.md section 3.2). */
export const isAssignable = (definition: SegmentDefinition | undefined): boolean =>
  definition !== undefined &&
  definition.lifecycleState !== 'inactive' &&
  effectiveMethod(definition.evaluationInfo) === 'batch';

/**
 * What `properties.segments` asks for: exactly `*`, or ids as the client wrote them.
 *
 * @throws ServiceError `UPAPI-900003-400`
 */
export function segmentsOf(given: readonly string[]): JobRequest {
  const ids = distinctIds(given);
  if (ids.length === 1 && ids[0] === '*') return { kind: 'all' };
  if (ids.includes('*')) throw invalidField('properties.segments', "'*' stands alone, or the list has ids only.");
  if (ids.length > SEGMENTS_LIMIT) {
    throw invalidField('properties.segments', `It must not have more than ${SEGMENTS_LIMIT} ids.`);
  }
  return { kind: 'ids', ids };
}
