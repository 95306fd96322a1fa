import { LeafTable } from '../../pql/clickhouse/leaves.ts';
import { type Condition, type Pushdown, pushdown, type Reason } from '../../pql/clickhouse/pushdown.ts';
import { referencesOf } from './references.ts';
import type { AudienceFailure, BatchAudience, BatchRun } from './types.ts';

/** An audience of a run, compiled. */
export interface PlannedAudience {
  readonly audience: BatchAudience;
  /** Decides membership when exact, else selects who must be evaluated. */
  readonly condition: Condition;
  /** Why SQL alone cannot decide; absent when it can. */
  readonly reason?: Reason;
  /** Audiences of this run that it reads, directly. */
  readonly references: ReadonlySet<string>;
  /** Stages run one after the other over each range of profiles: first all that is decided in SQL, then the others. */
  readonly stage: number;
}

export interface Plan {
  /** In dependency order: what an audience reads comes before it. */
  readonly audiences: readonly PlannedAudience[];
  readonly failures: readonly AudienceFailure[];
}

/** Compiles the audiences of a run in dependency order; one that fails takes with it those that refer to it. */
export function planRun(run: BatchRun): Plan {
  const planner = new Planner(run);
  for (const audience of run.audiences) planner.visit(audience.id);
  return { audiences: planner.audiences, failures: [...planner.failures.values()] };
}

class Planner {
  readonly audiences: PlannedAudience[] = [];
  readonly failures: Map<string, AudienceFailure>;
  readonly #run: BatchRun;
  readonly #byId: ReadonlyMap<string, BatchAudience>;
  readonly #known: ReadonlySet<string>;
  readonly #leaves = new LeafTable();
  readonly #planned = new Map<string, PlannedAudience>();
  readonly #open: string[] = [];

  constructor(run: BatchRun) {
    this.#run = run;
    this.#byId = new Map(run.audiences.map((audience) => [audience.id, audience]));
    this.#known = new Set([...this.#byId.keys(), ...run.heads.keys()]);
    this.failures = new Map((run.failures ?? []).map((failure) => [failure.id, failure]));
  }

  visit(id: string): void {
    const audience = this.#byId.get(id);
    if (audience === undefined || this.#planned.has(id) || this.failures.has(id)) return;
    if (this.#open.includes(id)) {
      this.#fail(id, `refers to itself: ${[...this.#open.slice(this.#open.indexOf(id)), id].join(' → ')}`);
      return;
    }
    const references = referencesOf(audience.expression);
    this.#open.push(id);
    for (const reference of references) this.visit(reference);
    this.#open.pop();
    if (this.failures.has(id)) return;
    const failed = [...references]
      .map((reference) => this.failures.get(reference))
      .find((failure) => failure !== undefined);
    if (failed) this.failures.set(id, dependentFailure(id, failed));
    else this.#compile(audience, new Set([...references].filter((reference) => this.#planned.has(reference))));
  }

  #compile(audience: BatchAudience, references: ReadonlySet<string>): void {
    const { layout, now } = this.#run;
    try {
      const result = pushdown(audience.expression, { layout, now, leaves: this.#leaves, audiences: this.#known });
      const planned = { audience, references, stage: this.#stage(references, result), ...decided(result) };
      this.#planned.set(audience.id, planned);
      this.audiences.push(planned);
    } catch (error) {
      this.#fail(audience.id, 'could not be compiled', error);
    }
  }

  /** After what it reads. What the evaluator decides in a stage, SQL can read from the next stage on. */
  #stage(references: ReadonlySet<string>, { condition }: Pushdown): number {
    const stages = [...references].map((id) => {
      const reference = this.#planned.get(id);
      if (reference === undefined) return 0;
      const later = reference.reason !== undefined && condition.audiences.includes(id);
      return later ? reference.stage + 1 : reference.stage;
    });
    return Math.max(0, ...stages);
  }

  #fail(id: string, problem: string, cause?: unknown): void {
    this.failures.set(id, {
      id,
      code: '0080000001',
      message: `${id} ${problem}`,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

function decided(result: Pushdown): { readonly condition: Condition; readonly reason?: Reason } {
  return result.kind === 'exact'
    ? { condition: result.condition }
    : { condition: result.condition, reason: result.reason };
}

/** The failure of an audience that refers to a failed one. */
function dependentFailure(id: string, failed: AudienceFailure): AudienceFailure {
  return { id, code: failed.code, message: `${id} refers to ${failed.id}, which failed` };
}

/** The plan without some audiences and without those that refer to them. */
export function withoutFailed(plan: Plan, failed: readonly AudienceFailure[]): Plan {
  const failures = new Map([...plan.failures, ...failed].map((failure) => [failure.id, failure]));
  const audiences = plan.audiences.filter(({ audience, references }) => {
    if (failures.has(audience.id)) return false;
    const cause = [...references].map((id) => failures.get(id)).find((failure) => failure !== undefined);
    if (cause) failures.set(audience.id, dependentFailure(audience.id, cause));
    return cause === undefined;
  });
  return { audiences, failures: [...failures.values()] };
}
