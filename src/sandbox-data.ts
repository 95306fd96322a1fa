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

/**
 * Makes the function that tells what a sandbox holds. The first call for a sandbox creates its tables and ends what a
 * crash interrupted.
 */
export function createSandboxData(deps: SandboxDataDependencies): (sandboxId: string) => Promise<SandboxData> {
  const { columnar, importer, tenantFields } = deps;
  const prepared = new Map<string, Promise<void>>();

  const prepare = async (sandboxId: string): Promise<void> => {
    await importer.prepare(sandboxId);
    await createMembershipTables(columnar, sandboxDatabase(sandboxId));
  };

  return async (sandboxId) => {
    const database = sandboxDatabase(sandboxId);
    const preparing = prepared.get(sandboxId) ?? prepare(sandboxId);
    prepared.set(sandboxId, preparing);
    await preparing.catch((error) => {
      prepared.delete(sandboxId);
      throw error;
    });
    const [fields, layout] = await Promise.all([tenantFields.list(sandboxId), readLayout(columnar, database)]);
    return { database, schema: querySchema(fields), layout };
  };
}
