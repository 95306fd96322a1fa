import { randomUUID } from 'node:crypto';
import type { Scope } from '../../audiences/definition.ts';
import { Serial } from '../../serial.ts';
import { causeOf } from '../failure.ts';
import { newJob } from '../job.ts';
import type { JobKind } from '../kind.ts';
import type { JobRepository } from '../repository.ts';
import { Retention } from '../retention.ts';
import type { JobRunner } from '../runner.ts';
import type { MaintenanceJob } from './job.ts';
import type { MaintenanceTask } from './task.ts';

export const MAINTENANCE_JOB = 'maintenance';

export interface MaintenanceDependencies {
  readonly jobs: JobRepository<MaintenanceJob>;
  readonly runner: JobRunner;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly retentionDays: number;
}

/** The maintenance tasks and the jobs that do them. Tasks are added before the runner starts. */
export class Maintenance {
  readonly #deps: MaintenanceDependencies;
  readonly #retention: Retention;
  readonly #tasks = new Map<string, MaintenanceTask>();
  readonly #submissions = new Serial();
  /** The newest job of each task in each sandbox; null when there is none. Only this object makes them. */
  readonly #newest = new Map<string, string | null>();

  constructor(deps: MaintenanceDependencies) {
    this.#deps = deps;
    this.#retention = new Retention(deps.now, deps.retentionDays);
  }

  add(task: MaintenanceTask): void {
    this.#tasks.set(task.name, task);
  }

  /** Makes jobs of the tasks that are due in a sandbox. */
  async submitDue(scope: Scope): Promise<void> {
    const now = this.#deps.now();
    await this.#deps.jobs.deleteFinishedBefore(this.#retention.oldest());
    for (const task of this.#tasks.values()) {
      const last = (await this.#latest(scope, task.name))?.creationTime;
      if (await task.isDue({ scope, now, last })) await this.submit(scope, task.name);
    }
  }

  /** Makes a job of a task, unless one waits already; the answer is the job that will do it. */
  submit(scope: Scope, task: string): Promise<MaintenanceJob> {
    return this.#submissions.run(scope.sandbox.sandboxId, async () => {
      const latest = await this.#latest(scope, task);
      if (latest?.status === 'NEW') return latest;
      const id = randomUUID();
      const job = { ...newJob(id, scope, { source: 'scheduler', requestId: id }, this.#deps.now()), task };
      await this.#deps.jobs.insert(job);
      this.#newest.set(keyOf(scope.sandbox.sandboxId, task), id);
      this.#deps.runner.wake(scope.sandbox.sandboxId);
      return job;
    });
  }

  /** For the runner. */
  kind(): JobKind<MaintenanceJob> {
    return {
      name: MAINTENANCE_JOB,
      jobs: this.#deps.jobs,
      maxConcurrent: 1,
      waitsAs: 'NEW',
      exclusive: (job) => this.#tasks.get(job.task)?.exclusive ?? [],
      prepare: async (job) => ({
        started: (stored) => stored,
        run: async (context) => {
          const counters = await this.#taskOf(job).run(job.scope, context);
          return { status: 'SUCCEEDED', ended: (stored) => ({ ...stored, counters }) };
        },
      }),
      clear: async () => undefined,
      recover: async () => undefined,
      requeued: (job) => job,
      failure: causeOf,
    };
  }

  #taskOf({ task }: MaintenanceJob): MaintenanceTask {
    const found = this.#tasks.get(task);
    if (found === undefined) throw new Error(`There is no maintenance task ${task}`);
    return found;
  }

  async #latest({ sandbox: { sandboxId } }: Scope, task: string): Promise<MaintenanceJob | undefined> {
    const { jobs } = this.#deps;
    const key = keyOf(sandboxId, task);
    const known = this.#newest.get(key);
    if (known !== undefined) return known === null ? undefined : jobs.get(sandboxId, known);
    const found = await jobs.list(sandboxId, {
      offset: 0,
      limit: 1,
      sort: [{ attribute: 'creationTime', direction: 'desc' }],
      matches: (job) => job.task === task,
    });
    this.#newest.set(key, found.jobs[0]?.id ?? null);
    return found.jobs[0];
  }
}

const keyOf = (sandboxId: string, task: string): string => `${sandboxId} ${task}`;
