import type { Scope } from '../../audiences/definition.ts';
import { DefinitionRepository } from '../../audiences/repository.ts';
import { Serial } from '../../serial.ts';
import type { ControlStore } from '../../store/control/control.ts';
import type { ExportJobs } from '../exports/service.ts';
import { JobQueue } from '../queue.ts';
import type { Segmentation } from '../segmentation.ts';
import { systemTimer } from '../timer.ts';
import { exportWork } from './export-work.ts';
import { ScheduleRepository } from './repository.ts';
import { ScheduleRuns } from './runs.ts';
import type { ScheduleState } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { segmentWork } from './segment-work.ts';
import { Schedules } from './service.ts';

export interface SchedulingDependencies {
  readonly control: ControlStore;
  readonly segmentation: Pick<Segmentation, 'jobs' | 'maintenance'>;
  readonly exports: ExportJobs;
  /** The sandboxes that are in service. */
  readonly scopes: () => Promise<readonly Scope[]>;
  /** Merge policies of the profile class in a sandbox. */
  readonly mergePolicies: (sandboxId: string) => Promise<number>;
  readonly config: {
    readonly minScheduleIntervalHours: number;
    readonly defaultScheduleState: ScheduleState;
    readonly enforceScheduleLimits: boolean;
    readonly jobRetentionDays: number;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
  readonly onUnexpected: (error: unknown) => void;
}

/** Schedules, and the clock that runs them. */
export interface Scheduling {
  readonly schedules: Schedules;
  /** Also makes the maintenance jobs that are due. Does nothing before its `start`. */
  readonly scheduler: Scheduler;
}

/** Puts schedules together. */
export function createScheduling(deps: SchedulingDependencies): Scheduling {
  const { config, control, now, onUnexpected, segmentation } = deps;
  const definitions = new DefinitionRepository(control);
  const repository = new ScheduleRepository(control, definitions);
  const writes = new Serial();
  const works = {
    batch_segmentation: segmentWork({ definitions, jobs: segmentation.jobs }),
    export: exportWork(deps.exports),
  };
  const queue = new JobQueue(control);
  const runs = new ScheduleRuns({ control, queue, works, now, retentionDays: config.jobRetentionDays });
  const schedules = new Schedules({
    repository,
    runs,
    works,
    writes,
    definitions,
    mergePolicies: deps.mergePolicies,
    enforceLimits: config.enforceScheduleLimits,
    warn: deps.warn,
    onChanged: () => scheduler.wake(),
    now,
    minIntervalHours: config.minScheduleIntervalHours,
    defaultState: config.defaultScheduleState,
  });
  const scheduler: Scheduler = new Scheduler({
    repository,
    runs,
    writes,
    scopes: deps.scopes,
    async onTick(scope) {
      await schedules.prepare(scope);
      await segmentation.maintenance.submitDue(scope);
    },
    timer: systemTimer,
    now,
    onUnexpected,
  });
  return { schedules, scheduler };
}
