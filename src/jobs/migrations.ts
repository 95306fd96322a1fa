import type { Migration } from '../store/control/control.ts';

export const jobMigrations: readonly Migration[] = [
  {
    module: 'jobs',
    version: 1,
    up: [
      `CREATE TABLE segment_job (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        sandbox_id TEXT NOT NULL,
        status TEXT NOT NULL,
        source TEXT NOT NULL,
        creation_time INTEGER NOT NULL,
        update_epoch INTEGER NOT NULL,
        document TEXT NOT NULL
      ) STRICT`,
      'CREATE INDEX segment_job_sandbox ON segment_job (sandbox_id, creation_time)',
      'CREATE INDEX segment_job_status ON segment_job (status, sequence)',
      `CREATE TABLE evaluation_run (
        run_no INTEGER PRIMARY KEY AUTOINCREMENT,
        sandbox_id TEXT NOT NULL,
        job_id TEXT NOT NULL,
        state TEXT NOT NULL
      ) STRICT`,
      `CREATE TABLE membership_head (
        sandbox_id TEXT NOT NULL,
        audience_id TEXT NOT NULL,
        run_no INTEGER NOT NULL,
        PRIMARY KEY (sandbox_id, audience_id)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
];
