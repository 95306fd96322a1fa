import type { ExternalAudience } from '../../audiences/audience.ts';
import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import type { ExternalAudienceDetails } from '../../audiences/external/details.ts';
import type { ExternalAudienceRepository } from '../../audiences/external/repository.ts';
import type { AudienceWriter, Made } from '../../audiences/writer.ts';
import { ServiceError } from '../../errors.ts';
import type { DatasetRepository } from '../../profiles/index.ts';
import { causeOf } from '../failure.ts';
import type { Job } from '../job.ts';
import type { JobKind, Result } from '../kind.ts';
import type { JobRepository } from '../repository.ts';

export const CREATION_JOB = 'external-audience';

/** The creation of an external audience as stored (api-audiences.md section 4.2). */
export interface CreationJob extends Job {
  readonly details: ExternalAudienceDetails;
  /** Ids that the audience and its dataset get. */
  readonly audienceId: string;
  readonly datasetId: string;
  readonly mergePolicyId?: string;
  readonly createdBy: string;
}

export interface CreationDependencies {
  readonly jobs: JobRepository<CreationJob>;
  readonly audiences: AudienceRepository;
  readonly sources: ExternalAudienceRepository;
  readonly datasets: DatasetRepository;
  readonly writer: AudienceWriter;
}

/** Creations of external audiences for the runner. */
export function creationKind(deps: CreationDependencies): JobKind<CreationJob> {
  const { audiences, datasets, jobs, sources, writer } = deps;

  async function create(job: CreationJob): Promise<Result<CreationJob>> {
    const { audienceId: id, datasetId, details, scope } = job;
    const { sandboxId } = scope.sandbox;
    const { baseConnectionId, cloudType } = details.sourceSpec.params;
    if (cloudType !== 'DLZ') {
      const msg = `There is no ${cloudType} connection ${baseConnectionId ?? ''}; only the landing zone (DLZ) is configured.`;
      return failed('100960-422', msg);
    }
    await datasets.createForAudience(sandboxId, {
      id: datasetId,
      name: details.name,
      behavior: 'record',
      schemaId: `https://ns.adobe.com/xdm/data/adhoc/${datasetId}`,
      upsert: false,
      format: 'json',
      tags: {},
      createdBy: job.createdBy,
    });
    await sources.insert({ id, sandboxId, datasetId, details });
    try {
      const make = async (made: Made) => ({ audience: audienceOf(job, made), fallback: [] });
      await writer.insert(scope, job.createdBy, make);
    } catch (error) {
      if (error instanceof ServiceError) return failed('100950-409', error.message);
      throw error;
    }
    return { status: 'SUCCEEDED', ended: (stored) => stored };
  }

  function audienceOf(
    { audienceId: id, datasetId, details, mergePolicyId }: CreationJob,
    made: Made,
  ): ExternalAudience {
    const { customAudienceId, description, labels, name, namespace, originName, tags, ttlInDays } = details;
    return {
      ...made,
      id,
      audienceId: customAudienceId ?? id,
      type: 'ExternalSegment',
      namespace,
      originName,
      name,
      ...(description !== undefined && { description }),
      lifecycleState: 'published',
      labels,
      tags,
      datasetId,
      ...(mergePolicyId !== undefined && { mergePolicyId }),
      ttlInDays,
      dependencies: [],
    };
  }

  async function clear(job: CreationJob): Promise<void> {
    const stored = await jobs.find(job.id);
    // A record that is gone was that of a creation long ago.
    if (stored === undefined || stored.status === 'SUCCEEDED') return;
    const { sandboxId } = job.scope.sandbox;
    await sources.delete(job.audienceId);
    await audiences.delete(sandboxId, job.audienceId);
    await datasets.delete(sandboxId, job.datasetId);
  }

  return {
    name: CREATION_JOB,
    jobs,
    maxConcurrent: 1,
    waitsAs: 'NEW',
    exclusive: () => [],
    prepare: async (job) => ({ started: (stored) => stored, run: () => create(job) }),
    clear,
    recover: async () => undefined,
    requeued: (job) => job,
    failure: causeOf,
  };
}

const failed = (code: string, msg: string): Result<CreationJob> => ({
  status: 'FAILED',
  ended: (stored) => ({ ...stored, errors: [{ code, msg, callStack: '' }] }),
});

/** The operation as clients see it. */
export function operationResource(job: CreationJob) {
  const { createdBy, creationTime, details, endTime = 0, errors, id, status } = job;
  const [error] = errors;
  const shown =
    status === 'SUCCEEDED' ? 'SUCCESS' : status === 'FAILED' || status === 'CANCELLED' ? 'FAILED' : 'PROCESSING';
  return {
    operationId: id,
    status: shown,
    operationDetails: details,
    ...(shown !== 'PROCESSING' && {
      ...(shown === 'SUCCESS' && { audienceName: details.name, audienceId: job.audienceId }),
      createdBy,
      createdAt: Math.floor(creationTime / 1000),
      updatedBy: createdBy,
      updatedAt: Math.floor(endTime / 1000),
    }),
    ...(error !== undefined && { error: { code: error.code, message: error.msg } }),
  };
}
