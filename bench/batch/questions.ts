import { evaluateAdHoc, type LoadProfiles } from '../../src/evaluation/index.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { type BenchAudience, typical } from './audiences.ts';
import { expression, layout, now } from './data.ts';
import { inTurns, median, ratio } from './times.ts';

/** One audience at a time: what `secant query --limit 0` does with the text of an expression, against SQL by hand. */

export interface Question {
  readonly audience: string;
  readonly members: number;
  /** Median, in milliseconds, of the text until the answer; by hand of the statement. */
  readonly compiled: number;
  readonly byHand: number;
  readonly ratio: { readonly median: number; readonly fastest: number };
}

/** All audiences of the bench are decided in SQL. */
const nothing: LoadProfiles = async function* () {};

export async function askAll(columnar: Columnar, database: string, rounds: number): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const audience of typical) questions.push(await ask(columnar, database, rounds, audience));
  return questions;
}

async function ask(columnar: Columnar, database: string, rounds: number, audience: BenchAudience): Promise<Question> {
  const compiled = () =>
    evaluateAdHoc(
      columnar,
      {
        database,
        layout,
        now,
        heads: new Map(),
        expression: expression(audience.pql),
        excludeOptOut: true,
        sampleSize: 0,
        countNamespaces: false,
      },
      nothing,
    );
  const byHand = async () => {
    const [row] = await columnar.query<{ members: string; profiles: string }>(audience.sql.share, { database });
    return { members: Number(row?.members), profiles: Number(row?.profiles) };
  };
  const [{ members, profiles }, expected] = [await compiled(), await byHand()];
  if (members !== expected.members || profiles !== expected.profiles)
    throw new Error(`${audience.name}: ${members} of ${profiles}, by hand ${JSON.stringify(expected)}`);
  const { ours, theirs } = await inTurns(rounds, compiled, byHand);
  return {
    audience: audience.name,
    members,
    compiled: median(ours),
    byHand: median(theirs),
    ratio: ratio(ours, theirs),
  };
}
