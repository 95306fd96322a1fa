import { type Kysely, sql } from 'kysely';
import { Serial } from '../serial.ts';
import type { ControlStore, ControlTables } from '../store/control/control.ts';
import type { Audience } from './audience.ts';
import type { AudienceMetrics } from './audience-base.ts';
import { type AudienceDb, type AudienceTables, fromRow, selectAudiences, toRow } from './rows.ts';

/** What a write came to; `audience` is absent when it was deleted. */
export interface AudienceChange {
  readonly sandboxId: string;
  readonly id: string;
  readonly audience?: Audience;
}

/** What the system found out about an audience; a member that is absent stays, `undefined` removes. */
export interface AudienceState {
  /** Unix seconds. */
  readonly baselineTime?: number | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt?: number | undefined;
  readonly metrics?: AudienceMetrics | undefined;
}

/** Writes that join the transaction of a write to an audience. */
export type AlsoStore = (db: Kysely<ControlTables>) => Promise<void>;

/** The stored audiences of both kinds, of all sandboxes; every call names the sandbox. */
export class AudienceRepository {
  readonly #db: AudienceDb;
  readonly #writes = new Serial();
  readonly #listeners: ((change: AudienceChange) => void)[] = [];

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<AudienceTables>();
  }

  /**
   * Calls the listener after each write of this object, in the order of the commits and before the write resolves: what
   * follows them is up to date when a client has its answer.
   */
  onChanged(listener: (change: AudienceChange) => void): void {
    this.#listeners.push(listener);
  }

  /** The id or the pair of namespace and audience id must not be in use. */
  insert(sandboxId: string, audience: Audience): Promise<void> {
    return this.#write(sandboxId, [audience.id], async (db) => {
      await db.insertInto('audience').values(toRow(sandboxId, audience)).execute();
      await insertDependencies(db, audience);
    });
  }

  /** Replaces the stored audience but for its state, of which the given parts are noted; false when it is gone. */
  update(
    sandboxId: string,
    audience: Audience,
    states: readonly AudienceState[] = [],
    also?: AlsoStore,
  ): Promise<boolean> {
    return this.#write(sandboxId, [audience.id], async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('audience')
        .set(toRow(sandboxId, audience))
        .where('id', '=', audience.id)
        .where('sandbox_id', '=', sandboxId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await db.deleteFrom('audience_dependency').where('audience_id', '=', audience.id).execute();
      await insertDependencies(db, audience);
      for (const state of states) await writeState(db, sandboxId, audience.id, state);
      await also?.(db);
      return true;
    });
  }

  delete(sandboxId: string, id: string): Promise<boolean> {
    return this.#write(sandboxId, [id], async (db) => {
      const result = await db
        .deleteFrom('audience')
        .where('id', '=', id)
        .where('sandbox_id', '=', sandboxId)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    });
  }

  /**
   * Notes what the system found out about audiences, without a new version; those that are gone are left out.
   *
   * @param also adds writes to the transaction
   */
  setState(sandboxId: string, states: ReadonlyMap<string, AudienceState>, also?: AlsoStore): Promise<void> {
    return this.#write(sandboxId, [...states.keys()], async (db) => {
      await also?.(db);
      for (const [id, state] of states) await writeState(db, sandboxId, id, state);
    });
  }

  async get(sandboxId: string, id: string): Promise<Audience | undefined> {
    return (await this.byIds(sandboxId, [id])).get(id);
  }

  async byIds(sandboxId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Audience>> {
    return byIds(this.#db, sandboxId, ids);
  }

  async byAudienceId(sandboxId: string, namespace: string, audienceId: string): Promise<Audience | undefined> {
    const row = await selectAudiences(this.#db, sandboxId)
      .where('namespace', '=', namespace)
      .where('audience.audience_id', '=', audienceId)
      .executeTakeFirst();
    return row && fromRow(row);
  }

  /** All audiences with one of the identifiers of clients, of any namespace, in order of creation. */
  async withAudienceIds(sandboxId: string, audienceIds: readonly string[]): Promise<readonly Audience[]> {
    if (audienceIds.length === 0) return [];
    const rows = await selectAudiences(this.#db, sandboxId)
      .where(oneOf('audience.audience_id', audienceIds))
      .orderBy('created_at')
      .execute();
    return rows.map(fromRow);
  }

  /** The id of the Platform audience with a name. */
  async idByName(sandboxId: string, name: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('audience')
      .select('id')
      .where('sandbox_id', '=', sandboxId)
      .where('type', '=', 'SegmentDefinition')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.id;
  }

  /** Every audience of a sandbox, in order of creation. */
  async all(sandboxId: string): Promise<readonly Audience[]> {
    return (await selectAudiences(this.#db, sandboxId).orderBy('created_at').execute()).map(fromRow);
  }

  /** Audiences whose expression reads the audience, in order of creation. */
  async dependents(sandboxId: string, id: string): Promise<readonly Audience[]> {
    const rows = await selectAudiences(this.#db, sandboxId)
      .innerJoin('audience_dependency', 'audience_dependency.audience_id', 'audience.id')
      .where('dependency_id', '=', id)
      .orderBy('created_at')
      .execute();
    return rows.map(fromRow);
  }

  /** Audiences of any sandbox whose `expiresAt` is not after an instant, in epoch milliseconds. */
  async expired(now: number): Promise<readonly { readonly sandboxId: string; readonly id: string }[]> {
    const rows = await this.#db
      .selectFrom('audience_state')
      .innerJoin('audience', 'audience.id', 'audience_state.audience_id')
      .select(['sandbox_id', 'id'])
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .execute();
    return rows.map((row) => ({ sandboxId: row.sandbox_id, id: row.id }));
  }

  /** Writes in a transaction and tells the listeners what the audiences are then. */
  #write<T>(sandboxId: string, ids: readonly string[], write: (db: AudienceDb) => Promise<T>): Promise<T> {
    return this.#writes.run('', async () => {
      const { result, after } = await this.#db.transaction().execute(async (db) => {
        const result = await write(db);
        return { result, after: this.#listeners.length > 0 ? await byIds(db, sandboxId, ids) : new Map() };
      });
      for (const id of ids) {
        const audience = after.get(id);
        for (const tell of this.#listeners) tell({ sandboxId, id, ...(audience !== undefined && { audience }) });
      }
      return result;
    });
  }
}

async function byIds(db: AudienceDb, sandboxId: string, ids: readonly string[]): Promise<Map<string, Audience>> {
  if (ids.length === 0) return new Map();
  const rows = await selectAudiences(db, sandboxId).where(oneOf('audience.id', ids)).execute();
  return new Map(rows.map(fromRow).map((audience) => [audience.id, audience]));
}

/** `column IN values` with one parameter, so that any number of values fits into a statement. */
export function oneOf(column: 'audience.id' | 'audience.audience_id', values: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

async function insertDependencies(db: AudienceDb, { id, dependencies }: Audience): Promise<void> {
  if (dependencies.length === 0) return;
  await db
    .insertInto('audience_dependency')
    .values(dependencies.map((dependency_id) => ({ audience_id: id, dependency_id })))
    .execute();
}

async function writeState(db: AudienceDb, sandboxId: string, id: string, state: AudienceState): Promise<void> {
  const columns = stateColumns(state);
  await db
    .insertInto('audience_state')
    .columns(['audience_id', 'baseline_time', 'expires_at', 'metrics'])
    .expression((eb) =>
      eb
        .selectFrom('audience')
        .select((select) => [
          'id',
          select.val(columns.baseline_time ?? null).as('baseline_time'),
          select.val(columns.expires_at ?? null).as('expires_at'),
          select.val(columns.metrics ?? null).as('metrics'),
        ])
        .where('id', '=', id)
        .where('sandbox_id', '=', sandboxId),
    )
    .onConflict((conflict) => conflict.column('audience_id').doUpdateSet({ audience_id: id, ...columns }))
    .execute();
}

function stateColumns(state: AudienceState): Partial<AudienceTables['audience_state']> {
  return {
    ...('baselineTime' in state && { baseline_time: state.baselineTime ?? null }),
    ...('expiresAt' in state && { expires_at: state.expiresAt ?? null }),
    ...('metrics' in state && { metrics: state.metrics === undefined ? null : JSON.stringify(state.metrics) }),
  };
}
