import type { Scope } from '../../audiences/definition.ts';
import { ServiceError } from '../../errors.ts';
import type { Serial } from '../../serial.ts';
import type { Timer } from '../timer.ts';
import { parseCron } from './cron/cron.ts';
import { lastFire, nextFire } from './cron/next.ts';
import type { ScheduleRepository } from './repository.ts';
import type { ScheduleRuns, WithRun } from './runs.ts';
import type { Plan, Schedule } from './schedule.ts';

export interface SchedulerDependencies {
  readonly repository: ScheduleRepository;
  readonly runs: ScheduleRuns;
  readonly writes: Serial;
  /** The sandboxes that are in service. */
  readonly scopes: () => Promise<readonly Scope[]>;
  /** Called for each sandbox at every look at the clock. */
  readonly onTick: (scope: Scope) => Promise<void>;
  readonly timer: Timer;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onUnexpected: (error: unknown) => void;
}

/** Milliseconds between looks at the clock, at most: it may have been set, or the machine may have slept. */
const LOOK_MS = 60_000;
const DAY = 24 * 60 * 60 * 1000;

/** A fire that is later than that came while nothing ran. */
const ON_TIME_MS = 2 * LOOK_MS;

/**
 * Looks at the clock and starts the runs of schedules whose time has come (api-segmentation.md section 4.4).
 *
 * The next fire of every active schedule is stored, so what was missed is known: it is made up for once, by the last missed
 * fire, when that is less than 24 hours old. When the clock is set back, nothing runs again that ran before, unless it
 * is set back by more than a day: then the schedule is planned anew.
 */
export class Scheduler {
  readonly #deps: SchedulerDependencies;
  #ticking: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;
  #running = false;

  constructor(deps: SchedulerDependencies) {
    this.#deps = deps;
  }

  /** Looks at the clock from now on. */
  start(): void {
    this.#running = true;
    this.wake();
  }

  /** Looks soon; to be called when a schedule has changed. */
  wake(): void {
    if (!this.#running) return;
    this.#cancel?.();
    this.#cancel = this.#deps.timer.after(0, () => void this.#look());
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    await this.#ticking;
  }

  /** Starts what is due, and resolves when that is done. */
  tick(): Promise<void> {
    this.#ticking = this.#ticking.then(() => this.#tick());
    return this.#ticking;
  }

  async #look(): Promise<void> {
    await this.tick();
    if (!this.#running) return;
    this.#cancel?.();
    const next = await this.#deps.repository.nextFire().catch(() => undefined);
    const wait = (next ?? Number.POSITIVE_INFINITY) - this.#deps.now();
    if (this.#running)
      this.#cancel = this.#deps.timer.after(Math.min(Math.max(wait, 1), LOOK_MS), () => void this.#look());
  }

  async #tick(): Promise<void> {
    await this.#guarded(async () => {
      for (const scope of await this.#deps.scopes()) {
        await this.#guarded(() => this.#inSandbox(scope));
        await this.#guarded(() => this.#deps.onTick(scope));
      }
    });
  }

  /** A failure in one place keeps nothing else from running. */
  async #guarded(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#deps.onUnexpected(error);
    }
  }

  async #inSandbox(scope: Scope): Promise<void> {
    const { now, repository, writes } = this.#deps;
    const { sandboxId } = scope.sandbox;
    for (const schedule of await repository.plannedAfter(sandboxId, now() + DAY)) {
      await writes.run(sandboxId, () => repository.update(sandboxId, replanned(schedule, now())));
    }
    for (const id of await repository.due(sandboxId, now())) {
      await this.#guarded(() => writes.run(sandboxId, () => this.#fire(scope, id)));
    }
  }

  async #fire(scope: Scope, id: string): Promise<void> {
    const { now, repository, runs } = this.#deps;
    const schedule = await repository.get(scope.sandbox.sandboxId, id);
    const time = now();
    if (schedule?.plan === undefined || schedule.plan.nextFire > time) return;
    const moveOn: WithRun = (db) => repository.plan(db, id, planAfter(schedule, time));
    const fire = lastFire(parseCron(schedule.cron), Math.max(schedule.plan.nextFire - 1, time - DAY), time);
    if (fire === undefined) return repository.update(scope.sandbox.sandboxId, replanned(schedule, time));
    const cause = time - fire > ON_TIME_MS ? 'missed' : 'schedule';
    if (await runs.isGoingOn(id)) return runs.record(id, cause, { outcome: 'skipped' }, moveOn);
    try {
      await runs.submit(scope, schedule, cause, moveOn);
    } catch (error) {
      if (!(error instanceof ServiceError)) this.#deps.onUnexpected(error);
      await runs.record(id, cause, { outcome: 'failed', error: causeOf(error) }, moveOn);
    }
  }
}

function planAfter({ cron }: Schedule, time: number): Plan | undefined {
  const next = nextFire(parseCron(cron), time);
  return next === undefined ? undefined : { nextFire: next, plannedAt: time };
}

function replanned({ plan: _plan, ...schedule }: Schedule, time: number): Schedule {
  const plan = planAfter({ ...schedule }, time);
  return plan === undefined ? schedule : { ...schedule, plan };
}

const causeOf = (error: unknown) =>
  error instanceof ServiceError
    ? { code: error.code, message: error.message }
    : { code: 'unknown', message: 'An unexpected error occurred.' };
