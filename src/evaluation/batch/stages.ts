import { audienceColumn } from '../../pql/clickhouse/scope.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { isOver } from '../membership/places.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { KeyBounds } from './ranges.ts';
import { scanTables } from './scan-tables.ts';
import {
  audienceCondition,
  type Columns,
  type Decided,
  profileQuery,
  profileScans,
  storeMembers,
} from './statement.ts';
import type { BatchRun } from './types.ts';

/** Evaluates audiences of one stage over a range and stores their members. */
export async function decideStage(
  columnar: Columnar,
  run: BatchRun,
  plan: Plan,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
  options: QueryOptions,
): Promise<void> {
  const ids = audiences.map(({ audience }) => audience.id);
  const columns = stageColumns(run, plan, audiences, range);
  const store = (query: string) => columnar.command(storeMembers(ids, query, run.runNo, range.part), options);
  if (audiences.length < MANY) return store(profileQuery(columns, range));
  await using tables = await scanTables(columnar, run, profileScans(columns, range), options);
  await store(profileQuery(columns, range, tables.tableOf));
}

/**
 * Audiences from which on scans of events are statements of their own. The engine takes the longer to analyse an expression
 * the longer the query is that its columns come from: that of a thousand audiences took it longer than all else.
 */
const MANY = 20;

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
