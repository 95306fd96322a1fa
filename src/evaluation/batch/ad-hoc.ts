import type { Ir } from '../../pql/ir.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { type CountRow, countStatement } from './count-statement.ts';
import { type Plan, type PlannedAudience, planRun } from './plan.ts';
import type { LoadProfiles } from './profile-source.ts';
import { ALL_KEYS, type KeyBounds, type KeyRange, keyBounds, keyRanges } from './ranges.ts';
import { evaluateResidual, type MembersSink } from './residual.ts';
import { LARGE_STATEMENTS } from './settings.ts';
import type { BatchRun, EvaluationPath } from './types.ts';

/** One expression to evaluate over all profiles without storing anything; fields as in {@link BatchRun}. */
export interface AdHocQuery extends Omit<BatchRun, 'audiences' | 'failures' | 'onProgress' | 'persist' | 'runNo'> {
  readonly expression: Ir;
  readonly excludeOptOut: boolean;
  /** Members to name in the result: those with the smallest keys. Default 10. */
  readonly sampleSize?: number;
  /** False leaves `byNamespace` empty, which spares reading the identities of all profiles. Default true. */
  readonly countNamespaces?: boolean;
  /** The profiles to look at, in this order; all of them, in ranges of `rangeSize`, unless given. */
  readonly ranges?: readonly KeyRange[];
  /** Called after each range with all that is found so far. */
  readonly onFound?: (found: AdHocFound) => void;
}

/** What is found among the profiles that have been looked at. */
export interface AdHocFound {
  readonly members: number;
  readonly profiles: number;
  /** Namespace code, as registered, to members that have an identity of it. */
  readonly byNamespace: Readonly<Record<string, number>>;
  /** Keys of some members, as decimal digits, in ascending order. */
  readonly sample: readonly string[];
}

export interface AdHocResult extends AdHocFound {
  /** `members / profiles`; 0 when there are no profiles. */
  readonly share: number;
  readonly milliseconds: number;
  readonly evaluation: EvaluationPath;
}

const ID = 'query';

/** Profiles looked at in one statement, unless the query says otherwise. */
const RANGE_SIZE = 1_000_000;

/** Counts who qualifies for an expression now. Memberships that it refers to are read at `heads`. */
export async function evaluateAdHoc(
  columnar: Columnar,
  query: AdHocQuery,
  loadProfiles: LoadProfiles,
): Promise<AdHocResult> {
  const start = performance.now();
  const { expression, excludeOptOut } = query;
  // Nothing is stored under the number of the run: what it refers to comes from the heads.
  const run: BatchRun = { ...query, runNo: 0, audiences: [{ id: ID, expression, excludeOptOut }] };
  const plan = planRun(run);
  const [planned] = plan.audiences;
  if (planned === undefined)
    throw new Error('The expression could not be compiled', { cause: plan.failures[0]?.cause });
  const search = new Search(columnar, query, run, plan, loadProfiles);
  try {
    const evaluation = await search.over(planned);
    const found = search.found();
    const share = found.profiles === 0 ? 0 : found.members / found.profiles;
    return { ...found, share, milliseconds: performance.now() - start, evaluation };
  } catch (error) {
    query.signal?.throwIfAborted();
    throw error;
  }
}

class Search {
  #members = 0;
  #profiles = 0;
  readonly #byNamespace = new Map<string, number>();
  readonly #sample: string[] = [];
  readonly #columnar: Columnar;
  readonly #run: BatchRun;
  readonly #query: AdHocQuery;
  readonly #plan: Plan;
  readonly #loadProfiles: LoadProfiles;
  readonly #sampleSize: number;
  readonly #options: QueryOptions;

  constructor(columnar: Columnar, query: AdHocQuery, run: BatchRun, plan: Plan, loadProfiles: LoadProfiles) {
    this.#columnar = columnar;
    this.#query = query;
    this.#run = run;
    this.#plan = plan;
    this.#loadProfiles = loadProfiles;
    this.#sampleSize = query.sampleSize ?? 10;
    this.#options = {
      database: run.database,
      settings: LARGE_STATEMENTS,
      ...(run.signal ? { signal: run.signal } : {}),
    };
  }

  found(): AdHocFound {
    return {
      members: this.#members,
      profiles: this.#profiles,
      byNamespace: Object.fromEntries(this.#byNamespace),
      sample: [...this.#sample],
    };
  }

  async over(planned: PlannedAudience): Promise<EvaluationPath> {
    await using session = await this.#columnar.session();
    const { reason } = planned;
    const { rangeSize = RANGE_SIZE } = this.#query;
    if (reason === undefined) {
      // Without events the rows of profiles are counted as they pass, however many there are.
      const bounds = () =>
        planned.condition.leaves.length === 0 ? [ALL_KEYS] : keyBounds(session, rangeSize, this.#options);
      const { ranges = await bounds() } = this.#query;
      for (const range of ranges) await this.#count(session, planned, range);
      return { kind: 'pushdown' };
    }
    const { ranges = await keyRanges(session, rangeSize, this.#options) } = this.#query;
    const counts = { candidates: 0, exceeded: 0 };
    for (const range of ranges) await this.#evaluate(session, planned, range, counts);
    return { kind: 'residual', reason: reason.construct, span: reason.span, ...counts };
  }

  async #count(session: Columnar, planned: PlannedAudience, range: KeyBounds | KeyRange): Promise<void> {
    const request = {
      sample: this.#wanted(),
      namespaces: this.#query.countNamespaces !== false,
      profiles: !('profiles' in range),
    };
    const sql = countStatement(this.#run, this.#plan, planned, range, request);
    const [row] = await session.query<CountRow>(sql, this.#options);
    if (row === undefined) throw new Error('A count has one row');
    const [codes, members] = row.by_namespace ?? [[], []];
    this.#members += Number(row.members);
    for (const [index, code] of codes.entries()) this.#addToNamespace(code, Number(members[index]));
    this.#sample.push(...(row.sample ?? []));
    this.#looked('profiles' in range ? range.profiles : Number(row.profiles));
  }

  async #evaluate(
    session: Columnar,
    planned: PlannedAudience,
    range: KeyRange,
    counts: { candidates: number; exceeded: number },
  ): Promise<void> {
    const input = {
      columnar: session,
      run: this.#run,
      plan: this.#plan,
      loadProfiles: this.#loadProfiles,
      options: this.#options,
    };
    const keys: string[] = [];
    const sink: MembersSink = {
      add: (_, { entity, profileKey }) => {
        this.#members += 1;
        for (const code of Object.keys(entity.identityMap ?? {})) this.#addToNamespace(code, 1);
        keys.push(profileKey);
      },
      flush: async () => {},
    };
    for (const { candidates, exceeded, failure } of await evaluateResidual(input, [planned], range, sink)) {
      if (failure) throw new Error(failure.message, { cause: failure.cause });
      counts.candidates += candidates;
      counts.exceeded += exceeded;
    }
    this.#sample.push(...keys.toSorted(byNumber).slice(0, this.#wanted()));
    this.#looked(range.profiles);
  }

  #looked(profiles: number): void {
    this.#profiles += profiles;
    this.#query.onFound?.(this.found());
  }

  #wanted(): number {
    return this.#sampleSize - this.#sample.length;
  }

  #addToNamespace(code: string, members: number): void {
    this.#byNamespace.set(code, (this.#byNamespace.get(code) ?? 0) + members);
  }
}

/** Compares decimal digits without leading zeros. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
