import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { ColumnarError } from '../../store/columnar/error.ts';
import { candidatesQuery } from './candidates.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyBounds } from './ranges.ts';
import { stageColumns } from './stages.ts';
import { profileQuery } from './statement.ts';
import type { AudienceFailure, BatchRun } from './types.ts';

/** Finds which audiences of a stage the engine refuses to evaluate over a range, by asking for each alone. */
export class Isolation {
  readonly #columnar: Columnar;
  readonly #run: BatchRun;
  readonly #plan: Plan;
  readonly #range: KeyBounds;
  readonly #options: QueryOptions;

  constructor(columnar: Columnar, run: BatchRun, plan: Plan, range: KeyBounds, options: QueryOptions) {
    this.#columnar = columnar;
    this.#run = run;
    this.#plan = plan;
    this.#range = range;
    this.#options = options;
  }

  /** Of audiences that SQL decides: each with what it refers to. */
  async ofExact(audiences: readonly PlannedAudience[]): Promise<readonly AudienceFailure[]> {
    const failures: AudienceFailure[] = [];
    for (const planned of audiences) {
      const failed = new Set(failures.map(({ id }) => id));
      const closure = withReferences(planned, audiences);
      if (closure.some(({ audience }) => failed.has(audience.id))) continue;
      const columns = stageColumns(this.#run, this.#plan, closure, this.#range);
      failures.push(...(await this.#refused(planned, profileQuery(columns, this.#range))));
    }
    return failures;
  }

  /** Of audiences whose candidates SQL selects. */
  async ofResidual(audiences: readonly PlannedAudience[]): Promise<readonly AudienceFailure[]> {
    const failures: AudienceFailure[] = [];
    for (const planned of audiences) {
      const { sql } = candidatesQuery(this.#run, this.#plan, [planned], this.#range);
      failures.push(...(await this.#refused(planned, sql)));
    }
    return failures;
  }

  async #refused({ audience: { id } }: PlannedAudience, query: string): Promise<readonly AudienceFailure[]> {
    try {
      await this.#columnar.command(`SELECT * FROM (${query}) FORMAT Null`, this.#options);
      return [];
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return [{ id, code: '0080000002', message: `${id} could not be evaluated`, cause: error }];
    }
  }
}

/** Whether the engine refuses a statement, which may be the fault of one audience in it. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ColumnarError && error.code !== 'cancelled' && error.code !== 'unavailable';
}

/** The audience after everything of the same stage that it reads, directly or not. */
function withReferences(planned: PlannedAudience, stage: readonly PlannedAudience[]): readonly PlannedAudience[] {
  const wanted = new Set([planned.audience.id]);
  for (const { audience, references } of stage.toReversed()) {
    if (wanted.has(audience.id)) for (const id of references) wanted.add(id);
  }
  return stage.filter(({ audience }) => wanted.has(audience.id));
}
