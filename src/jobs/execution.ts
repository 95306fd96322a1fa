import { ColumnarError } from '../store/columnar/error.ts';
import { type FinalStatus, isFinal, isWaiting, type Job } from './job.ts';
import type { JobKind, RunContext } from './kind.ts';

/** Thrown into the work of a job that is being cancelled. */
export class JobCancelled extends Error {}

/** Thrown into the work of a job when the server stops. */
export class ServerStopping extends Error {}

/** What decides whether a waiting job may start. */
export interface Conditions {
  readonly exclusive: readonly string[];
  /** Epoch milliseconds. */
  readonly notBefore: number;
}

/** The life of single jobs of one kind, for a runner that does not know the kind. */
export interface KindExecution {
  readonly kind: string;
  readonly maxConcurrent: number;
  /** Undefined when the job no longer waits. */
  readonly conditions: (id: string) => Promise<Conditions | undefined>;
  /** The job has to wait for a slot. */
  readonly wait: (id: string) => Promise<void>;
  /** Works on the job until it has ended or is back in the queue. */
  readonly run: (id: string, context: Omit<RunContext, 'startTime'>) => Promise<void>;
  /** A waiting job is cancelled at once; true when the work of a running one is to be stopped. */
  readonly cancel: (id: string) => Promise<boolean>;
  /** Decides what becomes of a job that the last process was working on. */
  readonly resume: (id: string) => Promise<void>;
  readonly recover: () => Promise<void>;
}

export interface ExecutionSettings {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly exposeStacks: boolean;
  /** A bug, or a store that failed; with the job that it hit, if there is one. */
  readonly onUnexpected: (error: unknown, job?: { readonly id: string }) => void;
}

/** Waits before a job is tried again after a store could not be reached; one entry a retry. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000] as const;

const INTERRUPTED = {
  code: '0080000005',
  msg: 'The job was interrupted by a restart of the server twice.',
  callStack: '',
};

/** The states of jobs and the moves between them, the same for every kind (api-segmentation.md section 3.2). */
export class Execution<J extends Job> implements KindExecution {
  readonly kind: string;
  readonly maxConcurrent: number;
  readonly #kind: JobKind<J>;
  readonly #settings: ExecutionSettings;

  constructor(kind: JobKind<J>, settings: ExecutionSettings) {
    this.#kind = kind;
    this.#settings = settings;
    this.kind = kind.name;
    this.maxConcurrent = kind.maxConcurrent;
  }

  async conditions(id: string): Promise<Conditions | undefined> {
    const job = await this.#kind.jobs.find(id);
    if (job === undefined || !isWaiting(job.status)) return undefined;
    return { exclusive: this.#kind.exclusive(job), notBefore: job.notBefore ?? 0 };
  }

  async wait(id: string): Promise<void> {
    await this.#kind.jobs.change(id, (job) =>
      job.status === 'NEW' && this.#kind.waitsAs !== 'NEW' ? this.#at(job, this.#kind.waitsAs) : undefined,
    );
  }

  async run(id: string, context: Omit<RunContext, 'startTime'>): Promise<void> {
    const waiting = await this.#kind.jobs.find(id);
    if (waiting === undefined || !isWaiting(waiting.status)) return;
    try {
      await this.#work(waiting, context);
    } catch (error) {
      const { aborted, reason } = context.signal;
      await this.#kind.jobs.change(id, (job) => this.#afterFailure(job, aborted ? reason : error));
      if (!aborted) this.#settings.onUnexpected(error, waiting);
    }
    await this.#kind.clear(waiting);
  }

  async cancel(id: string): Promise<boolean> {
    const changed = await this.#kind.jobs.change(id, (job) => {
      if (isWaiting(job.status)) return this.#ended(job, 'CANCELLED');
      return job.status === 'PROCESSING' ? this.#at(job, 'CANCELLING') : undefined;
    });
    return changed?.status === 'CANCELLING';
  }

  async resume(id: string): Promise<void> {
    const job = await this.#kind.jobs.find(id);
    if (job === undefined) return;
    await this.#kind.clear(job);
    await this.#kind.jobs.change(id, (stored) => {
      if (stored.status === 'CANCELLING') return this.#ended(stored, 'CANCELLED');
      if (stored.status !== 'PROCESSING') return undefined;
      const interruptions = stored.interruptions + 1;
      if (interruptions === 1) return { ...this.#requeued(stored), interruptions };
      return { ...this.#ended(stored, 'FAILED'), interruptions, errors: [INTERRUPTED] };
    });
  }

  recover(): Promise<void> {
    return this.#kind.recover();
  }

  async #work(waiting: J, context: Omit<RunContext, 'startTime'>): Promise<void> {
    const { jobs } = this.#kind;
    const prepared = await this.#kind.prepare(waiting);
    const startTime = this.#settings.now();
    const started = await jobs.change(waiting.id, (job) =>
      isWaiting(job.status) ? { ...this.#at(prepared.started(job), 'PROCESSING'), startTime } : undefined,
    );
    if (started === undefined) return;
    const result = await prepared.run({ ...context, startTime });
    const ended = await jobs.change(
      waiting.id,
      (job) =>
        job.status === 'PROCESSING' ? result.ended(this.#ended(job, result.status)) : this.#ended(job, 'CANCELLED'),
      async (db, changed) => {
        if (changed.status === 'SUCCEEDED') await result.commit?.(db);
      },
    );
    if (ended?.status === 'SUCCEEDED') await result.afterCommit?.();
  }

  #afterFailure(job: J, error: unknown): J | undefined {
    if (isFinal(job.status)) return undefined;
    if (job.status === 'CANCELLING') return this.#ended(job, 'CANCELLED');
    if (error instanceof ServerStopping) return this.#requeued(job);
    const retryAfter = isUnreachable(error) ? RETRY_AFTER_MS[job.retries] : undefined;
    if (retryAfter !== undefined) {
      return { ...this.#requeued(job), retries: job.retries + 1, notBefore: this.#settings.now() + retryAfter };
    }
    const callStack = this.#settings.exposeStacks && error instanceof Error ? (error.stack ?? '') : '';
    return { ...this.#ended(job, 'FAILED'), errors: [{ ...this.#kind.failure(error), callStack }] };
  }

  /** As if it had not started. */
  #requeued(job: J): J {
    return { ...this.#kind.requeued(this.#at(job, this.#kind.waitsAs)), startTime: undefined };
  }

  #at(job: J, status: Job['status']): J {
    return { ...job, status, updateTime: this.#settings.now() };
  }

  #ended(job: J, status: FinalStatus): J {
    return { ...this.#at(job, status), endTime: this.#settings.now() };
  }
}

const isUnreachable = (error: unknown): boolean => error instanceof ColumnarError && error.code === 'unavailable';
