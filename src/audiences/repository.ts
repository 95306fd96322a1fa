import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ControlStore, ControlTables } from '../store/control/control.ts';
import type { LifecycleState, SegmentDefinition } from './definition.ts';

type DefinitionRow = {
  id: string;
  sandbox_id: string;
  name: string;
  name_key: string;
  description: string | null;
  description_key: string | null;
  expression_format: SegmentDefinition['expression']['format'];
  expression_value: string;
  schema_name: string;
  schema_id: string | null;
  merge_policy_id: string;
  batch: number;
  continuous: number;
  synchronous: number;
  exclude_opt_out: number;
  profile_instance_id: string;
  payload_schema: string | null;
  /** JSON of what was sent: a number, or a string that holds one. */
  ttl_in_days: string | null;
  lifecycle_state: LifecycleState;
  create_epoch: number;
  update_epoch: number;
  baseline_time: number | null;
  etag: string;
};

export type AudienceTables = {
  segment_definition: DefinitionRow;
  audience_reference: { audience_id: string; reference_id: string };
};

type Db = Kysely<ControlTables & AudienceTables>;

export type DefinitionSortKey =
  | 'name'
  | 'description'
  | 'creationTime'
  | 'updateTime'
  | 'updateEpoch'
  | 'baselineTime'
  | 'mergePolicyId'
  | 'id';

const SORT_COLUMN = {
  name: 'name_key',
  description: 'description_key',
  creationTime: 'create_epoch',
  updateTime: 'update_epoch',
  updateEpoch: 'update_epoch',
  baselineTime: 'baseline_time',
  mergePolicyId: 'merge_policy_id',
  id: 'id',
} as const satisfies Record<DefinitionSortKey, keyof DefinitionRow>;

export interface DefinitionQuery {
  readonly offset: number;
  readonly limit: number;
  readonly sort: readonly { readonly attribute: DefinitionSortKey; readonly direction: 'asc' | 'desc' }[];
  readonly enabled?: { readonly [method in 'batch' | 'continuous' | 'synchronous']?: boolean };
}

