import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { identifier, integer } from '../../pql/clickhouse/sql.ts';
import type { Ir } from '../../pql/ir.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { type Plan, type PlannedAudience, planRun } from './plan.ts';
import type { LoadProfiles } from './profile-source.ts';
import { type KeyRange, keyRanges } from './ranges.ts';
import { evaluateResidual } from './residual.ts';
import { LARGE_STATEMENTS } from './settings.ts';
import { stageColumns } from './stages.ts';
import { profileQuery } from './statement.ts';
import type { BatchRun, EvaluationPath } from './types.ts';

/** One expression to evaluate over all profiles without storing anything; fields as in {@link BatchRun}. */
export interface AdHocQuery extends Omit<BatchRun, 'audiences' | 'failures' | 'runNo'> {
  readonly expression: Ir;
  readonly excludeOptOut: boolean;
  /** Members to name in the result. Default 10. */
  readonly sampleSize?: number;
}

export interface AdHocResult {
  readonly members: number;
  readonly profiles: number;
  /** `members / profiles`; 0 when there are no profiles. */
  readonly share: number;
  /** Keys of some members, as decimal digits. */
  readonly sample: readonly string[];
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
  const search = new Search(columnar, run, plan, loadProfiles, query.sampleSize ?? 10);
  try {
    const evaluation = await search.over(planned);
    const { members, profiles, sample } = search;
    const share = profiles === 0 ? 0 : members / profiles;
    return { members, profiles, share, sample, milliseconds: performance.now() - start, evaluation };
  } catch (error) {
    query.signal?.throwIfAborted();
    throw error;
  }
}

class Search {
  members = 0;
  profiles = 0;
  readonly sample: string[] = [];
  readonly #columnar: Columnar;
  readonly #run: BatchRun;
  readonly #plan: Plan;
  readonly #loadProfiles: LoadProfiles;
  readonly #sampleSize: number;
  readonly #options: QueryOptions;

  constructor(columnar: Columnar, run: BatchRun, plan: Plan, loadProfiles: LoadProfiles, sampleSize: number) {
    this.#columnar = columnar;
    this.#run = run;
    this.#plan = plan;
    this.#loadProfiles = loadProfiles;
    this.#sampleSize = sampleSize;
    this.#options = {
      database: run.database,
      settings: LARGE_STATEMENTS,
      ...(run.signal ? { signal: run.signal } : {}),
    };
  }

  async over(planned: PlannedAudience): Promise<EvaluationPath> {
    await using session = await this.#columnar.session();
    const ranges = await keyRanges(session, this.#run.rangeSize ?? 1_000_000, this.#options);
    const profilesTotal = ranges.reduce((sum, range) => sum + range.profiles, 0);
    const counts = { candidates: 0, exceeded: 0 };
    for (const range of ranges) {
      if (planned.reason === undefined) await this.#count(session, planned, range);
      else await this.#evaluate(session, planned, range, counts);
      this.profiles += range.profiles;
      this.#run.onProgress?.({ profilesDone: this.profiles, profilesTotal });
    }
    if (planned.reason === undefined) return { kind: 'pushdown' };
    return { kind: 'residual', reason: planned.reason.construct, span: planned.reason.span, ...counts };
  }

  async #count(session: Columnar, planned: PlannedAudience, range: KeyRange): Promise<void> {
    const wanted = this.#sampleSize - this.sample.length;
    const member = identifier(audienceColumn(ID));
    const sample = wanted > 0 ? `groupArrayIf(${integer(wanted)})(toString(profile_key), ${member})` : '[]';
    const [row] = await session.query<{ members: string; sample: readonly string[] }>(
      `SELECT countIf(${member}) AS members, ${sample} AS sample
       FROM (${profileQuery(stageColumns(this.#run, this.#plan, [planned], range), range)})`,
      this.#options,
    );
    this.members += Number(row?.members ?? 0);
    this.sample.push(...(row?.sample ?? []));
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
    const sink = {
      add: (_: string, { profileKey }: { readonly profileKey: string }) => {
        this.members += 1;
        if (this.sample.length < this.#sampleSize) this.sample.push(profileKey);
      },
      flush: async () => {},
    };
    for (const { candidates, exceeded, failure } of await evaluateResidual(input, [planned], range, sink)) {
      if (failure) throw new Error(failure.message, { cause: failure.cause });
      counts.candidates += candidates;
      counts.exceeded += exceeded;
    }
  }
}
