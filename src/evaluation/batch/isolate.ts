import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { ColumnarError } from '../../store/columnar/error.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyRange } from './ranges.ts';
import { stageColumns } from './stages.ts';
import { profileQuery } from './statement.ts';
import type { AudienceFailure, BatchRun } from './types.ts';

/** Finds the audiences that the engine cannot evaluate, by evaluating each alone with what it refers to. */
export async function failuresOf(
  columnar: Columnar,
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyRange,
  options: QueryOptions,
): Promise<readonly AudienceFailure[]> {
  const failures: AudienceFailure[] = [];
  for (const planned of audiences) {
    const failed = new Set(failures.map(({ id }) => id));
    const closure = withReferences(planned, audiences);
    if (closure.some(({ audience }) => failed.has(audience.id))) continue;
    const query = profileQuery(stageColumns(run, plan, closure, range), range);
    try {
      await columnar.command(`SELECT * FROM (${query}) FORMAT Null`, options);
    } catch (error) {
      if (!(error instanceof ColumnarError) || error.code === 'cancelled' || error.code === 'unavailable') throw error;
      const { id } = planned.audience;
      failures.push({ id, code: '0080000002', message: `${id} could not be evaluated`, cause: error });
    }
  }
  return failures;
}

/** The audience after everything of the same stage that it reads, directly or not. */
function withReferences(planned: PlannedAudience, stage: readonly PlannedAudience[]): readonly PlannedAudience[] {
  const wanted = new Set([planned.audience.id]);
  for (const { audience, references } of stage.toReversed()) {
    if (wanted.has(audience.id)) for (const id of references) wanted.add(id);
  }
  return stage.filter(({ audience }) => wanted.has(audience.id));
}