/** The stored segment definitions of all sandboxes; every call names the sandbox. */
export class DefinitionRepository {
  readonly #db: Db;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<AudienceTables>();
  }

  async insert(sandboxId: string, definition: SegmentDefinition): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx.insertInto('segment_definition').values(toRow(sandboxId, definition)).execute();
      await insertReferences(trx, definition);
    });
  }

  /** Replaces the stored definition; false when it is gone. */
  async update(sandboxId: string, definition: SegmentDefinition): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('segment_definition')
        .set(toRow(sandboxId, definition))
        .where('id', '=', definition.id)
        .where('sandbox_id', '=', sandboxId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await trx.deleteFrom('audience_reference').where('audience_id', '=', definition.id).execute();
      await insertReferences(trx, definition);
      return true;
    });
  }

  async delete(sandboxId: string, id: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('segment_definition')
      .where('id', '=', id)
      .where('sandbox_id', '=', sandboxId)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  /** Sets the end of the last complete evaluation (Unix seconds) without touching version or update time. */
  async setBaseline(sandboxId: string, ids: readonly string[], epoch: number): Promise<void> {
    await this.#db
      .updateTable('segment_definition')
      .set({ baseline_time: epoch })
      .where('sandbox_id', '=', sandboxId)
      .where(oneOf('id', ids))
      .execute();
  }

  async get(sandboxId: string, id: string): Promise<SegmentDefinition | undefined> {
    return (await this.byIds(sandboxId, [id])).get(id);
  }

  async byIds(sandboxId: string, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentDefinition>> {
    const rows = await this.#db
      .selectFrom('segment_definition')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where(oneOf('id', ids))
      .execute();
    return new Map((await this.#withReferences(rows)).map((definition) => [definition.id, definition]));
  }

  async idByName(sandboxId: string, name: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('segment_definition')
      .select('id')
      .where('sandbox_id', '=', sandboxId)
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.id;
  }

  /** The definitions of a class in some of the life cycle states, in order of creation. */
  async ofClass(
    sandboxId: string,
    className: string,
    states: readonly LifecycleState[],
  ): Promise<readonly SegmentDefinition[]> {
    const rows = await this.#db
      .selectFrom('segment_definition')
      .selectAll()
      .where('sandbox_id', '=', sandboxId)
      .where('schema_name', '=', className)
      .where('lifecycle_state', 'in', states)
      .orderBy('create_epoch')
      .orderBy('id')
      .execute();
    return this.#withReferences(rows);
  }

  async list(
    sandboxId: string,
    query: DefinitionQuery,
  ): Promise<{ readonly total: number; readonly definitions: readonly SegmentDefinition[] }> {
    let matching = this.#db.selectFrom('segment_definition').where('sandbox_id', '=', sandboxId);
    for (const method of ['batch', 'continuous', 'synchronous'] as const) {
      const wanted = query.enabled?.[method];
      if (wanted !== undefined) matching = matching.where(method, '=', wanted ? 1 : 0);
    }
    const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    let page = matching.selectAll().limit(query.limit).offset(query.offset);
    for (const { attribute, direction } of query.sort) {
      page = page.orderBy(SORT_COLUMN[attribute], (order) =>
        (direction === 'asc' ? order.asc() : order.desc()).nullsLast(),
      );
    }
    return { total, definitions: await this.#withReferences(await page.orderBy('id').execute()) };
  }

  /** Ids of the audiences whose expression reads `id`. */
  async dependents(sandboxId: string, id: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('audience_reference')
      .innerJoin('segment_definition', 'segment_definition.id', 'audience_reference.audience_id')
      .select('audience_id')
      .where('sandbox_id', '=', sandboxId)
      .where('reference_id', '=', id)
      .orderBy('audience_id')
      .execute();
    return rows.map((row) => row.audience_id);
  }

  async #withReferences(rows: readonly Selectable<DefinitionRow>[]): Promise<SegmentDefinition[]> {
    if (rows.length === 0) return [];
    const links = await this.#db
      .selectFrom('audience_reference')
      .selectAll()
      .where(
        oneOf(
          'audience_id',
          rows.map((row) => row.id),
        ),
      )
      .orderBy('reference_id')
      .execute();
    const byAudience = Map.groupBy(links, (link) => link.audience_id);
    return rows.map((row) => fromRow(row, byAudience.get(row.id)?.map((link) => link.reference_id) ?? []));
  }
}

/** `column IN ids` with one parameter, so that any number of ids fits into a statement. */
function oneOf(column: 'id' | 'audience_id', ids: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

async function insertReferences(db: Db, definition: SegmentDefinition): Promise<void> {
  if (definition.references.length === 0) return;
  await db
    .insertInto('audience_reference')
    .values(definition.references.map((reference_id) => ({ audience_id: definition.id, reference_id })))
    .execute();
}

function toRow(sandboxId: string, definition: SegmentDefinition): DefinitionRow {
  return {
    id: definition.id,
    sandbox_id: sandboxId,
    name: definition.name,
    name_key: definition.name.toLowerCase(),
    description: definition.description ?? null,
    description_key: definition.description?.toLowerCase() ?? null,
    expression_format: definition.expression.format,
    expression_value: definition.expression.value,
    schema_name: definition.schema.name,
    schema_id: definition.schema.id ?? null,
    merge_policy_id: definition.mergePolicyId,
    batch: Number(definition.evaluationInfo.batch.enabled),
    continuous: Number(definition.evaluationInfo.continuous.enabled),
    synchronous: Number(definition.evaluationInfo.synchronous.enabled),
    exclude_opt_out: Number(definition.dataGovernancePolicy.excludeOptOut),
    profile_instance_id: definition.profileInstanceId,
    payload_schema: definition.payloadSchema ?? null,
    ttl_in_days: definition.ttlInDays === undefined ? null : JSON.stringify(definition.ttlInDays),
    lifecycle_state: definition.lifecycleState,
    create_epoch: definition.createEpoch,
    update_epoch: definition.updateEpoch,
    baseline_time: definition.baselineTime ?? null,
    etag: definition.etag,
  };
}

function fromRow(row: Selectable<DefinitionRow>, references: readonly string[]): SegmentDefinition {
  return {
    id: row.id,
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    expression: { type: 'PQL', format: row.expression_format, value: row.expression_value },
    schema: { name: row.schema_name, ...(row.schema_id !== null && { id: row.schema_id }) },
    mergePolicyId: row.merge_policy_id,
    evaluationInfo: {
      batch: { enabled: row.batch === 1 },
      continuous: { enabled: row.continuous === 1 },
      synchronous: { enabled: row.synchronous === 1 },
    },
    dataGovernancePolicy: { excludeOptOut: row.exclude_opt_out === 1 },
    ...(row.payload_schema !== null && { payloadSchema: row.payload_schema }),
    ...(row.ttl_in_days !== null && { ttlInDays: JSON.parse(row.ttl_in_days) }),
    profileInstanceId: row.profile_instance_id,
    lifecycleState: row.lifecycle_state,
    createEpoch: row.create_epoch,
    updateEpoch: row.update_epoch,
    ...(row.baseline_time !== null && { baselineTime: row.baseline_time }),
    references,
    etag: row.etag,
  };
}
