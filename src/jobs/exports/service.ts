import { randomUUID } from 'node:crypto';
import { unknownMergePolicy } from '../../audiences/checks.ts';
import type { Scope, SegmentDefinition } from '../../audiences/definition.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import type { MergePolicy } from '../../audiences/rules.ts';
import { notFound, ServiceError, unknownDataset } from '../../errors.ts';
import type { QuerySchema } from '../../pql/types.ts';
import type { Dataset } from '../../profiles/index.ts';
import { UNION_ID } from '../../schema/union.ts';
import { isFinal, type Job, newJob } from '../job.ts';
import type { AlsoWrite, JobRepository, NewestPage } from '../repository.ts';
import { Retention } from '../retention.ts';
import type { JobRunner } from '../runner.ts';
import { EXPORT_JOB, type ExportJob } from './job.ts';
import { checkValues, type ExportRequest, filterOf } from './request.ts';

export interface ExportJobDependencies {
  readonly jobs: JobRepository<ExportJob>;
  readonly definitions: DefinitionRepository;
  readonly runner: JobRunner;
  readonly dataset: (sandboxId: string, id: string) => Promise<Dataset | undefined>;
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  /** The policy with the id, or the default one, when it is of the profile class. */
  readonly mergePolicy: (scope: Scope, id: string | undefined) => Promise<MergePolicy | undefined>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly maxQueued: number;
  readonly retentionDays: number;
}

/** Who asked for an export. */
export type ExportOrigin = Pick<Job, 'source' | 'requestId' | 'properties'> & {
  readonly profileInstanceId: string;
};

/** Create, read and cancel export jobs (api-segmentation.md section 6). */
export class ExportJobs {
  readonly #deps: ExportJobDependencies;
  readonly #retention: Retention;

  constructor(deps: ExportJobDependencies) {
    this.#deps = deps;
    this.#retention = new Retention(deps.now, deps.retentionDays);
  }

  /**
   * Makes a job; `also` joins the transaction of the insert.
   *
   * @throws ServiceError in the order of the table in api-segmentation.md section 6.4
   */
  async create(scope: Scope, request: ExportRequest, origin: ExportOrigin, also?: AlsoWrite): Promise<ExportJob> {
    const { jobs, now, runner } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const { dataset, filter, mergePolicy } = await this.#checked(scope, request);
    await this.#refuseFullQueue(sandboxId);
    const segmentPerBatch = request.destination.segmentPerBatch ?? false;
    const batches = segmentPerBatch ? (filter?.segments?.length ?? 0) : 1;
    const content = {
      profileInstanceId: origin.profileInstanceId,
      schemaName: request.schema.name,
      datasetId: dataset.id,
      format: dataset.format,
      segmentPerBatch,
      batchIds: Array.from({ length: batches }, () => randomUUID().replaceAll('-', '')),
      ...(request.fields !== undefined && { fields: request.fields }),
      ...(filter !== undefined && { filter }),
      ...(request.additionalFields !== undefined && { additionalFields: request.additionalFields }),
      ...(request.evaluationInfo !== undefined && {
        evaluationInfo: { segmentation: request.evaluationInfo.segmentation ?? false },
      }),
      mergePolicy: { id: mergePolicy.id, version: mergePolicy.version },
      ...(origin.properties !== undefined && { properties: origin.properties }),
    };
    const time = now();
    await jobs.deleteFinishedBefore(this.#retention.oldest());
    const job = await jobs.insertNumbered((id) => ({ ...newJob(id, scope, origin, time), ...content }), also);
    runner.wake(sandboxId);
    return job;
  }

  /** @throws ServiceError as {@link create} would, but for a full queue */
  async check(scope: Scope, request: ExportRequest): Promise<void> {
    await this.#checked(scope, request);
  }

  /** @throws ServiceError 404 for an id that is not a number, too */
  async get(scope: Scope, id: string): Promise<ExportJob> {
    const job = await this.#deps.jobs.get(scope.sandbox.sandboxId, id);
    if (job === undefined || this.#retention.isOver(job)) throw notFound([id]);
    return job;
  }

  async list(scope: Scope, page: NewestPage): Promise<readonly ExportJob[]> {
    await this.#deps.jobs.deleteFinishedBefore(this.#retention.oldest());
    return this.#deps.jobs.newest(scope.sandbox.sandboxId, page);
  }

  /** Cancels a job, or removes the record of a final one and keeps its batches; tells which. */
  async cancelOrDelete(scope: Scope, id: string): Promise<'cancelling' | 'deleted'> {
    const job = await this.get(scope, id);
    if (!isFinal(job.status)) {
      await this.#deps.runner.cancel(EXPORT_JOB, job.id);
      return 'cancelling';
    }
    // What the job leaves is cleared up by its record.
    await this.#deps.runner.settled(EXPORT_JOB, job.id);
    await this.#deps.jobs.delete(job.id);
    return 'deleted';
  }

  async #checked(scope: Scope, request: ExportRequest) {
    const { sandboxId } = scope.sandbox;
    const dataset = await this.#dataset(sandboxId, request);
    const filter = filterOf(request);
    const ids = [...new Set((filter?.segments ?? []).map(({ segmentId }) => segmentId))];
    const found = await this.#deps.definitions.byIds(sandboxId, ids);
    const mergePolicy = await this.#mergePolicy(scope, request, [...found.values()]);
    const foreign = (filter?.segments ?? []).filter(({ segmentNs }) => segmentNs !== 'ups');
    const missing = [...foreign.map(({ segmentId }) => segmentId), ...ids.filter((id) => !found.has(id))];
    if (missing.length > 0) throw notFound([...new Set(missing)], 400);
    checkValues(request, await this.#deps.schemaOf(sandboxId));
    return { dataset, filter, mergePolicy };
  }

  async #dataset(sandboxId: string, { destination, schema }: ExportRequest): Promise<Dataset> {
    const { datasetId } = destination;
    const dataset = await this.#deps.dataset(sandboxId, datasetId);
    if (dataset === undefined) throw unknownDataset(datasetId);
    if (dataset.schemaId === UNION_ID.profile) return dataset;
    const message = `The dataset ${datasetId} is not based on the union schema of ${schema.name}.`;
    throw new ServiceError('UPAPI-900401-400', message);
  }

  async #mergePolicy(
    scope: Scope,
    request: ExportRequest,
    definitions: readonly SegmentDefinition[],
  ): Promise<MergePolicy> {
    const used = [...new Set(definitions.map(({ mergePolicyId }) => mergePolicyId))];
    const given = request.mergePolicy?.id;
    if (given === undefined && used.length > 1) {
      throw new ServiceError(
        'UPAPI-900402-400',
        'A merge policy is required because the requested segments use different merge policies.',
      );
    }
    const id = given ?? used[0];
    const policy = await this.#deps.mergePolicy(scope, id);
    const version = request.mergePolicy?.version;
    if (policy !== undefined && (version === undefined || Number(version) === policy.version)) return policy;
    throw unknownMergePolicy(id ?? 'default', request.schema.name);
  }

  async #refuseFullQueue(sandboxId: string): Promise<void> {
    const waiting = await this.#deps.jobs.countInStates(sandboxId, ['NEW', 'QUEUED']);
    if (waiting < this.#deps.maxQueued) return;
    throw new ServiceError('UPAPI-900040-429', 'Too many requests. Please try again in a few minutes.');
  }
}
