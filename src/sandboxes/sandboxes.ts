import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables } from '../store/control/control.ts';
import { SANDBOX_NAME, type Sandbox, type SandboxReference, type SandboxState } from './sandbox.ts';

type SandboxTables = {
  sandbox: {
    id: string;
    ims_org_id: string;
    name: string;
    type: SandboxReference['type'];
    is_default: number;
    state: SandboxState;
  };
};

/**
 * Organizations and their sandboxes. An organization exists from its first request on and starts with the sandbox
 * `prod`. Answers come from memory: only this object writes the table.
 */
export class Sandboxes {
  readonly #db: Kysely<ControlTables & SandboxTables>;
  readonly #byOrg = new Map<string, Promise<readonly Sandbox[]>>();

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<SandboxTables>();
  }

  /** All sandboxes of an organization, the default first; creates the organization when it is new. */
  async of(imsOrgId: string): Promise<readonly Sandbox[]> {
    const known = this.#byOrg.get(imsOrgId);
    if (known !== undefined) return known;
    const loading = this.#load(imsOrgId);
    this.#byOrg.set(imsOrgId, loading);
    loading.catch(() => this.#byOrg.delete(imsOrgId));
    return loading;
  }

  /** Every sandbox of every organization that has been seen. */
  async all(): Promise<readonly Sandbox[]> {
    const rows = await this.#db.selectFrom('sandbox').selectAll().orderBy('id').execute();
    return rows.map(toSandbox);
  }

  async named(imsOrgId: string, name: string): Promise<Sandbox | undefined> {
    return (await this.of(imsOrgId)).find((sandbox) => sandbox.reference.sandboxName === name);
  }

  /** By UUID in any case of letters. */
  async identified(imsOrgId: string, id: string): Promise<Sandbox | undefined> {
    return (await this.of(imsOrgId)).find((sandbox) => sandbox.reference.sandboxId === id.toLowerCase());
  }

  async defaultOf(imsOrgId: string): Promise<Sandbox> {
    const sandbox = (await this.of(imsOrgId)).find((candidate) => candidate.reference.default);
    if (sandbox === undefined) throw new Error(`The organization ${imsOrgId} has no default sandbox`);
    return sandbox;
  }

  /** Adds an active sandbox. */
  async create(imsOrgId: string, name: string, type: SandboxReference['type']): Promise<Sandbox> {
    if (!SANDBOX_NAME.test(name)) throw new RangeError(`'${name}' is not a sandbox name`);
    await this.of(imsOrgId);
    const row = { ...newRow(imsOrgId, name), type };
    await this.#db.insertInto('sandbox').values(row).execute();
    this.#byOrg.delete(imsOrgId);
    return toSandbox(row);
  }

  async setState(sandbox: Sandbox, state: SandboxState): Promise<void> {
    await this.#db.updateTable('sandbox').set({ state }).where('id', '=', sandbox.reference.sandboxId).execute();
    this.#byOrg.delete(sandbox.imsOrgId);
  }

  async #load(imsOrgId: string): Promise<readonly Sandbox[]> {
    await this.#db
      .insertInto('sandbox')
      .values({ ...newRow(imsOrgId, 'prod'), is_default: 1 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const rows = await this.#db
      .selectFrom('sandbox')
      .selectAll()
      .where('ims_org_id', '=', imsOrgId)
      .orderBy('is_default', 'desc')
      .orderBy('name')
      .execute();
    return rows.map(toSandbox);
  }
}

type Row = SandboxTables['sandbox'];

function newRow(imsOrgId: string, name: string): Row {
  return { id: randomUUID(), ims_org_id: imsOrgId, name, type: 'production', is_default: 0, state: 'active' };
}

function toSandbox(row: Row): Sandbox {
  return {
    imsOrgId: row.ims_org_id,
    reference: { sandboxId: row.id, sandboxName: row.name, type: row.type, default: row.is_default === 1 },
    state: row.state,
  };
}
