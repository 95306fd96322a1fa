import type { Scope } from '../../audiences/definition.ts';
import { ServiceError } from '../../errors.ts';
import type { BatchLedger, MergePolicyRepository } from '../../profiles/index.ts';
import type { SampleJob, Samples } from './samples.ts';

export interface SampleStatusDependencies {
  readonly samples: Samples;
  readonly batches: Pick<BatchLedger, 'latest'>;
  readonly policies: MergePolicyRepository;
}

const STATUSES: Readonly<Record<SampleJob['state'], string>> = {
  running: 'TASK_RUNNING',
  finished: 'TASK_FINISHED',
  failed: 'TASK_FAILED',
};

/**
 * The body of `GET /previewsamplestatus`, with the quoting of its first publication (profile-store.md section 6.2).
 *
 * @throws ServiceError with status 404 before the first sample
 */
export async function sampleStatus({ sandbox }: Scope, { batches, policies, samples }: SampleStatusDependencies) {
  const { sandboxId } = sandbox;
  const sample = await samples.newest(sandboxId);
  if (sample === undefined) {
    throw new ServiceError('UPAPI-113000-404', `The entity sample of sandbox ${sandbox.sandboxName} is not found.`);
  }
  const batch = await batches.latest(sandboxId);
  const { attributeMerge, identityGraph } = await policies.default(sandboxId);
  const job = samples.job(sandboxId) ?? { submittedAt: sample.takenAt, state: 'finished' };
  const documents = sample.fragments + sample.events;
  return {
    numRowsToRead: String(sample.rows),
    sampleJobRunning: { status: job.state === 'running', submissionTimestamp: timestamp(job.submittedAt) },
    docCount: JSON.stringify(String(documents)),
    totalFragmentCount: documents,
    lastSuccessfulBatchTimestamp: JSON.stringify(timestampOrNull(batch?.finishedAt)),
    streamingDriven: JSON.stringify('false'),
    totalRows: String(sample.totalRows),
    lastBatchId: JSON.stringify(batch?.id ?? 'null'),
    status: STATUSES[job.state],
    samplingRatio: sample.totalRows === 0 ? 1 : sample.rows / sample.totalRows,
    mergeStrategy: `${attributeMerge.type}_${identityGraph === 'pdg' ? 'auto' : 'none'}`,
    lastSampledTimestamp: timestamp(sample.takenAt),
  };
}

const timestampOrNull = (time: number | null | undefined): string => (time == null ? 'null' : timestamp(time));

/** `yyyy-MM-dd HH:mm:ss.S`, UTC. */
const timestamp = (time: number): string => new Date(time).toISOString().replace('T', ' ').slice(0, -3);
