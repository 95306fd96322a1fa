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
  /** Work in the background failed. */
  readonly onUnexpected: (error: unknown) => void;
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
const CHECK_INTERVAL = 15 * 60 * 1000;

/** Keeps a sample of the profiles of every sandbox, and replaces it when the store has moved on. */
export class Samples {
  readonly #deps: SampleDependencies;
  readonly #rules: RefreshRules;
  readonly #turns = new Serial();
  readonly #jobs = new Map<string, SampleJob>();
  readonly #leases = new Map<string, number>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> = Promise.resolve();

  constructor(deps: SampleDependencies) {
    this.#deps = deps;
    this.#rules = { wholeBelow: deps.rules.wholeBelow, changeAbove: deps.changeAbove };
  }

  /** Frees what an interrupted process left behind, and looks after all samples from now on, in the background. */
  async start(): Promise<void> {
    for (const sandboxId of await this.#deps.sandboxIds())
      await this.#turns.run(sandboxId, () => this.#tidy(sandboxId));
    this.#checkInBackground();
    this.#timer = setInterval(() => this.#checkInBackground(), CHECK_INTERVAL).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort(new Error('The server stops'));
    await this.#checking;
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

  /** Replaces the sample of a sandbox that has data, if it has none or the rules say that it is time. */
  check(sandboxId: string): Promise<void> {
    return this.#turns.run(sandboxId, async () => {
      const { batches, now, repository } = this.#deps;
      const batch = await batches.latest(sandboxId);
      if (batch === undefined) return;
      const sample = await repository.newest(sandboxId);
      if (sample !== undefined && !hasAged(sample, batch.id, now())) return;
      if (sample === undefined || isDue(sample, await this.#profiles(sandboxId), now(), this.#rules)) {
        await this.#take(sandboxId);
      }
    });
  }

  async #profiles(sandboxId: string): Promise<number> {
    const { columnar, databaseOf } = this.#deps;
    const { signal } = this.#stopping;
    return (await countStored(columnar, await databaseOf(sandboxId), { signal })).profiles;
  }

  #checkInBackground(): void {
    this.#checking = this.#checking.then(() => this.#checkAll()).catch(this.#deps.onUnexpected);
  }

  async #checkAll(): Promise<void> {
    for (const sandboxId of await this.#deps.sandboxIds()) {
      if (this.#stopping.signal.aborted) return;
      await this.check(sandboxId).catch((error) => {
        if (!this.#stopping.signal.aborted) this.#deps.onUnexpected(error);
      });
    }
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
    return (await this.#usable(sandboxId)) ?? (await this.#take(sandboxId));
  }

  async #take(sandboxId: string): Promise<Sample> {
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
      const stored = await takeSample(columnar, source, database, sizeOf, this.#stopping.signal);
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
