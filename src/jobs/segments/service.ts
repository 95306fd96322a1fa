import { randomUUID } from 'node:crypto';
import { PROFILE_CLASS } from '../../audiences/content.ts';
import type { Scope, SegmentDefinition } from '../../audiences/definition.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import { notFound, ServiceError } from '../../errors.ts';
import { isFinal, newJob } from '../job.ts';
import type { AlsoWrite, JobQuery, JobRepository } from '../repository.ts';
import { Retention } from '../retention.ts';
import type { JobRunner } from '../runner.ts';
import type { ScheduledOrigin } from '../schedules/run.ts';
import { asStored, type JobRequest, type JobSegment, type SegmentJob } from './job.ts';
import { SEGMENT_JOB } from './kind.ts';
import { parseJobRequest } from './request.ts';

export interface SegmentJobDependencies {
  readonly jobs: JobRepository<SegmentJob>;
  readonly definitions: DefinitionRepository;
  readonly runner: JobRunner;
  readonly mergePolicyVersion: (scope: Scope, id: string) => Promise<number>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly maxQueued: number;
  readonly retentionDays: number;
}

export interface JobOrigin {
  readonly requestId: string;
  readonly profileInstanceId: string;
  readonly persist: boolean;
}

/** Create, read and cancel segment jobs (api-segmentation.md section 3). */
export class SegmentJobs {
  readonly #deps: SegmentJobDependencies;
  readonly #retention: Retention;

  constructor(deps: SegmentJobDependencies) {
    this.#deps = deps;
    this.#retention = new Retention(deps.now, deps.retentionDays);
  }

  /** @throws ServiceError in the order of the table in api-segmentation.md section 3.4 */
  async create(scope: Scope, body: unknown, origin: JobOrigin): Promise<SegmentJob> {
    const { request, schemaName } = parseJobRequest(body);
    const listed = request.kind === 'ids' ? await this.#listed(scope, request.ids) : undefined;
    await this.#refuseFullQueue(scope);
    return this.#insert(scope, asStored(request), listed, {
      ...origin,
      source: 'api',
      schemaName,
      ...(!origin.persist && { properties: { persist: false } }),
    });
  }

  /**
   * Makes the job of a schedule (api-segmentation.md section 4.4), whatever the length of its list and of the queue:
   * there is at most one of each schedule.
   *
   * @throws ServiceError `UPAPI-113000-404`, `UPAPI-900202-400`
   */
  async createScheduled(scope: Scope, request: JobRequest, origin: ScheduledOrigin): Promise<SegmentJob> {
    const { record, ...rest } = origin;
    const listed = request.kind === 'ids' ? await this.#listed(scope, request.ids) : undefined;
    const job = { ...rest, profileInstanceId: 'ups', schemaName: PROFILE_CLASS, persist: true };
    return this.#insert(scope, request, listed, job, record);
  }

  async #insert(
    scope: Scope,
    request: JobRequest,
    listed: readonly SegmentDefinition[] | undefined,
    origin: JobOrigin & Pick<SegmentJob, 'source' | 'schemaName' | 'properties'>,
    also?: AlsoWrite,
  ): Promise<SegmentJob> {
    const { jobs, now } = this.#deps;
    const job: SegmentJob = {
      ...newJob(randomUUID(), scope, origin, now()),
      profileInstanceId: origin.profileInstanceId,
      request,
      schemaName: origin.schemaName,
      ...(listed !== undefined && { segments: await this.freeze(scope, listed) }),
      persist: origin.persist,
      ...(origin.properties !== undefined && { properties: origin.properties }),
    };
    await jobs.deleteFinishedBefore(this.#retention.oldest());
    await jobs.insert(job, also);
    this.#deps.runner.wake(scope.sandbox.sandboxId);
    return job;
  }

  async get(scope: Scope, id: string): Promise<SegmentJob> {
    const job = (await this.byIds(scope, [id.toLowerCase()])).get(id.toLowerCase());
    if (job === undefined) throw notFound([id]);
    return job;
  }

  async byIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentJob>> {
    const found = await this.#deps.jobs.byIds(scope.sandbox.sandboxId, ids);
    return new Map([...found].filter(([, job]) => !this.#retention.isOver(job)));
  }

  async list(scope: Scope, query: JobQuery<SegmentJob>) {
    await this.#deps.jobs.deleteFinishedBefore(this.#retention.oldest());
    return this.#deps.jobs.list(scope.sandbox.sandboxId, query);
  }

  /** Cancels a job, or removes the record of a final one (api-segmentation.md section 3.9). */
  async cancelOrDelete(scope: Scope, id: string): Promise<void> {
    const job = await this.get(scope, id);
    if (isFinal(job.status)) await this.#deps.jobs.delete(job.id);
    else await this.#deps.runner.cancel(SEGMENT_JOB, job.id);
  }

  /** The form of definitions that a job shows and keeps. */
  async freeze(scope: Scope, definitions: readonly SegmentDefinition[]): Promise<JobSegment[]> {
    const versions = new Map<string, number>();
    for (const { mergePolicyId } of definitions) {
      if (!versions.has(mergePolicyId)) {
        versions.set(mergePolicyId, await this.#deps.mergePolicyVersion(scope, mergePolicyId));
      }
    }
    return definitions.map(({ id, expression, mergePolicyId }) => ({
      id,
      expression,
      mergePolicyId,
      mergePolicy: { id: mergePolicyId, version: versions.get(mergePolicyId) ?? 1 },
    }));
  }

  async #listed(scope: Scope, ids: readonly string[]): Promise<SegmentDefinition[]> {
    const stored = ids.map((id) => id.toLowerCase());
    const found = await this.#deps.definitions.byIds(scope.sandbox.sandboxId, stored);
    const missing = ids.filter((id) => !found.has(id.toLowerCase()));
    if (missing.length > 0) throw notFound(missing, 400);
    const listed = stored.flatMap((id) => found.get(id) ?? []);
    const inactive = listed.find((definition) => definition.lifecycleState === 'inactive');
    if (inactive !== undefined) {
      throw new ServiceError(
        'UPAPI-900202-400',
        `The segment definition ${inactive.id} is inactive and cannot be evaluated.`,
      );
    }
    return listed;
  }

  async #refuseFullQueue(scope: Scope): Promise<void> {
    const waiting = await this.#deps.jobs.countInStates(scope.sandbox.sandboxId, ['NEW', 'QUEUED']);
    if (waiting < this.#deps.maxQueued) return;
    throw new ServiceError(
      'UPAPI-900203-429',
      'There are too many segmentation jobs in processing at the moment. Try again at a later time.',
    );
  }
}
