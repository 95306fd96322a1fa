import type { Kysely } from 'kysely';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier, sandboxDatabase } from '../../store/columnar/identifier.ts';
import type { ControlTables } from '../../store/control/control.ts';
import type { Batch, BatchLedger } from '../batches/batch-ledger.ts';
import { promote } from '../batches/promote.ts';
import { createStaging, DISTINCT_KEYS, dropStaging, type Staging, stagingOf } from '../batches/staging.ts';
import type { Namespace } from '../identity/namespaces.ts';
import { refuseCollisions } from './collisions.ts';
import { stageIdentities } from './stage-identities.ts';

export interface NewProfilesContext {
  readonly columnar: Columnar;
  readonly ledger: BatchLedger;
  readonly batch: Batch;
  readonly namespaces: readonly Namespace[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Lets imports of the sandbox go on. */
  readonly release: () => void;
}

/**
 * A batch of profiles without attributes, each known by one identity. They lie apart until {@link commit}, in whose
 * transaction it is decided that they become visible, and {@link publish}; a crash between the two only delays it.
 */
export class NewProfiles {
  readonly #context: NewProfilesContext;
  readonly #database: string;
  readonly #staging: Staging;
  #created = 0;

  constructor(context: NewProfilesContext) {
    this.#context = context;
    this.#database = sandboxDatabase(context.batch.sandboxId);
    this.#staging = stagingOf(context.batch);
  }

  /** Name of the table of the new profiles. */
  get table(): string {
    return this.#staging.profiles;
  }

  async create(): Promise<void> {
    await createStaging(this.#context.columnar, this.#database, this.#staging);
  }

  /**
   * Adds a profile for each identity of a namespace.
   *
   * @param identities query of distinct values in a column `id`, which no profile has; none of them was added before
   */
  async add(columnar: Columnar, ns: string, identities: string, options: QueryOptions): Promise<void> {
    const { batch } = this.#context;
    const profiles = identifier(this.#staging.profiles);
    const params = { ...options.params, ns, seq: batch.firstSeq, now: batch.startedAt };
    await columnar.command(
      `INSERT INTO ${profiles} (ns, id, profile_no, identities, has_record, opted_out, version, last_modified)
       SELECT {ns:String}, id,
         (SELECT max(profile_no) FROM (SELECT profile_no FROM profiles UNION ALL SELECT profile_no FROM ${profiles}))
           + 1 + rowNumberInAllBlocks(),
         [({ns:String}, id)], 0, 0, {seq:UInt64}, {now:Int64}
       FROM (${identities}) AS given`,
      { ...options, database: this.#database, params, settings: DISTINCT_KEYS },
    );
    const [row] = await columnar.query<{ rows: string }>(`SELECT count() AS rows FROM ${profiles}`, {
      ...options,
      database: this.#database,
    });
    this.#created = Number(row?.rows ?? 0);
  }

  /** Prepares what finds the profiles; nothing is added after it. @throws {KeyCollisionError} */
  async complete(columnar: Columnar): Promise<void> {
    await refuseCollisions(columnar, this.#database, { table: this.#staging.profiles, id: 'id' });
    await stageIdentities(columnar, this.#database, this.#staging, this.#context.namespaces);
  }

  /** Decides, in a transaction, that the profiles become visible. */
  commit(db: Kysely<ControlTables>): Promise<void> {
    const { batch, ledger } = this.#context;
    return ledger.staged(batch.id, { accepted: this.#created, rejected: 0, endSeq: batch.firstSeq + 1 }, db);
  }

  /** Where this fails, the next import of the sandbox does it, or the next start. */
  async publish(): Promise<void> {
    const { batch, columnar, ledger, now, release } = this.#context;
    try {
      await promote(columnar, this.#database, batch);
      await ledger.promoted(batch.id, now());
      await dropStaging(columnar, this.#database, this.#staging);
    } finally {
      release();
    }
  }

  /** Forgets the profiles; where this fails, the next start does it. */
  async discard(): Promise<void> {
    const { batch, columnar, ledger, now, release } = this.#context;
    try {
      await dropStaging(columnar, this.#database, this.#staging);
      await ledger.failed(batch.id, now());
    } finally {
      release();
    }
  }
}
