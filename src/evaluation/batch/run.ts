import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { compareRun, logChanges, type MembershipChange, type RunReference } from '../membership/changes.ts';
import { countByNamespace } from './counters.ts';
import { Isolation, isRefusal } from './isolate.ts';
import { leafGroups } from './leaf-groups.ts';
import { MembersWriter } from './members-writer.ts';
import { type Plan, type PlannedAudience, planRun, withoutFailed } from './plan.ts';
import type { LoadProfiles } from './profile-source.ts';
import { type KeyRange, keyRanges } from './ranges.ts';
import { evaluateResidual } from './residual.ts';
import { BATCH_STATEMENTS } from './settings.ts';
import { decideStage } from './stages.ts';
import type { AudienceFailure, AudienceResult, BatchResult, BatchRun, EvaluationPath } from './types.ts';

/** Profiles evaluated at once, unless the run says otherwise: more cost less, as each range is a statement to plan. */
const RANGE_SIZE = { least: 250_000, most: 1_000_000 };

/** Leaves of all profiles evaluated at once, about: keeps memory near 1 GB. */
const LEAVES_AT_ONCE = 80_000_000;

/** By the largest of the scans, which run one after the other. */
function rangeSize({ audiences }: Plan): number {
  const groups = leafGroups([...new Set(audiences.flatMap(({ condition }) => condition.leaves))]);
  const leaves = Math.max(0, ...groups.map((group) => group.leaves.length));
  return Math.max(RANGE_SIZE.least, Math.min(RANGE_SIZE.most, Math.floor(LEAVES_AT_ONCE / Math.max(1, leaves))));
}

/**
 * Evaluates audiences over all profiles and stores who is in, who entered and who left (evaluation.md section 4.1).
 *
 * Nothing of it is visible before the caller commits: it sets the heads of the audiences in `results` to `runNo`, in one
 * transaction of the control store. When the call rejects, or the process ends before the commit, the caller
 * removes what was written with `discardRun` before it starts another run.
 *
 * An audience that cannot be evaluated is in `failures`, with those that refer to it, and keeps its memberships.
 * @throws the reason of `run.signal` when that is aborted; `ColumnarError` when the store fails as a whole.
 */
export async function runBatch(columnar: Columnar, run: BatchRun, loadProfiles: LoadProfiles): Promise<BatchResult> {
  await using session = await columnar.session();
  const options: QueryOptions = {
    database: run.database,
    settings: BATCH_STATEMENTS,
    ...(run.signal ? { signal: run.signal } : {}),
  };
  try {
    return await new Evaluation(session, run, loadProfiles, options).run();
  } catch (error) {
    run.signal?.throwIfAborted();
    throw error;
  }
}

class Evaluation {
  readonly #columnar: Columnar;
  readonly #run: BatchRun;
  readonly #options: QueryOptions;
  readonly #loadProfiles: LoadProfiles;
  /** What the evaluator did, by audience. */
  readonly #residual = new Map<string, { readonly candidates: number; readonly exceeded: number }>();
  #plan: Plan;

  constructor(columnar: Columnar, run: BatchRun, loadProfiles: LoadProfiles, options: QueryOptions) {
    this.#columnar = columnar;
    this.#run = run;
    this.#loadProfiles = loadProfiles;
    this.#options = options;
    this.#plan = planRun(run);
  }

