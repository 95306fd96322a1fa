import type { Generated, Kysely } from 'kysely';
import type { ControlTables } from '../../store/control/control.ts';
import type { JobTables } from '../repository.ts';
import type { RunCause, RunOutcome } from './run.ts';
import type { ScheduleState, ScheduleType } from './schedule.ts';

export type ScheduleRow = {
  /** Order of creation. */
  sequence: Generated<number>;
  id: string;
  sandbox_id: string;
  name: string;
  type: ScheduleType;
  cron: string;
  state: ScheduleState;
  all_segments: number;
  /** JSON of the body of an export. */
  body: string | null;
  /** Seconds. */
  create_epoch: number;
  update_epoch: number;
  etag: string;
  /** Milliseconds; both or none. */
  next_fire: number | null;
  planned_at: number | null;
};

export type ScheduleTables = {
  schedule: ScheduleRow;
  schedule_segment: { position: Generated<number>; schedule_id: string; segment_id: string };
  /** Sandboxes that have been given their system schedule. */
  system_schedule: { sandbox_id: string };
  schedule_run: {
    run_id: string;
    schedule_id: string;
    /** Milliseconds. */
    time: number;
    cause: RunCause;
    outcome: RunOutcome;
    job_kind: string | null;
    job_id: string | null;
    code: string | null;
    message: string | null;
  };
};

export type ScheduleDb = Kysely<ControlTables & JobTables & ScheduleTables>;
