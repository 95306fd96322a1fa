import { createMembershipTables } from './evaluation/index.ts';
import type { SandboxData } from './jobs/evaluator.ts';
import type { ProfileImporter } from './profiles/import/importer.ts';
import { readLayout } from './profiles/tables/attribute-columns.ts';
import type { TenantFieldRepository } from './schema/tenant-field-repository.ts';
import { querySchema } from './schema/union.ts';
import type { Columnar } from './store/columnar/columnar.ts';
import { sandboxDatabase } from './store/columnar/identifier.ts';

export interface SandboxDataDependencies {
  readonly columnar: Columnar;
  readonly importer: ProfileImporter;
  readonly tenantFields: TenantFieldRepository;
}

/** Where the profiles of sandboxes are, and what they hold. */
export interface SandboxDatabases {
  /** The database of a sandbox, with its tables. */
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  /** The database with the schemas and the columns as they are now. */
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
}

/** The first call for a sandbox creates its tables and ends what a crash interrupted. */
export function createSandboxDatabases(deps: SandboxDataDependencies): SandboxDatabases {
  const { columnar, importer, tenantFields } = deps;
  const prepared = new Map<string, Promise<string>>();

  const prepare = async (sandboxId: string): Promise<string> => {
    await importer.prepare(sandboxId);
    const database = sandboxDatabase(sandboxId);
    await createMembershipTables(columnar, database);
    return database;
  };

  const databaseOf = (sandboxId: string): Promise<string> => {
    const known = prepared.get(sandboxId);
    if (known !== undefined) return known;
    const preparing = prepare(sandboxId);
    prepared.set(sandboxId, preparing);
    preparing.catch(() => prepared.delete(sandboxId));
    return preparing;
  };

  return {
    databaseOf,
    async sandboxData(sandboxId) {
      const database = await databaseOf(sandboxId);
      const [fields, layout] = await Promise.all([tenantFields.list(sandboxId), readLayout(columnar, database)]);
      return { database, schema: querySchema(fields), layout };
    },
  };
}
