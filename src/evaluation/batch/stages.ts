import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import { isOver } from '../membership/places.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyBounds } from './ranges.ts';
import { audienceCondition, type Columns, type Decided, profileQuery, storeMembers } from './statement.ts';
import type { BatchRun } from './types.ts';

/** Evaluates audiences of one stage over a range and stores their members, in one statement. */
export function stageStatement(
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
): string {
  const ids = audiences.map(({ audience }) => audience.id);
  return storeMembers(ids, profileQuery(stageColumns(run, plan, audiences, range), range), run.runNo, range.part);
}

/** A column an audience; what they read and what is not among them was decided before. */
export function stageColumns(
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
): Columns {
  const own = new Set(audiences.map(({ audience }) => audience.id));
  const read = new Set(audiences.flatMap(({ condition }) => condition.audiences).filter((id) => !own.has(id)));
  return {
    conditions: audiences.map((planned) => ({
      name: audienceColumn(planned.audience.id),
      sql: audienceCondition(planned),
      leaves: planned.condition.leaves,
      tests: planned.condition.tests,
    })),
    decided: [...read].map((id) => decided(id, run, plan, range)),
  };
}

/** Of no members. */
const NO_RUN = 0;

/** The result of this run, where the audience is part of it, else the committed one (evaluation.md section 6). */
export function decided(id: string, run: BatchRun, plan: Plan, range: KeyBounds): Decided {
  const inRun = plan.audiences.some(({ audience }) => audience.id === id);
  if (inRun) return { id, runNo: run.runNo, part: range.part };
  return { id, runNo: run.places && isOver(run.places, id, run.now) ? NO_RUN : (run.heads.get(id) ?? NO_RUN) };
}
