import { Execution, type ExecutionSettings, JobCancelled, type KindExecution, ServerStopping } from './execution.ts';
import type { Job } from './job.ts';
import type { JobKind } from './kind.ts';
import type { JobQueue, JobReference, Progress } from './queue.ts';
import type { Timer } from './timer.ts';

export interface RunnerDependencies extends ExecutionSettings {
  readonly queue: JobQueue;
  readonly timer: Timer;
}

interface RunningJob extends JobReference {
  readonly exclusive: readonly string[];
  readonly controller: AbortController;
  readonly done: Promise<void>;
  progress?: Progress;
}

/** Milliseconds between the signs of life of running jobs. */
const HEARTBEAT_MS = 5_000;

/**
 * Runs the jobs of all kinds: first in, first out in each sandbox, as far as slots and what jobs need for themselves
 * allow (api-segmentation.md section 3.2). Kinds are added before `start`.
 */
export class JobRunner {
  readonly #deps: RunnerDependencies;
  readonly #kinds = new Map<string, KindExecution>();
  readonly #running = new Map<string, RunningJob>();
  readonly #alarms = new Map<string, () => void>();
  #stopHeartbeat: (() => void) | undefined;
  #stopping = false;
  #scheduling: Promise<void> = Promise.resolve();

  constructor(deps: RunnerDependencies) {
    this.#deps = deps;
  }

  add<J extends Job>(kind: JobKind<J>): void {
    this.#kinds.set(kind.name, new Execution(kind, this.#deps));
  }

  /** Clears up after the last process and starts what waits. */
  async start(): Promise<void> {
    const { queue } = this.#deps;
    for (const kind of this.#kinds.values()) await kind.recover();
    for (const job of await queue.underWay()) await this.#kinds.get(job.kind)?.resume(job.id);
    for (const { sandboxId } of await queue.waiting()) this.wake(sandboxId);
  }

  /** Starts waiting jobs of a sandbox while there are free slots. To be called after a job was inserted. */
  wake(sandboxId: string): void {
    this.#scheduling = this.#scheduling
      .then(() => this.#schedule(sandboxId))
      .catch((error) => this.#deps.onUnexpected(error));
  }

  /** How far the work of a job is, while this process works on it. */
  progress(kind: string, id: string): Progress | undefined {
    return this.#running.get(keyOf({ kind, id }))?.progress;
  }

  /** Resolves when this process has cleared up after a job; at once when it does not work on it. */
  async settled(kind: string, id: string): Promise<void> {
    await this.#running.get(keyOf({ kind, id }))?.done;
  }

  /** A waiting job is cancelled at once; a running one as soon as its work has stopped. */
  async cancel(kind: string, id: string): Promise<void> {
    const stops = await this.#kinds.get(kind)?.cancel(id);
    if (stops === true) this.#running.get(keyOf({ kind, id }))?.controller.abort(new JobCancelled());
  }

  /** Stops running jobs and puts them back in the queue; nothing starts any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const cancel of this.#alarms.values()) cancel();
    this.#stopHeartbeat?.();
    await this.#scheduling;
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort(new ServerStopping());
    await Promise.all(running.map(({ done }) => done));
  }

  /** Resolves when nothing runs and nothing that waits can be started now. */
  async idle(): Promise<void> {
    let scheduled: Promise<void> | undefined;
    while (scheduled !== this.#scheduling || this.#running.size > 0) {
      scheduled = this.#scheduling;
      await scheduled;
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
  }

  async #schedule(sandboxId: string): Promise<void> {
    if (this.#stopping) return;
    const now = this.#deps.now();
    let earliest = Number.POSITIVE_INFINITY;
    for (const job of await this.#deps.queue.waiting(sandboxId)) {
      const kind = this.#kinds.get(job.kind);
      const conditions = this.#running.has(keyOf(job)) ? undefined : await kind?.conditions(job.id);
      if (kind === undefined || conditions === undefined) continue;
      if (conditions.notBefore > now) earliest = Math.min(earliest, conditions.notBefore);
      else if (this.#hasRoom(job, kind.maxConcurrent, conditions.exclusive)) this.#run(job, kind, conditions.exclusive);
      else await kind.wait(job.id);
    }
    this.#wakeLater(sandboxId, earliest - now);
  }

  #hasRoom(job: JobReference, maxConcurrent: number, exclusive: readonly string[]): boolean {
    const beside = this.#inSandbox(job.sandboxId);
    if (beside.some((other) => other.exclusive.some((need) => exclusive.includes(need)))) return false;
    return beside.filter((other) => other.kind === job.kind).length < maxConcurrent;
  }

  #run(job: JobReference, kind: KindExecution, exclusive: readonly string[]): void {
    const key = keyOf(job);
    const controller = new AbortController();
    const context = {
      signal: controller.signal,
      onProgress: (done: number, total: number) => {
        const running = this.#running.get(key);
        if (running !== undefined) running.progress = { done, total };
      },
      isAlone: () => this.#inSandbox(job.sandboxId).length <= 1,
    };
    const done = kind
      .run(job.id, context)
      .catch((error) => this.#deps.onUnexpected(error, job))
      .finally(() => {
        this.#running.delete(key);
        this.wake(job.sandboxId);
      });
    this.#running.set(key, { ...job, exclusive, controller, done });
    this.#stopHeartbeat ??= this.#deps.timer.after(HEARTBEAT_MS, () => void this.#beat());
  }

  #inSandbox(sandboxId: string): readonly RunningJob[] {
    return [...this.#running.values()].filter((job) => job.sandboxId === sandboxId);
  }

  /** One alarm a sandbox: the next look at its queue sets it anew. */
  #wakeLater(sandboxId: string, ms: number): void {
    this.#alarms.get(sandboxId)?.();
    this.#alarms.delete(sandboxId);
    if (ms !== Number.POSITIVE_INFINITY && !this.#stopping) {
      this.#alarms.set(
        sandboxId,
        this.#deps.timer.after(ms, () => this.wake(sandboxId)),
      );
    }
  }

  async #beat(): Promise<void> {
    this.#stopHeartbeat = undefined;
    try {
      for (const job of this.#running.values()) await this.#deps.queue.beat(job, this.#deps.now(), job.progress);
    } catch (error) {
      this.#deps.onUnexpected(error);
    }
    if (this.#running.size > 0 && !this.#stopping) {
      this.#stopHeartbeat ??= this.#deps.timer.after(HEARTBEAT_MS, () => void this.#beat());
    }
  }
}

const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`;
