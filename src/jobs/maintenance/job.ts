import type { Job } from '../job.ts';

/** One run of a maintenance task in one sandbox, as stored. */
export interface MaintenanceJob extends Job {
  /** Name of the task. */
  readonly task: string;
  /** What the task came to, by names of its own; after success. */
  readonly counters?: Readonly<Record<string, number>>;
}
