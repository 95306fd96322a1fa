import type { Job } from './job.ts';
import type { JobDb, JobRepository } from './repository.ts';

/**
 * One sort of work that the runner does (README.md in this folder).
 *
 * Work may be repeated: after a restart, and when a store could not be reached. So everything that a job writes must
 * stay invisible until `Result.commit`, and `clear` must remove what was not committed.
 */
export interface JobKind<J extends Job> {
  /** Stored with the jobs; never changed. */
  readonly name: string;
  readonly jobs: JobRepository<J>;
  /** Jobs of the kind that run at the same time in one sandbox. */
  readonly maxConcurrent: number;
  /** The state of a job that waits for a slot. */
  readonly waitsAs: 'NEW' | 'QUEUED';
  /** What the job must have for itself: jobs of one sandbox, of any kind, that share an entry never run side by side. */
  readonly exclusive: (job: J) => readonly string[];
  /** Reads what the job works on; called when it is its turn, before PROCESSING. */
  readonly prepare: (job: J) => Promise<Prepared<J>>;
  /**
   * Removes what the job wrote and did not commit. Called when it has ended, in whatever way, when it goes back to the
   * queue, and for jobs that a crash interrupted; safe to call again.
   */
  readonly clear: (job: J) => Promise<void>;
  /** Removes what the last process left behind of jobs that had ended; called once, before anything runs. */
  readonly recover: () => Promise<void>;
  /** The job without what `Prepared.started` added. */
  readonly requeued: (job: J) => J;
  /** What to tell of an error that `prepare` or `run` threw, without internals (api-conventions.md section 6.3). */
  readonly failure: (error: unknown) => { readonly code: string; readonly msg: string };
}

export interface Prepared<J extends Job> {
  /** The job as it is shown while it is processed. */
  readonly started: (job: J) => J;
  /** Does the work; rejects, with anything, soon after the signal is aborted. */
  readonly run: (context: RunContext) => Promise<Result<J>>;
}

export interface RunContext {
  /** The instant of the job, epoch milliseconds. */
  readonly startTime: number;
  /** Aborted when the job is cancelled or the server stops. */
  readonly signal: AbortSignal;
  /** Tells how far the work is, in units of the kind (profiles, as a rule). */
  readonly onProgress: (done: number, total: number) => void;
  /** Whether no other job of any kind runs in the sandbox. */
  readonly isAlone: () => boolean;
}

export interface Result<J extends Job> {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** Adds what the job came to. */
  readonly ended: (job: J) => J;
  /** Makes the results visible: writes in the transaction in which the job becomes SUCCEEDED. A cancel before it wins. */
  readonly commit?: (db: JobDb) => Promise<void>;
  /** Follows a commit; when a crash loses it, `recover` must make up for it. */
  readonly afterCommit?: () => Promise<void>;
}
