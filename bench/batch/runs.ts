import { type Heads, type LoadProfiles, runBatch } from '../../src/evaluation/index.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { type Mixture, mixed } from './audiences.ts';
import { expression, layout, now } from './data.ts';
import { median, timed } from './times.ts';

/** Many audiences in one run, with memberships and counters, against one statement by hand each that only counts. */

export interface Run {
  readonly audiences: number;
  /** Milliseconds of the first run, when every member is an entry. */
  readonly first: number;
  /** Medians, in milliseconds, of a run after it, of that the evaluation, and of the statements by hand. */
  readonly onePass: number;
  readonly evaluation: number;
  readonly oneByOne: number;
  /** Peak of the process, in bytes. */
  readonly memory: number;
}

/** All audiences of the bench are decided in SQL. */
const nothing: LoadProfiles = async function* () {};

/** @param rounds runs after the first one; the statements by hand are asked half as often, at least once */
export async function runAll(columnar: Columnar, database: string, size: Mixture, rounds: number): Promise<Run> {
  const byHand = mixed(size);
  const audiences = byHand.map(({ pql }, index) => ({
    id: `${index}`,
    expression: expression(pql),
    excludeOptOut: true,
  }));
  for (const table of ['membership_bitmaps', 'membership_changes'])
    await columnar.command(`TRUNCATE TABLE ${table}`, { database });
  let runNo = 0;
  let heads: Heads = new Map();
  const evaluations: number[] = [];
  const run = async () => {
    runNo += 1;
    const result = await runBatch(columnar, { database, audiences, layout, now, runNo, heads }, nothing);
    if (result.failures.length > 0) throw new Error(JSON.stringify(result.failures));
    heads = new Map(result.results.map(({ id }) => [id, runNo]));
    evaluations.push(result.finishedAt - result.startedAt);
    return new Map(result.results.map(({ id, members }) => [id, members]));
  };
  const ask = async (index: number) => {
    const [row] = await columnar.query<{ members: string }>(byHand[index]?.sql.count ?? '', { database });
    return Number(row?.members);
  };

  let found: ReadonlyMap<string, number> = new Map();
  const first = await timed(async () => {
    found = await run();
  });
  evaluations.length = 0;
  const onePass: number[] = [];
  const oneByOne: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    onePass.push(await timed(run));
    if (round % 2 === 1) continue;
    const each = await timed(async () => {
      for (const [index, { name }] of byHand.entries()) {
        const members = await ask(index);
        if (members !== found.get(`${index}`))
          throw new Error(`${name}: ${found.get(`${index}`)} members, by hand ${members}`);
      }
    });
    oneByOne.push(each);
  }
  return {
    audiences: size,
    first,
    onePass: median(onePass),
    evaluation: median(evaluations),
    oneByOne: median(oneByOne),
    memory: process.resourceUsage().maxRSS * 1024,
  };
}
