import type { Scope } from '../../audiences/definition.ts';
import type { ExportRequest } from '../exports/request.ts';
import type { JobRequest } from '../segments/job.ts';
import { frequencyOf, parseCron } from './cron/cron.ts';

export const SCHEDULE_TYPES = ['batch_segmentation', 'export'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

export const SCHEDULE_STATES = ['active', 'inactive'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

/** What a schedule does when it fires. */
export type ScheduledTask =
  | { readonly type: 'batch_segmentation'; readonly segments: JobRequest }
  | { readonly type: 'export'; readonly body: ExportRequest };

/** A stored schedule (api-segmentation.md section 4.1). Epochs are Unix seconds. */
export interface Schedule {
  readonly id: string;
  readonly name: string;
  readonly task: ScheduledTask;
  /** As sent. */
  readonly cron: string;
  readonly state: ScheduleState;
  readonly createEpoch: number;
  readonly updateEpoch: number;
  /** Version tag without quotes; changes with every write (api-conventions.md section 11). */
  readonly etag: string;
  readonly plan?: Plan;
}

/** When an active schedule fires next. Epoch milliseconds. */
export interface Plan {
  readonly nextFire: number;
  /** What the clock said when that was decided. */
  readonly plannedAt: number;
}

/** Whether it evaluates every segment of the sandbox: only one such schedule is active (section 4.3). */
export const coversAll = ({ task }: Pick<Schedule, 'task'>): boolean =>
  task.type === 'batch_segmentation' && task.segments.kind === 'all';

/** The schedule as clients see it. */
export function scheduleResource(schedule: Schedule, scope: Scope) {
  return {
    id: schedule.id,
    imsOrgId: scope.imsOrgId,
    sandbox: scope.sandbox,
    name: schedule.name,
    state: schedule.state,
    type: schedule.task.type,
    ...timing(schedule),
    properties: propertiesOf(schedule.task),
    createEpoch: schedule.createEpoch,
    updateEpoch: schedule.updateEpoch,
  };
}

/** The expression, and how often it fires. */
export const timing = ({ cron }: Schedule) => ({ schedule: cron, frequency: frequencyOf(parseCron(cron)) });

function propertiesOf(task: ScheduledTask) {
  if (task.type === 'export') return task.body;
  return { segments: task.segments.kind === 'all' ? ['*'] : task.segments.ids };
}
