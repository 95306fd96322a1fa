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
  {
    module: 'jobs',
    version: 2,
    up: [
      `CREATE TABLE job (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        sandbox_id TEXT NOT NULL,
        status TEXT NOT NULL,
        source TEXT NOT NULL,
        creation_time INTEGER NOT NULL,
        update_epoch INTEGER NOT NULL,
        heartbeat INTEGER,
        progress_done INTEGER,
        progress_total INTEGER,
        document TEXT NOT NULL,
        UNIQUE (kind, id)
      ) STRICT`,
      'CREATE INDEX job_sandbox ON job (sandbox_id, kind, creation_time)',
      'CREATE INDEX job_status ON job (status, sequence)',
      // A null in a merge patch removes the member.
      `INSERT INTO job (kind, id, sandbox_id, status, source, creation_time, update_epoch, document)
       SELECT 'segment', id, sandbox_id, status, source, creation_time, update_epoch, json_patch(document, json_object(
         'updateEpoch', NULL, 'updateTime', update_epoch * 1000, 'retries', 0,
         'startTime', json_extract(document, '$.metrics.totalTime.startTimeInMs'),
         'endTime', json_extract(document, '$.metrics.totalTime.endTimeInMs'),
         'profileSegmentationTime', json_extract(document, '$.metrics.profileSegmentationTime'),
         'counters', json_extract(document, '$.metrics.counters'),
         'metrics', NULL))
       FROM segment_job ORDER BY sequence`,
      'DROP TABLE segment_job',
    ],
  },
];
