import { profileQuery } from '../../../src/evaluation/batch/statement.ts';
import { LeafTable } from '../../../src/pql/clickhouse/leaves.ts';
import { type Pushdown, pushdown } from '../../../src/pql/clickhouse/pushdown.ts';
import { evaluate, qualifies } from '../../../src/pql/index.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { createTables, putProfiles, type TestProfile } from '../../evaluation/tables.ts';
import { expression, layout, now, root } from '../../evaluation/world.ts';

/** Expressions over the schema of `world.ts` in SQL and in the interpreter, each decided for all of some profiles. */

const ALL_KEYS = { first: 0n, last: 2n ** 64n - 1n, part: 0, profiles: 0 };

interface Outcome {
  readonly text: string;
  readonly members: readonly number[];
}

/** Compiles expressions as the audiences of one run are. */
export function compiled(texts: readonly string[]): readonly (Pushdown & { readonly text: string })[] {
  const leaves = new LeafTable();
  return texts.map((text) => ({
    text,
    ...pushdown(expression(text), { layout, now, leaves, audiences: new Set<string>() }),
  }));
}

/** The members by SQL, of expressions that have an exact form, in one statement. */
async function bySql(
  columnar: Columnar,
  texts: readonly string[],
  profiles: readonly TestProfile[],
): Promise<readonly Outcome[]> {
  const database = 'members';
  await createTables(columnar, database, layout);
  await putProfiles(columnar, database, layout, profiles);
  const conditions = compiled(texts).map(({ text, kind, condition }, index) => {
    if (kind !== 'exact') throw new Error(`${text} has no exact form in SQL`);
    return { ...condition, name: `condition ${index}` };
  });
  const counted = conditions.map(({ name }) => `arraySort(groupArrayIf(profile_no, \`${name}\`))`);
  const [row] = await columnar.query<{ members: number[][] }>(
    `SELECT [${counted.join(', ')}] AS members FROM (${profileQuery({ conditions, decided: [] }, ALL_KEYS)})`,
    { database },
  );
  return texts.map((text, index) => ({ text, members: row?.members[index] ?? [] }));
}

/** A profile about which the interpreter and SQL do not agree. */
export interface Disagreement {
  readonly text: string;
  readonly interpreter: boolean;
  readonly profile: TestProfile;
}

/** For each expression the first profile, if any, that SQL decides in another way than the interpreter. */
export async function disagreements(
  columnar: Columnar,
  texts: readonly string[],
  profiles: readonly TestProfile[],
): Promise<readonly Disagreement[]> {
  const outcomes = await bySql(columnar, texts, profiles);
  return outcomes.flatMap(({ text, members }) => {
    const ir = expression(text);
    const found = new Set(members);
    const holds = (profile: TestProfile) => qualifies(evaluate(ir, root(profile), { now }));
    const profile = profiles.find((one) => holds(one) !== found.has(one.no));
    return profile === undefined ? [] : [{ text, interpreter: holds(profile), profile }];
  });
}
