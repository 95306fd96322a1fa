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
  {
    // Definitions become audiences of one of two kinds; what has no column is in the document.
    module: 'audiences',
    version: 2,
    up: [
      `CREATE TABLE audience (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        type TEXT NOT NULL,
        namespace TEXT NOT NULL,
        audience_id TEXT NOT NULL,
        name TEXT NOT NULL,
        lifecycle_state TEXT NOT NULL,
        schema_name TEXT,
        created_at INTEGER NOT NULL,
        document TEXT NOT NULL
      ) STRICT`,
      'CREATE UNIQUE INDEX audience_identifier ON audience (sandbox_id, namespace, audience_id)',
      `CREATE UNIQUE INDEX audience_definition_name ON audience (sandbox_id, name) WHERE type = 'SegmentDefinition'`,
      'CREATE INDEX audience_by_identifier ON audience (sandbox_id, audience_id)',
      `CREATE TABLE audience_dependency (
        audience_id TEXT NOT NULL REFERENCES audience (id) ON DELETE CASCADE,
        dependency_id TEXT NOT NULL,
        PRIMARY KEY (audience_id, dependency_id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX audience_dependent ON audience_dependency (dependency_id)',
      `CREATE TABLE audience_state (
        audience_id TEXT PRIMARY KEY REFERENCES audience (id) ON DELETE CASCADE,
        baseline_time INTEGER,
        expires_at INTEGER,
        metrics TEXT
      ) STRICT`,
      'CREATE INDEX audience_expiry ON audience_state (expires_at) WHERE expires_at IS NOT NULL',
      `INSERT INTO audience
        SELECT id, sandbox_id, 'SegmentDefinition', 'AEPSegments', id, name, lifecycle_state, schema_name, created_at,
          json_patch('{}', json_object(
            'id', id, 'audienceId', id, 'type', 'SegmentDefinition', 'namespace', 'AEPSegments',
            'originName', 'REAL_TIME_CUSTOMER_PROFILE', 'name', name, 'description', description,
            'expression', json_object('type', 'PQL', 'format', expression_format, 'value', expression_value),
            'schema', json_object('name', schema_name, 'id', schema_id), 'mergePolicyId', merge_policy_id,
            'evaluationInfo', json_object(
              'batch', json_object('enabled', json(iif(batch, 'true', 'false'))),
              'continuous', json_object('enabled', json(iif(continuous, 'true', 'false'))),
              'synchronous', json_object('enabled', json(iif(synchronous, 'true', 'false')))),
            'dataGovernancePolicy', json_object('excludeOptOut', json(iif(exclude_opt_out, 'true', 'false'))),
            'overridePerformanceWarnings', json('false'), 'payloadSchema', payload_schema,
            'ttlInDays', json(ttl_in_days), 'profileInstanceId', profile_instance_id,
            'lifecycleState', lifecycle_state, 'createdBy', 'system', 'lastModifiedBy', 'system',
            'createdAt', created_at, 'updatedAt', update_epoch * 1000000,
            'dependencies', json((SELECT json_group_array(reference_id ORDER BY reference_id)
              FROM audience_reference WHERE audience_id = id)),
            'etag', etag))
        FROM (
          SELECT *, create_epoch * 1000000 + row_number() OVER (PARTITION BY create_epoch ORDER BY rowid) - 1 AS created_at
          FROM segment_definition)`,
      'INSERT INTO audience_dependency SELECT audience_id, reference_id FROM audience_reference',
      `INSERT INTO audience_state (audience_id, baseline_time)
        SELECT id, baseline_time FROM segment_definition WHERE baseline_time IS NOT NULL`,
      'DROP TABLE audience_reference',
      'DROP TABLE segment_definition',
    ],
  },
  {
    // Audiences are looked up by ids inside their sandbox; without it that reads the whole sandbox.
    module: 'audiences',
    version: 3,
    up: ['CREATE INDEX audience_by_id ON audience (sandbox_id, id)'],
  },
];
