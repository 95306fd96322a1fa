import type { AlsoWrite } from '../repository.ts';

/** Why a schedule ran: its time came, its time came while nothing ran, or somebody asked. */
export type RunCause = 'schedule' | 'missed' | 'request';

/** `skipped`: the job before had not come to an end. `nothing`: there was nothing to do. */
export type RunOutcome = 'submitted' | 'skipped' | 'nothing' | 'failed';

/** What became of one time of a schedule. */
export interface ScheduleRun {
  readonly runId: string;
  readonly scheduleId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly cause: RunCause;
  readonly outcome: RunOutcome;
  readonly job?: { readonly kind: string; readonly id: string };
  /** Of a run that failed: no job could be made. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a job that a schedule starts must carry (api-segmentation.md section 4.4). */
export interface ScheduledOrigin {
  readonly source: 'scheduler';
  readonly requestId: string;
  readonly properties: { readonly scheduleId: string; readonly runId: string };
  /** To be passed to `JobRepository.insert`: joins the job to its run. */
  readonly record: AlsoWrite;
}
