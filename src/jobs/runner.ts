import { randomUUID } from 'node:crypto';
import type { Scope, SegmentDefinition } from '../audiences/definition.ts';
import { withReferences } from '../audiences/references.ts';
import type { DefinitionRepository } from '../audiences/repository.ts';
import type { BatchProgress, BatchResult, Heads } from '../evaluation/index.ts';
import type { OpenRun, RunLedger } from './ledger.ts';
import { causeOf, countersOf, outcomeOf, requeued, timeSpan } from './outcome.ts';
import type { JobRepository } from './repository.ts';
import type { JobSegment, JobStatus, SegmentJob } from './segment-job.ts';

/** One evaluation of frozen definitions over all profiles of a sandbox. */
export interface EvaluationRequest {
  readonly scope: Scope;
  readonly definitions: readonly SegmentDefinition[];
  readonly runNo: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly heads: Heads;
  /** False: results are counted and not written. */
  readonly persist: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BatchProgress) => void;
}

export interface RunnerDependencies {
  readonly jobs: JobRepository;
  readonly ledger: RunLedger;
  readonly definitions: DefinitionRepository;
  readonly freeze: (scope: Scope, definitions: readonly SegmentDefinition[]) => Promise<readonly JobSegment[]>;
  readonly evaluate: (request: EvaluationRequest) => Promise<BatchResult>;
  /** Removes what a run wrote that did not commit. */
  readonly discard: (sandboxId: string, runNo: number) => Promise<void>;
  /** Frees what earlier runs wrote and no head names any more. */
  readonly tidy: (sandboxId: string, heads: Heads) => Promise<void>;
  /** Removes the memberships of an audience that was deleted while the run evaluated it. */
  readonly removeAudience: (sandboxId: string, audienceId: string) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly maxConcurrent: number;
  readonly exposeStacks: boolean;
  /** A bug, or a store that failed; with the job that it hit, if there is one. */
  readonly onUnexpected: (error: unknown, job?: SegmentJob) => void;
}

interface RunningJob {
  readonly sandboxId: string;
  readonly persist: boolean;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

const INTERRUPTED = 'The job was interrupted by a restart of the server twice.';

/** Runs segment jobs, first in first out in each sandbox (api-segmentation.md section 3.2). */
export class SegmentJobRunner {
  readonly #deps: RunnerDependencies;
  readonly #running = new Map<string, RunningJob>();
  readonly #progress = new Map<string, BatchProgress>();
  #stopping = false;
  #scheduling: Promise<void> = Promise.resolve();

  constructor(deps: RunnerDependencies) {
    this.#deps = deps;
  }

  /** Clears up after the last process and starts what waits. */
  async start(): Promise<void> {
    const { jobs, ledger } = this.#deps;
    await this.#clear(await ledger.openRuns());
    for (const job of await jobs.inStates(['PROCESSING', 'CANCELLING'])) await this.#recover(job);
    for (const job of await jobs.inStates(['NEW', 'QUEUED'])) this.wake(job.scope.sandbox.sandboxId);
  }

  /** Starts waiting jobs of a sandbox while there are free slots; the others become QUEUED. */
  wake(sandboxId: string): void {
    this.#scheduling = this.#scheduling.then(() => this.#schedule(sandboxId)).catch(this.#deps.onUnexpected);
  }

  /** Profiles done and in all, of a job that is PROCESSING in this process. */
  progress(jobId: string): BatchProgress | undefined {
    return this.#progress.get(jobId);
  }

