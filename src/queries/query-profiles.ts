import { candidates } from '../evaluation/batch/candidates.ts';
import { segmentMembership } from '../evaluation/batch/memberships.ts';
import { type Plan, type PlannedAudience, planRun } from '../evaluation/batch/plan.ts';
import { type KeyRange, keyRanges } from '../evaluation/batch/ranges.ts';
import { readsEvents, readsMembership } from '../evaluation/batch/references.ts';
import { stageColumns } from '../evaluation/batch/stages.ts';
import { profileQuery } from '../evaluation/batch/statement.ts';
import { type BatchRun, type Heads, type LoadProfiles, readMemberships } from '../evaluation/index.ts';
import type { Layout } from '../pql/clickhouse/layout.ts';
import { audienceColumn } from '../pql/clickhouse/scope.ts';
import { identifier, integer } from '../pql/clickhouse/sql.ts';
import { StepLimitExceeded } from '../pql/interpreter/environment.ts';
import { evaluate } from '../pql/interpreter/interpreter.ts';
import type { Ir } from '../pql/ir.ts';
import { truth } from '../pql/values/value.ts';
import type { Columnar, QueryOptions } from '../store/columnar/columnar.ts';

/** A question to the profiles of a sandbox that is answered at once and leaves nothing behind. */
export interface ProfileQuery {
  readonly database: string;
  readonly layout: Layout;
  /** Committed runs, for expressions that read memberships. */
  readonly heads: Heads;
  readonly expression: Ir;
  /** Leaves out profiles with a general opt-out, as audiences do. */
  readonly excludeOptOut: boolean;
  /** Profiles of the sample, at most. */
  readonly sampleSize: number;
  /** Epoch milliseconds: `now` of the expression. */
  readonly now: number;
  readonly signal?: AbortSignal;
}

export interface ProfileQueryResult {
  readonly count: number;
  readonly totalProfiles: number;
  /** Decimal keys of some profiles for which the expression holds. */
  readonly sample: readonly string[];
}

/** The name of the expression among the audiences that it may refer to. */
const QUERY = 'query';
const RANGE_SIZE = 250_000;
/** Profiles loaded at once where SQL alone cannot decide. */
const CHUNK = 1000;

/**
 * Counts the profiles for which an expression holds, by the rules of a batch run.
 *
 * @throws ColumnarError when the store fails; the reason of `signal` when that is aborted
 */
export async function queryProfiles(
  columnar: Columnar,
  query: ProfileQuery,
  loadProfiles: LoadProfiles,
): Promise<ProfileQueryResult> {
  await using session = await columnar.session();
  const { database, excludeOptOut, expression, heads, layout, now, signal } = query;
  const audiences = [{ id: QUERY, expression, excludeOptOut }];
  const run: BatchRun = { database, audiences, layout, now, runNo: 0, heads, ...(signal && { signal }) };
  const plan = planRun(run);
  const [planned] = plan.audiences;
  if (planned === undefined) throw new Error('The expression cannot be planned', { cause: plan.failures[0]?.cause });
  const options: QueryOptions = { database, ...(signal && { signal }) };
  const search = new Search(session, run, plan, planned, query.sampleSize, loadProfiles, options);
  try {
    const ranges = await keyRanges(session, RANGE_SIZE, options);
    for (const range of ranges) await search.visit(range);
    const totalProfiles = ranges.reduce((sum, range) => sum + range.profiles, 0);
    return { count: search.count, totalProfiles, sample: search.sample };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** The search for one expression through the ranges of profiles. */
class Search {
  count = 0;
  readonly sample: string[] = [];
  readonly #columnar: Columnar;
  readonly #run: BatchRun;
  readonly #plan: Plan;
  readonly #planned: PlannedAudience;
  readonly #sampleSize: number;
  readonly #loadProfiles: LoadProfiles;
  readonly #options: QueryOptions;

  constructor(
    columnar: Columnar,
    run: BatchRun,
    plan: Plan,
    planned: PlannedAudience,
    sampleSize: number,
    loadProfiles: LoadProfiles,
    options: QueryOptions,
  ) {
    this.#columnar = columnar;
    this.#run = run;
    this.#plan = plan;
    this.#planned = planned;
    this.#sampleSize = sampleSize;
    this.#loadProfiles = loadProfiles;
    this.#options = options;
  }

  visit(range: KeyRange): Promise<void> {
    return this.#planned.reason === undefined ? this.#countInStore(range) : this.#evaluateCandidates(range);
  }

  async #countInStore(range: KeyRange): Promise<void> {
    const rows = profileQuery(stageColumns(this.#run, this.#plan, [this.#planned], range), range);
    const holds = identifier(audienceColumn(QUERY));
    const wanted = integer(Math.max(1, this.#sampleSize - this.sample.length));
    const [found] = await this.#columnar.query<{ members: string; keys: readonly string[] }>(
      `SELECT countIf(${holds}) AS members, groupArrayIf(${wanted})(toString(profile_key), ${holds}) AS keys FROM (${rows})`,
      this.#options,
    );
    this.count += Number(found?.members ?? 0);
    this.#take(found?.keys ?? []);
  }

  async #evaluateCandidates(range: KeyRange): Promise<void> {
    let chunk: { readonly profileKey: string; readonly profileNo: number }[] = [];
    for await (const candidate of candidates(
      this.#columnar,
      this.#run,
      this.#plan,
      [this.#planned],
      range,
      this.#options,
    )) {
      chunk.push(candidate);
      if (chunk.length < CHUNK) continue;
      await this.#evaluate(chunk);
      chunk = [];
    }
    if (chunk.length > 0) await this.#evaluate(chunk);
  }

  async #evaluate(chunk: readonly { readonly profileKey: string; readonly profileNo: number }[]): Promise<void> {
    const { database, now, signal } = this.#run;
    const { expression } = this.#planned.audience;
    const withMemberships = readsMembership(expression);
    const numbers = withMemberships ? chunk.map(({ profileNo }) => profileNo) : [];
    const memberships = await readMemberships(this.#columnar, this.#run, numbers, this.#options);
    const keys = chunk.map(({ profileKey }) => profileKey);
    const reading = { events: readsEvents(expression), ...(signal && { signal }) };
    for await (const { entity, events, profileKey, profileNo } of this.#loadProfiles(
      this.#columnar,
      database,
      keys,
      reading,
    )) {
      const stored = memberships.get(profileNo) ?? [];
      const root = {
        ...entity,
        ...(withMemberships && {
          segmentMembership: segmentMembership(entity.segmentMembership, stored, new Map(), now),
        }),
        xEvent: events,
      };
      if (!this.#holds(expression, root, now)) continue;
      this.count += 1;
      this.#take([profileKey]);
    }
  }

  /** A profile that exceeds the step limit is no member (pql.md section 11.5). */
  #holds(expression: Ir, root: unknown, now: number): boolean {
    try {
      return truth(evaluate(expression, root, { now }));
    } catch (error) {
      if (error instanceof StepLimitExceeded) return false;
      throw error;
    }
  }

  #take(keys: readonly string[]): void {
    this.sample.push(...keys.slice(0, Math.max(0, this.#sampleSize - this.sample.length)));
  }
}