  async run(): Promise<BatchResult> {
    const ranges = await keyRanges(this.#columnar, this.#run.rangeSize ?? rangeSize(this.#plan), this.#options);
    const profilesTotal = ranges.reduce((sum, range) => sum + range.profiles, 0);
    const startedAt = Date.now();
    let profilesDone = 0;
    this.#run.onProgress?.({ profilesDone, profilesTotal });
    for (const range of ranges) {
      await this.#evaluate(range);
      profilesDone += range.profiles;
      this.#run.onProgress?.({ profilesDone, profilesTotal });
    }
    const finishedAt = Date.now();
    const results = await this.#finish();
    return { profiles: profilesTotal, startedAt, finishedAt, results, failures: this.#plan.failures };
  }

  /** All stages over one range; a statement that the engine refuses is done again without the audiences at fault. */
  async #evaluate(range: KeyRange): Promise<void> {
    const last = Math.max(0, ...this.#plan.audiences.map((planned) => planned.stage));
    for (let stage = 0; stage <= last; stage += 1) {
      await this.#decide(stage, range);
      await this.#evaluateResidual(stage, range);
    }
  }

  async #evaluateResidual(stage: number, range: KeyRange): Promise<void> {
    const audiences = this.#audiences(stage).filter((planned) => planned.reason !== undefined);
    if (audiences.length === 0) return;
    const input = {
      columnar: this.#columnar,
      run: this.#run,
      plan: this.#plan,
      loadProfiles: this.#loadProfiles,
      options: this.#options,
    };
    const ids = audiences.map(({ audience }) => audience.id);
    const writer = new MembersWriter(this.#columnar, this.#run.runNo, range.part, ids, this.#options);
    const counts = await this.#unlessRefused(
      range,
      () => evaluateResidual(input, audiences, range, writer),
      (isolation) => isolation.ofResidual(audiences),
    );
    if (counts === undefined) return this.#evaluateResidual(stage, range);
    await writer.end();
    for (const { id, candidates, exceeded } of counts) {
      const before = this.#residual.get(id) ?? { candidates: 0, exceeded: 0 };
      this.#residual.set(id, { candidates: before.candidates + candidates, exceeded: before.exceeded + exceeded });
    }
    const failures = counts.map(({ failure }) => failure).filter((failure) => failure !== undefined);
    this.#plan = withoutFailed(this.#plan, failures);
  }

  async #decide(stage: number, range: KeyRange): Promise<void> {
    const exact = this.#audiences(stage).filter((planned) => planned.reason === undefined);
    if (exact.length === 0) return;
    const done = await this.#unlessRefused(
      range,
      async () => {
        await decideStage(this.#columnar, this.#run, this.#plan, exact, range, this.#options);
        return true;
      },
      (isolation) => isolation.ofExact(exact),
    );
    if (done === undefined) await this.#decide(stage, range);
  }

  /** What `evaluate` gives, or undefined where the engine refuses: the plan is then without the audiences at fault. */
  async #unlessRefused<T>(
    range: KeyRange,
    evaluate: () => Promise<T>,
    failuresOf: (isolation: Isolation) => Promise<readonly AudienceFailure[]>,
  ): Promise<T | undefined> {
    try {
      return await evaluate();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const failures = await failuresOf(new Isolation(this.#columnar, this.#run, this.#plan, range, this.#options));
      if (failures.length === 0) throw error;
      this.#plan = withoutFailed(this.#plan, failures);
      return undefined;
    }
  }

  #audiences(stage: number): readonly PlannedAudience[] {
    return this.#plan.audiences.filter((planned) => planned.stage === stage);
  }

  async #finish(): Promise<readonly AudienceResult[]> {
    const { database, runNo, heads, now } = this.#run;
    const reference: RunReference = { database, runNo, heads };
    const ids = this.#plan.audiences.map(({ audience }) => audience.id);
    const changes = await compareRun(this.#columnar, reference, ids, this.#options);
    if (this.#run.persist !== false) await logChanges(this.#columnar, reference, changes, now, this.#options);
    const namespaces = await countByNamespace(this.#columnar, runNo, ids, this.#options);
    const byId = new Map(changes.map((change) => [change.audienceId, change]));
    return this.#plan.audiences.map((planned) => {
      const { id } = planned.audience;
      return {
        ...countersOf(id, byId.get(id)),
        byNamespace: namespaces.get(id) ?? {},
        evaluation: this.#path(planned),
      };
    });
  }

  #path({ audience, reason }: PlannedAudience): EvaluationPath {
    if (reason === undefined) return { kind: 'pushdown' };
    const counts = this.#residual.get(audience.id) ?? { candidates: 0, exceeded: 0 };
    return { kind: 'residual', reason: reason.construct, span: reason.span, ...counts };
  }
}

function countersOf(id: string, change: MembershipChange | undefined) {
  if (change === undefined) throw new Error(`The run stored no members of ${id}`);
  const { members, realized, existing, exited } = change;
  return { id, members, realized, existing, exited };
}
