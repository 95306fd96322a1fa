import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import type { Ir } from '../../pql/ir.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { type Plan, type PlannedAudience, planRun } from './plan.ts';
import type { LoadProfiles } from './profile-source.ts';
import { type KeyRange, keyRanges } from './ranges.ts';
import { evaluateResidual, type MembersSink } from './residual.ts';
import { LARGE_STATEMENTS } from './settings.ts';
import { stageColumns } from './stages.ts';
import { type NamedCondition, profileQuery } from './statement.ts';
import type { BatchRun, EvaluationPath } from './types.ts';

/** One expression to evaluate over all profiles without storing anything; fields as in {@link BatchRun}. */
export interface AdHocQuery extends Omit<BatchRun, 'audiences' | 'failures' | 'runNo'> {
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
    const { ranges = await keyRanges(session, this.#run.rangeSize ?? 1_000_000, this.#options) } = this.#query;
    const profilesTotal = ranges.reduce((sum, range) => sum + range.profiles, 0);
    const counts = { candidates: 0, exceeded: 0 };
    for (const range of ranges) {
      if (planned.reason === undefined) await this.#count(session, planned, range);
      else await this.#evaluate(session, planned, range, counts);
      this.#profiles += range.profiles;
      this.#run.onProgress?.({ profilesDone: this.#profiles, profilesTotal });
      this.#query.onFound?.(this.found());
    }
    if (planned.reason === undefined) return { kind: 'pushdown' };
    return { kind: 'residual', reason: planned.reason.construct, span: planned.reason.span, ...counts };
  }

  async #count(session: Columnar, planned: PlannedAudience, range: KeyRange): Promise<void> {
    const wanted = this.#wanted();
    const member = identifier(audienceColumn(ID));
    const sample = wanted > 0 ? `groupArraySorted(${integer(wanted)})(profile_key)` : '[]';
    const columns = stageColumns(this.#run, this.#plan, [planned], range);
    const withNamespaces = this.#query.countNamespaces !== false;
    const conditions = withNamespaces ? [...columns.conditions, NAMESPACES] : columns.conditions;
    const namespaces = withNamespaces
      ? 'sumMap(namespaces, arrayResize([toUInt64(1)], length(namespaces), 1))'
      : '([], [])';
    const [row] = await session.query<{ members: string; namespaces: [string[], string[]]; sample: string[] }>(
      `SELECT count() AS members, ${sample} AS sample, ${namespaces} AS namespaces
       FROM (${profileQuery({ ...columns, conditions }, range)}) WHERE ${member}`,
      this.#options,
    );
    if (row === undefined) return;
    const {
      members,
      namespaces: [codes, counts],
      sample: keys,
    } = row;
    this.#members += Number(members);
    for (const [index, code] of codes.entries()) this.#addToNamespace(code, Number(counts[index]));
    this.#sample.push(...keys);
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

/** The namespaces in which a profile has an identity, each once, beside the conditions of a statement. */
const NAMESPACES: NamedCondition = {
  name: 'namespaces',
  sql: 'arrayDistinct(identities.ns)',
  leaves: [],
  tests: [],
};
