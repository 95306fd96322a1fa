import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Serial } from '../../serial.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { sandboxDatabase } from '../../store/columnar/identifier.ts';
import { migrateColumnar } from '../../store/columnar/migrations.ts';
import type { ControlStore } from '../../store/control/control.ts';
import { type Batch, ControlBatchLedger } from '../batches/batch-ledger.ts';
import { recoverBatches } from '../batches/promote.ts';
import { ulid } from '../batches/ulid.ts';
import { type Behavior, DatasetRepository } from '../datasets/dataset-repository.ts';
import { NamespaceRepository } from '../identity/namespace-repository.ts';
import { profileTableMigrations } from '../tables/migrations.ts';
import { NewProfiles } from './new-profiles.ts';
import type { ImportOptions, ImportResult } from './options.ts';
import { runImport } from './run-import.ts';

export interface ImportContext {
  readonly columnar: Columnar;
  readonly control: ControlStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Directory for files of an import while it runs; that of the system unless said. */
  readonly workDirectory?: string | undefined;
  /** Threads that validate; as many as there are processors unless said. */
  readonly workers?: number | undefined;
}

/** Brings files of records and events into sandboxes. One import runs at a time in a sandbox; others wait. */
export class ProfileImporter {
  readonly #context: ImportContext;
  readonly #ledger: ControlBatchLedger;
  readonly #turns = new Serial();

  constructor(context: ImportContext) {
    this.#context = context;
    this.#ledger = new ControlBatchLedger(context.control);
  }

  /** Creates the tables of a sandbox and ends what a crash interrupted. To be called before anything reads a sandbox. */
  prepare(sandboxId: string): Promise<readonly Batch[]> {
    return this.#turns.run(sandboxId, () => this.#prepare(sandboxId));
  }

  /**
   * Imports records into a dataset of profiles.
   * @throws {SourceError} where a file cannot be read at all; nothing is imported then.
   * @throws {KeyCollisionError}
   */
  importRecords(sandboxId: string, options: ImportOptions): Promise<ImportResult> {
    return this.#turns.run(sandboxId, () => this.#import(sandboxId, 'record', options));
  }

  /** Imports experience events; throws as {@link importRecords} does. */
  importEvents(sandboxId: string, options: ImportOptions): Promise<ImportResult> {
    return this.#turns.run(sandboxId, () => this.#import(sandboxId, 'event', options));
  }

  /**
   * Opens a batch of profiles that are known by an identity only. No import runs in the sandbox until it is published or
   * discarded: the numbers of the new profiles are taken.
   */
  async openNewProfiles(sandboxId: string, datasetId: string): Promise<NewProfiles> {
    const release = await this.#hold(sandboxId);
    const { columnar, control, now } = this.#context;
    try {
      const namespaces = await new NamespaceRepository(control).list(sandboxId);
      const startedAt = now();
      const id = ulid(startedAt);
      const batch = await this.#ledger.begin({ id, sandboxId, datasetId, behavior: 'record', startedAt });
      const profiles = new NewProfiles({ columnar, ledger: this.#ledger, batch, namespaces, now, release });
      await profiles.create();
      return profiles;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Waits for the turn of the sandbox and keeps it until the answer is called. */
  async #hold(sandboxId: string): Promise<() => void> {
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    void this.#turns.run(sandboxId, () => {
      begun.resolve();
      return ended.promise;
    });
    await begun.promise;
    return ended.resolve;
  }

  async #prepare(sandboxId: string): Promise<readonly Batch[]> {
    const { columnar, now } = this.#context;
    const database = sandboxDatabase(sandboxId);
    await migrateColumnar(columnar, database, profileTableMigrations);
    return recoverBatches(columnar, database, this.#ledger, sandboxId, now);
  }

  async #import(sandboxId: string, behavior: Behavior, options: ImportOptions): Promise<ImportResult> {
    const { control, now, workDirectory } = this.#context;
    await this.#prepare(sandboxId);
    await using cleanup = new AsyncDisposableStack();
    const parent = workDirectory ?? tmpdir();
    await mkdir(parent, { recursive: true });
    const directory = await mkdtemp(join(parent, 'import-'));
    cleanup.defer(() => rm(directory, { recursive: true, force: true }));
    const columnar = cleanup.use(await this.#context.columnar.session());
    const dataset = await new DatasetRepository(control, now).default(sandboxId, behavior);
    return await runImport({
      ...this.#context,
      columnar,
      ledger: this.#ledger,
      sandboxId,
      dataset,
      directory,
      options,
    });
  }
}
