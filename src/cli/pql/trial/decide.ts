import { type AudienceFailure, type EvaluationPath, runBatch } from '../../../evaluation/index.ts';
import type { EvaluationOptions, Ir } from '../../../pql/index.ts';
import type { Columnar } from '../../../store/columnar/columnar.ts';
import type { Population } from './population.ts';

/** What a batch run decides about one condition. */
export interface Decision {
  /** Numbers of the profiles for which it holds. */
  readonly members: ReadonlySet<number>;
  readonly evaluation: EvaluationPath;
}

/** Conditions of one run; bounds the size of a statement. */
const CONDITIONS = 400;

/**
 * Decides conditions for every profile of a population, exactly as a batch run decides audiences: in SQL where that says
 * a condition exactly, else in SQL for the candidates and by the evaluator for each of them.
 */
export async function decide(
  columnar: Columnar,
  { database, layout, loadProfiles }: Population,
  conditions: readonly Ir[],
  options: Omit<EvaluationOptions, 'stepLimit'>,
): Promise<readonly (Decision | AudienceFailure)[]> {
  const decisions: (Decision | AudienceFailure)[] = [];
  for (let start = 0; start < conditions.length; start += CONDITIONS) {
    const some = conditions.slice(start, start + CONDITIONS);
    const audiences = some.map((expression, index) => ({ id: String(index), expression, excludeOptOut: false }));
    const heads = new Map<string, number>();
    const run = { database, audiences, layout, ...options, runNo: 1, heads, persist: false };
    await columnar.command('TRUNCATE TABLE membership_bitmaps', { database });
    const { failures, results } = await runBatch(columnar, run, loadProfiles);
    const members = await membersOf(columnar, database);
    const found = new Map<string, Decision | AudienceFailure>(failures.map((failure) => [failure.id, failure]));
    for (const { id, evaluation } of results) found.set(id, { members: new Set(members.get(id)), evaluation });
    decisions.push(...audiences.map(({ id }) => decisionOf(id, found)));
  }
  return decisions;
}

function decisionOf(id: string, found: ReadonlyMap<string, Decision | AudienceFailure>): Decision | AudienceFailure {
  const decision = found.get(id);
  if (decision === undefined) throw new Error(`The run says nothing about condition ${id}`);
  return decision;
}

async function membersOf(columnar: Columnar, database: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await columnar.query<{ id: string; members: readonly number[] }>(
    'SELECT audience_id AS id, bitmapToArray(groupBitmapMergeState(members)) AS members FROM membership_bitmaps GROUP BY id',
    { database },
  );
  return new Map(rows.map(({ id, members }) => [id, members]));
}
