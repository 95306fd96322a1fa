import type { Migration } from '../../store/control/control.ts';

export const scheduleMigrations: readonly Migration[] = [
  {
    module: 'schedules',
    version: 1,
    up: [
      `CREATE TABLE schedule (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        sandbox_id TEXT NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        cron TEXT NOT NULL,
        state TEXT NOT NULL,
        all_segments INTEGER NOT NULL,
        body TEXT,
        create_epoch INTEGER NOT NULL,
        update_epoch INTEGER NOT NULL,
        etag TEXT NOT NULL,
        next_fire INTEGER,
        planned_at INTEGER
      ) STRICT`,
      'CREATE INDEX schedule_sandbox ON schedule (sandbox_id, sequence)',
      // A definition that is deleted leaves its schedules (api-segmentation.md section 1.10).
      `CREATE TABLE schedule_segment (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        schedule_id TEXT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
        segment_id TEXT NOT NULL REFERENCES segment_definition (id) ON DELETE CASCADE,
        UNIQUE (schedule_id, segment_id)
      ) STRICT`,
      'CREATE INDEX schedule_segment_target ON schedule_segment (segment_id)',
      'CREATE TABLE system_schedule (sandbox_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID',
      `CREATE TABLE schedule_run (
        run_id TEXT PRIMARY KEY,
        schedule_id TEXT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
        time INTEGER NOT NULL,
        cause TEXT NOT NULL,
        outcome TEXT NOT NULL,
        job_kind TEXT,
        job_id TEXT,
        code TEXT,
        message TEXT
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX schedule_run_time ON schedule_run (schedule_id, time)',
    ],
  },
  {
    // Lists of segments no longer depend on the tables of audiences; whoever reads them leaves out what is gone.
    module: 'schedules',
    version: 2,
    up: [
      `CREATE TABLE schedule_list (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        schedule_id TEXT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
        segment_id TEXT NOT NULL,
        UNIQUE (schedule_id, segment_id)
      ) STRICT`,
      'INSERT INTO schedule_list SELECT position, schedule_id, segment_id FROM schedule_segment',
      'DROP TABLE schedule_segment',
      'ALTER TABLE schedule_list RENAME TO schedule_segment',
      'CREATE INDEX schedule_segment_target ON schedule_segment (segment_id)',
    ],
  },
];
