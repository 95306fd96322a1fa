import {
  dropSample,
  type SampleRules,
  sampleDatabase,
  sampleDatabases,
  sampleSize,
  takeSample,
} from '../../evaluation/index.ts';
import { type BatchLedger, countStored } from '../../profiles/index.ts';
import { Serial } from '../../serial.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { hasAged, isDue, isUsable, type RefreshRules } from './need.ts';
import type { Sample, SampleRepository } from './repository.ts';

export interface SampleDependencies {
  readonly columnar: Columnar;
  readonly repository: SampleRepository;
  readonly batches: Pick<BatchLedger, 'latest'>;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly sandboxIds: () => Promise<readonly string[]>;
  readonly rules: SampleRules;
  /** Share of the profile count by which a store must change before a sample is replaced. */
  readonly changeAbove: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The last attempt to take a sample, in this process. */
export interface SampleJob {
  readonly submittedAt: number;
  readonly state: 'running' | 'finished' | 'failed';
}

/** A sample that stays until it is given back. */
export interface SampleLease extends Disposable {
  readonly sample: Sample;
}

/** Samples that are kept of a sandbox (profile-store.md section 8.5). */
const KEPT = 2;

/** Keeps a sample of the profiles of every sandbox, and replaces it when the store has moved on. */
export class Samples {
  readonly #deps: SampleDependencies;
  readonly #rules: RefreshRules;
  readonly #turns = new Serial();
  readonly #jobs = new Map<string, SampleJob>();
  readonly #leases = new Map<string, number>();
  readonly #stopping = new AbortController();

  constructor(deps: SampleDependencies) {
    this.#deps = deps;
    this.#rules = { wholeBelow: deps.rules.wholeBelow, changeAbove: deps.changeAbove };
  }

  /** Frees what an interrupted process left behind. */
  async start(): Promise<void> {
    for (const sandboxId of await this.#deps.sandboxIds()) {
      await this.#turns.run(sandboxId, () => this.#tidy(sandboxId));
    }
  }

  /** Stops samples that are being taken. */
  stop(): void {
    this.#stopping.abort(new Error('The server stops'));
  }

  /** A sample for a question that is asked now; the first of a sandbox, and those of small ones, are taken first. */
  async lease(sandboxId: string): Promise<SampleLease> {
    const sample =
      (await this.#usable(sandboxId)) ?? (await this.#turns.run(sandboxId, () => this.#refresh(sandboxId)));
    const { database } = sample;
    this.#leases.set(database, (this.#leases.get(database) ?? 0) + 1);
    return {
      sample,
      [Symbol.dispose]: () => void this.#leases.set(database, (this.#leases.get(database) ?? 1) - 1),
    };
  }

  newest(sandboxId: string): Promise<Sample | undefined> {
    return this.#deps.repository.newest(sandboxId);
  }

  job(sandboxId: string): SampleJob | undefined {
    return this.#jobs.get(sandboxId);
  }

  /** Whether {@link check} may have something to do; cheap. */
  async mayBeDue(sandboxId: string): Promise<boolean> {
    const { batches, now, repository } = this.#deps;
    const batch = await batches.latest(sandboxId);
    if (batch === undefined) return false;
    const sample = await repository.newest(sandboxId);
    return sample === undefined || hasAged(sample, batch.id, now());
  }

  /**
   * Replaces the sample of a sandbox that has data, if it has none or the rules say that it is time.
   *
   * @returns the new sample, if there is one
   */
  check(sandboxId: string, signal: AbortSignal): Promise<Sample | undefined> {
    return this.#turns.run(sandboxId, async () => {
      if (!(await this.mayBeDue(sandboxId))) return undefined;
      const { columnar, databaseOf, now, repository } = this.#deps;
      const sample = await repository.newest(sandboxId);
      if (sample === undefined) return this.#take(sandboxId, signal);
      const { profiles } = await countStored(columnar, await databaseOf(sandboxId), { signal });
      return isDue(sample, profiles, now(), this.#rules) ? this.#take(sandboxId, signal) : undefined;
    });
  }

  /** The newest sample, if it will do. */
  async #usable(sandboxId: string): Promise<Sample | undefined> {
    const { batches, now, repository } = this.#deps;
    const sample = await repository.newest(sandboxId);
    const batch = await batches.latest(sandboxId);
    return sample && isUsable(sample, batch?.id ?? null, now(), this.#rules) ? sample : undefined;
  }

  /** Another question may have had it taken meanwhile. */
  async #refresh(sandboxId: string): Promise<Sample> {
    return (await this.#usable(sandboxId)) ?? (await this.#take(sandboxId, this.#stopping.signal));
  }

  async #take(sandboxId: string, signal: AbortSignal): Promise<Sample> {
    const { batches, columnar, databaseOf, now, repository, rules } = this.#deps;
    const submittedAt = now();
    this.#jobs.set(sandboxId, { submittedAt, state: 'running' });
    try {
      const source = await databaseOf(sandboxId);
      const no = ((await repository.newest(sandboxId))?.no ?? 0) + 1;
      const database = sampleDatabase(source, no);
      // Before the data: what becomes visible meanwhile makes the sample out of date, and never passes for a part of it.
      const lastBatchId = (await batches.latest(sandboxId))?.id ?? null;
      const sizeOf = (profiles: number) => sampleSize(profiles, rules);
      const stored = await takeSample(columnar, source, database, sizeOf, signal);
      const sample: Sample = { ...stored, sandboxId, no, database, takenAt: submittedAt, lastBatchId };
      await repository.insert(sample);
      this.#jobs.set(sandboxId, { submittedAt, state: 'finished' });
      await this.#tidy(sandboxId);
      return sample;
    } catch (error) {
      this.#jobs.set(sandboxId, { submittedAt, state: 'failed' });
      throw error;
    }
  }

  /** Frees samples that nobody needs any more, and what is left of any that were not completed. */
  async #tidy(sandboxId: string): Promise<void> {
    const { columnar, databaseOf, repository } = this.#deps;
    const samples = await repository.list(sandboxId);
    const old = samples.slice(KEPT).filter(({ database }) => (this.#leases.get(database) ?? 0) === 0);
    for (const sample of old) await repository.delete(sample);
    const kept = new Set(samples.filter((sample) => !old.includes(sample)).map(({ database }) => database));
    for (const database of await sampleDatabases(columnar, await databaseOf(sandboxId))) {
      if (kept.has(database)) continue;
      await dropSample(columnar, database);
      this.#leases.delete(database);
    }
  }
}
