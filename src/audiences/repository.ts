import type { ControlStore } from '../store/control/control.ts';
import { isPlatform } from './audience.ts';
import type { LifecycleState } from './audience-base.ts';
import { oneOf } from './audience-repository.ts';
import type { SegmentDefinition } from './definition.ts';
import { type AudienceDb, type AudienceTables, fromRow, selectAudiences } from './rows.ts';

/** The stored Platform audiences, as whoever evaluates them reads them; every call names the sandbox. */
export class DefinitionRepository {
  readonly #db: AudienceDb;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<AudienceTables>();
  }

  async get(sandboxId: string, id: string): Promise<SegmentDefinition | undefined> {
    return (await this.byIds(sandboxId, [id])).get(id);
  }

  async byIds(sandboxId: string, ids: readonly string[]): Promise<ReadonlyMap<string, SegmentDefinition>> {
    const rows = await this.#select(sandboxId).where(oneOf('audience.id', ids)).execute();
    return new Map(
      rows
        .map(fromRow)
        .filter(isPlatform)
        .map((definition) => [definition.id, definition]),
    );
  }

  /** The definitions of a class in some of the life cycle states, in order of creation. */
  async ofClass(
    sandboxId: string,
    className: string,
    states: readonly LifecycleState[],
  ): Promise<readonly SegmentDefinition[]> {
    const rows = await this.#select(sandboxId)
      .where('schema_name', '=', className)
      .where('lifecycle_state', 'in', states)
      .orderBy('created_at')
      .execute();
    return rows.map(fromRow).filter(isPlatform);
  }

  #select(sandboxId: string) {
    return selectAudiences(this.#db, sandboxId).where('type', '=', 'SegmentDefinition');
  }
}
