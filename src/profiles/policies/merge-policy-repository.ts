import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';

/** How fragments become profiles (profile-store.md section 3.1). */
export interface MergePolicy {
  readonly id: string;
  readonly name: string;
  /** Class of the profiles. */
  readonly schemaName: string;
  readonly version: number;
  readonly identityGraph: 'none' | 'pdg';
  readonly attributeMerge: AttributeMerge;
  readonly isActiveOnEdge: boolean;
  readonly isDefault: boolean;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

export type AttributeMerge =
  | { readonly type: 'timestampOrdered' }
  | { readonly type: 'dataSetPrecedence'; readonly order: readonly string[] };

export const PROFILE_SCHEMA = '_xdm.context.profile';

export const mergePolicyMigrations: readonly Migration[] = [
  {
    module: 'merge_policies',
    version: 1,
    up: [
      `CREATE TABLE merge_policy (
        id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        name TEXT NOT NULL,
        schema_name TEXT NOT NULL,
        version INTEGER NOT NULL,
        identity_graph TEXT NOT NULL,
        attribute_merge TEXT NOT NULL,
        is_active_on_edge INTEGER NOT NULL,
        is_default INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      `CREATE UNIQUE INDEX merge_policy_default ON merge_policy (sandbox_id, schema_name) WHERE is_default = 1`,
    ],
  },
];

type MergePolicyTables = {
  merge_policy: {
    id: string;
    sandbox_id: string;
    name: string;
    schema_name: string;
    version: number;
    identity_graph: 'none' | 'pdg';
    /** JSON of {@link AttributeMerge}. */
    attribute_merge: string;
    is_active_on_edge: number;
    is_default: number;
    updated_at: number;
  };
};

/** The merge policies of sandboxes. Every sandbox has one default policy from the first time it is asked for. */
export class MergePolicyRepository {
  readonly #db: Kysely<ControlTables & MergePolicyTables>;
  readonly #now: () => number;

  constructor(control: ControlStore, now: () => number) {
    this.#db = control.db.withTables<MergePolicyTables>();
    this.#now = now;
  }

  /** In the order of their names. */
  async list(sandboxId: string): Promise<readonly MergePolicy[]> {
    await this.#ensureDefault(sandboxId);
    const rows = await this.#db
      .selectFrom('merge_policy')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .orderBy('name')
      .orderBy('id')
      .execute();
    return rows.map(toPolicy);
  }

  async get(sandboxId: string, id: string): Promise<MergePolicy | undefined> {
    return (await this.list(sandboxId)).find((policy) => policy.id === id);
  }

  /** The policy of requests that name none. */
  async default(sandboxId: string): Promise<MergePolicy> {
    const policy = (await this.list(sandboxId)).find(({ isDefault }) => isDefault);
    if (policy === undefined) throw new Error(`Sandbox ${sandboxId} has no default merge policy`);
    return policy;
  }

  /** Provisions the policy of profile-store.md section 3.4, rule 1. */
  async #ensureDefault(sandboxId: string): Promise<void> {
    await this.#db
      .insertInto('merge_policy')
      .values({
        id: randomUUID(),
        sandbox_id: sandboxId,
        name: 'Default Timebased',
        schema_name: PROFILE_SCHEMA,
        version: 1,
        identity_graph: 'pdg',
        attribute_merge: JSON.stringify({ type: 'timestampOrdered' } satisfies AttributeMerge),
        is_active_on_edge: 1,
        is_default: 1,
        updated_at: this.#now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function toPolicy(row: MergePolicyTables['merge_policy']): MergePolicy {
  const attributeMerge: AttributeMerge = JSON.parse(row.attribute_merge);
  return {
    id: row.id,
    name: row.name,
    schemaName: row.schema_name,
    version: row.version,
    identityGraph: row.identity_graph,
    attributeMerge,
    isActiveOnEdge: row.is_active_on_edge === 1,
    isDefault: row.is_default === 1,
    updatedAt: row.updated_at,
  };
}
