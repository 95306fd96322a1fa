import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExternalSource } from '../../audiences/external/repository.ts';
import type { JobRepository } from '../repository.ts';
import type { Retention } from '../retention.ts';
import type { CreationJob } from './creation.ts';
import { type IngestionJob, runStatus } from './job.ts';
import type { IngestionRuns } from './runs.ts';

export interface IngestionRetentionDependencies {
  readonly retention: Retention;
  readonly creations: JobRepository<CreationJob>;
  readonly runs: IngestionRuns;
  /** Directory of the files of datasets. */
  readonly datasetPath: string;
}

/**
 * How long creations and ingestions are kept: as jobs of other kinds, but for the last successful run of an audience,
 * which its members and its extensions come from. What differential runs leave out does not depend on these records.
 */
export class IngestionRetention {
  readonly #deps: IngestionRetentionDependencies;

  constructor(deps: IngestionRetentionDependencies) {
    this.#deps = deps;
  }

  /** Whether the creation counts as gone. */
  isCreationOver(job: CreationJob): boolean {
    return this.#deps.retention.isOver(job);
  }

  /** Whether the run counts as gone; `source` is that of its audience. */
  isRunOver(job: IngestionJob, { lastRunId }: ExternalSource): boolean {
    return this.#deps.retention.isOver(job) && runStatus(job) !== 'PROCESSING' && job.id !== lastRunId;
  }

  /** Removes what is over, of all sandboxes, and the failed rows of it. */
  async apply(): Promise<void> {
    const { creations, datasetPath, retention, runs } = this.#deps;
    const oldest = retention.oldest();
    await creations.deleteFinishedBefore(oldest);
    const over = await runs.finishedBefore(oldest);
    for (const { scope, stages } of over) {
      for (const { counts } of stages) {
        if (counts?.failedRecordsFile === undefined) continue;
        await rm(join(datasetPath, scope.sandbox.sandboxId, counts.failedRecordsFile), { force: true });
      }
    }
    // Files go first: a record whose file is gone is found again, a file without a record never.
    await runs.delete(over.map(({ id }) => id));
  }
}
