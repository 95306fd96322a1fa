import type { Scope } from '../../audiences/definition.ts';
import type { ExportRequest } from '../exports/request.ts';
import type { JobRequest } from '../segments/job.ts';
import type { ScheduledOrigin } from './run.ts';
import type { ScheduledTask } from './schedule.ts';

/** How schedules of one type make their jobs. */
export interface ScheduleWork<T> {
  /** Kind of the jobs. */
  readonly kind: string;
  /** Path of the collection of the jobs, below the base path. */
  readonly collection: string;
  /** @throws ServiceError when such a job would be refused now */
  readonly check: (scope: Scope, task: T) => Promise<void>;
  /**
   * Makes the job, in one transaction with `origin.record`, and wakes the runner.
   *
   * @returns the id of the job; undefined, without a call of `origin.record`, when there is nothing to do
   * @throws ServiceError when the job is refused
   */
  readonly submit: (scope: Scope, task: T, origin: ScheduledOrigin) => Promise<string | undefined>;
}

/** The work of every type of schedules. */
export interface ScheduleWorks {
  readonly batch_segmentation: ScheduleWork<JobRequest>;
  readonly export: ScheduleWork<ExportRequest>;
}

/** A task together with the work of its type. */
export interface BoundWork {
  readonly kind: string;
  readonly collection: string;
  /** See {@link ScheduleWork.check}. */
  readonly check: (scope: Scope) => Promise<void>;
  /** See {@link ScheduleWork.submit}. */
  readonly submit: (scope: Scope, origin: ScheduledOrigin) => Promise<string | undefined>;
}

export function workOf(works: ScheduleWorks, task: ScheduledTask): BoundWork {
  return task.type === 'export' ? bind(works.export, task.body) : bind(works.batch_segmentation, task.segments);
}

function bind<T>(work: ScheduleWork<T>, task: T): BoundWork {
  return {
    kind: work.kind,
    collection: work.collection,
    check: (scope) => work.check(scope, task),
    submit: (scope, origin) => work.submit(scope, task, origin),
  };
}
