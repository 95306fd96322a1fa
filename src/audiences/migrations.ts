import type { Migration } from '../store/control/control.ts';

export const audienceMigrations: readonly Migration[] = [
  {
    module: 'audiences',
    version: 1,
    up: [
      `CREATE TABLE segment_definition (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        description TEXT,
        description_key TEXT,
        expression_format TEXT NOT NULL,
        expression_value TEXT NOT NULL,
        schema_name TEXT NOT NULL,
        schema_id TEXT,
        merge_policy_id TEXT NOT NULL,
        batch INTEGER NOT NULL,
        continuous INTEGER NOT NULL,
        synchronous INTEGER NOT NULL,
        exclude_opt_out INTEGER NOT NULL,
        profile_instance_id TEXT NOT NULL,
        payload_schema TEXT,
        ttl_in_days TEXT,
        lifecycle_state TEXT NOT NULL,
        create_epoch INTEGER NOT NULL,
        update_epoch INTEGER NOT NULL,
        baseline_time INTEGER,
        etag TEXT NOT NULL
      ) STRICT`,
      'CREATE UNIQUE INDEX segment_definition_name ON segment_definition (sandbox_id, name)',
      `CREATE TABLE audience_reference (
        audience_id TEXT NOT NULL REFERENCES segment_definition (id) ON DELETE CASCADE,
        reference_id TEXT NOT NULL,
        PRIMARY KEY (audience_id, reference_id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX audience_reference_target ON audience_reference (reference_id)',
    ],
  },
];