  /** A waiting job is cancelled at once; a running one as soon as its work has stopped. */
  async cancel(jobId: string): Promise<void> {
    const changed = await this.#deps.jobs.change(jobId, (job) => {
      if (job.status === 'NEW' || job.status === 'QUEUED') return this.#at(job, 'CANCELLED');
      return job.status === 'PROCESSING' ? this.#at(job, 'CANCELLING') : undefined;
    });
    if (changed?.status === 'CANCELLING') this.#running.get(jobId)?.controller.abort(new JobCancelled());
  }

  /** Stops running jobs and puts them back in the queue; nothing starts any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#scheduling;
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort(new ServerStopping());
    await Promise.all(running.map(({ done }) => done));
  }

  /** Resolves when nothing runs and nothing waits to be started. */
  async idle(): Promise<void> {
    await this.#scheduling;
    while (this.#running.size > 0) {
      await Promise.all([...this.#running.values()].map(({ done }) => done));
      await this.#scheduling;
    }
  }

  async #recover(job: SegmentJob): Promise<void> {
    await this.#deps.jobs.change(job.id, (stored) => {
      if (stored.status === 'CANCELLING') return this.#ended(stored, 'CANCELLED');
      const interruptions = stored.interruptions + 1;
      if (interruptions === 1) return requeued({ ...this.#at(stored, 'QUEUED'), interruptions });
      const errors = [{ code: '0080000005', msg: INTERRUPTED, callStack: '' }];
      return { ...this.#ended(stored, 'FAILED'), interruptions, errors };
    });
  }

  async #schedule(sandboxId: string): Promise<void> {
    if (this.#stopping) return;
    for (const waiting of await this.#deps.jobs.inStates(['NEW', 'QUEUED'], sandboxId)) {
      if (this.#running.has(waiting.id)) continue;
      const taken = [...this.#running.values()].filter((job) => job.sandboxId === sandboxId);
      // The change log of an audience is only right if the runs that write it follow each other.
      const writes = waiting.persist && taken.some((job) => job.persist);
      if (taken.length >= this.#deps.maxConcurrent || writes) {
        await this.#deps.jobs.change(waiting.id, (job) => (job.status === 'NEW' ? this.#at(job, 'QUEUED') : undefined));
        continue;
      }
      const controller = new AbortController();
      const done = this.#run(waiting, controller.signal)
        .catch((error) => this.#deps.onUnexpected(error, waiting))
        .finally(() => {
          this.#running.delete(waiting.id);
          this.#progress.delete(waiting.id);
          this.wake(sandboxId);
        });
      this.#running.set(waiting.id, { sandboxId, persist: waiting.persist, controller, done });
    }
  }

  async #run(waiting: SegmentJob, signal: AbortSignal): Promise<void> {
    const { jobs, ledger } = this.#deps;
    const { sandboxId } = waiting.scope.sandbox;
    const open: OpenRun[] = [];
    try {
      if (waiting.persist) await this.#clear((await ledger.openRuns()).filter((run) => isOf(sandboxId, run)));
      const runNo = await ledger.open(sandboxId, waiting.id, waiting.persist);
      open.push({ runNo, sandboxId, writes: waiting.persist });
      await this.#evaluate(waiting, runNo, signal);
    } catch (error) {
      await jobs.change(waiting.id, (job) => this.#afterFailure(job, signal.aborted ? signal.reason : error));
      if (!signal.aborted) this.#deps.onUnexpected(error, waiting);
    }
    const uncommitted = new Set((await ledger.openRuns()).map(({ runNo }) => runNo));
    await this.#clear(open.filter(({ runNo }) => uncommitted.has(runNo)));
  }

  /** Removes what runs wrote that did not commit; no run that writes to the sandbox may start before. */
  async #clear(runs: readonly OpenRun[]): Promise<void> {
    for (const { runNo, sandboxId } of runs) {
      await this.#deps.discard(sandboxId, runNo);
      await this.#deps.ledger.close(runNo);
    }
  }

  async #evaluate(waiting: SegmentJob, runNo: number, signal: AbortSignal): Promise<void> {
    const { jobs, ledger, evaluate, now } = this.#deps;
    const { scope } = waiting;
    const { sandboxId } = scope.sandbox;
    const { listed, all } = await this.#resolve(waiting);
    const segments = await this.#deps.freeze(scope, listed);
    const startTime = now();
    const started = await jobs.change(waiting.id, (job) => {
      if (job.status !== 'NEW' && job.status !== 'QUEUED') return undefined;
      return {
        ...this.#at(job, 'PROCESSING'),
        segments,
        run: { batchId: randomUUID(), computeJobId: runNo, computeGatewayJobId: randomUUID() },
        metrics: { totalTime: { startTimeInMs: startTime }, profileSegmentationTime: {} },
      };
    });
    if (started === undefined) return;
    const result = await evaluate({
      scope,
      definitions: all,
      runNo,
      now: startTime,
      heads: await ledger.heads(sandboxId),
      persist: waiting.persist,
      signal,
      onProgress: (progress) => this.#progress.set(waiting.id, progress),
    });
    await this.#commit(started, all, result);
  }

  /** The listed definitions that still exist, and those with everything they refer to. */
  async #resolve(job: SegmentJob) {
    const { definitions } = this.#deps;
    const { sandboxId } = job.scope.sandbox;
    const { request } = job;
    const listed =
      request.kind === 'all'
        ? await definitions.ofClass(sandboxId, job.schemaName, ['draft', 'published'])
        : await inOrder(definitions, sandboxId, request.ids);
    return { listed, all: await withReferences(definitions, sandboxId, listed) };
  }

  async #commit(job: SegmentJob, evaluated: readonly SegmentDefinition[], result: BatchResult): Promise<void> {
    const { jobs, ledger, definitions, now } = this.#deps;
    const { sandboxId } = job.scope.sandbox;
    const existing = await definitions.byIds(
      sandboxId,
      evaluated.map(({ id }) => id),
    );
    const listed = job.request.kind === 'ids' ? job.request.ids : (job.segments ?? []).map(({ id }) => id);
    const { results, errors, succeeded } = outcomeOf(result, listed, new Set(existing.keys()));
    const ids = results.map(({ id }) => id);
    const ended = await jobs.change(
      job.id,
      (stored) => {
        if (stored.status !== 'PROCESSING') return this.#ended(stored, 'CANCELLED');
        const { metrics, ...rest } = this.#ended(stored, succeeded ? 'SUCCEEDED' : 'FAILED');
        return {
          ...rest,
          errors,
          metrics: {
            ...metrics,
            profileSegmentationTime: timeSpan(result.startedAt, result.finishedAt),
            ...(succeeded && { counters: countersOf(results, evaluated, result.profiles) }),
          },
        };
      },
      async (db, changed) => {
        if (changed.status !== 'SUCCEEDED' || !job.persist) return;
        await ledger.commit(db, sandboxId, job.run?.computeJobId ?? 0, ids);
      },
    );
    if (ended?.status !== 'SUCCEEDED' || !job.persist) return;
    const alone = [...this.#running.values()].filter((other) => other.sandboxId === sandboxId).length <= 1;
    if (alone) await this.#deps.tidy(sandboxId, await ledger.heads(sandboxId));
    await definitions.setBaseline(sandboxId, ids, Math.floor(now() / 1000));
    const kept = await definitions.byIds(sandboxId, ids);
    for (const id of ids.filter((one) => !kept.has(one))) await this.#deps.removeAudience(sandboxId, id);
  }

  #afterFailure(job: SegmentJob, error: unknown): SegmentJob | undefined {
    if (job.status === 'CANCELLING') return this.#ended(job, 'CANCELLED');
    if (error instanceof ServerStopping) return requeued(this.#at(job, 'QUEUED'));
    const callStack = this.#deps.exposeStacks && error instanceof Error ? (error.stack ?? '') : '';
    const failure = { ...causeOf(error), callStack };
    return { ...this.#ended(job, 'FAILED'), errors: [failure] };
  }

  #at(job: SegmentJob, status: JobStatus): SegmentJob {
    return { ...job, status, updateEpoch: Math.floor(this.#deps.now() / 1000) };
  }

  /** In a final state; a job that was running gets the end of its time. */
  #ended(job: SegmentJob, status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'): SegmentJob {
    const start = job.metrics.totalTime.startTimeInMs;
    const totalTime = start === undefined ? {} : timeSpan(start, this.#deps.now());
    return { ...this.#at(job, status), metrics: { ...job.metrics, totalTime } };
  }
}

async function inOrder(definitions: DefinitionRepository, sandboxId: string, ids: readonly string[]) {
  const found = await definitions.byIds(sandboxId, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Runs that write to the sandbox; one that only counts may still be under way. */
const isOf = (sandboxId: string, run: OpenRun): boolean => run.writes && run.sandboxId === sandboxId;

/** Thrown into the work of a job that is being cancelled. */
class JobCancelled extends Error {}

/** Thrown into the work of a job when the server stops. */
class ServerStopping extends Error {}
