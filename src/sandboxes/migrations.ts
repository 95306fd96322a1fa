import type { Migration } from '../store/control/control.ts';

export const sandboxMigrations: readonly Migration[] = [
  {
    module: 'sandboxes',
    version: 1,
    up: [
      `CREATE TABLE sandbox (
        id TEXT PRIMARY KEY,
        ims_org_id TEXT NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL CHECK (type IN ('production', 'development')),
        is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
        state TEXT NOT NULL CHECK (state IN ('creating', 'active', 'deleting', 'resetting', 'deleted', 'failed')),
        UNIQUE (ims_org_id, name)
      ) STRICT`,
      'CREATE UNIQUE INDEX sandbox_default ON sandbox (ims_org_id) WHERE is_default = 1',
    ],
  },
];
