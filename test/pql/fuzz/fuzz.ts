import fc from 'fast-check';
import { print } from '../../../src/pql/index.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { expressionOf } from '../arbitrary/expression.ts';
import { misfitsOf, profileOf } from '../arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { ClickHouseLaw, type ConditionCounts, conditionsOf, typed } from './clickhouse.ts';
import type { Difference } from './difference.ts';
import { ANY_TEXT, LAWS, type Law } from './laws.ts';
import { type Case, reduce } from './reduce.ts';

export interface FuzzOptions {
  /** Random expressions to draw; each is evaluated for {@link PROFILES} profiles. */
  readonly cases: number;
  readonly seed: number;
  readonly columnar: Columnar;
  /** Which rounds to do, for several processes that share the cases; all by default. */
  readonly shard?: Shard;
  /** Called with the number of expressions done. */
  readonly onProgress?: (done: number) => void;
}

/** Every `of`th round, beginning with number `index`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** What was compared. */
export interface FuzzCounts extends ConditionCounts {
  readonly cases: number;
  /** Evaluations compared with those of the interpreter. */
  readonly evaluations: number;
}

export interface FuzzResult extends FuzzCounts {
  /** The first difference, reduced to a smallest one. */
  readonly difference?: Difference;
}

/** Expressions of a round: enough to be worth the statements that it takes. */
const EXPRESSIONS = 400;
/** Profiles for which each expression of a round is evaluated. */
export const PROFILES = 16;
/** Profiles whose data has the wrong types, in this process only: columns cannot hold them. */
const MISFITS = 4;

const expressions = expressionOf(SAMPLE_SCHEMA);
const profiles = profileOf(SAMPLE_SCHEMA);
const misfits = misfitsOf(SAMPLE_SCHEMA);
const slips = fc.record({ at: fc.nat(), cut: fc.nat({ max: 6 }), insert: fc.string({ unit: 'binary', maxLength: 3 }) });
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** Draws random expressions and profiles in rounds until as many as wanted are compared, or something differs. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { cases, seed, columnar, shard = { index: 0, of: 1 }, onProgress } = options;
  const law = await ClickHouseLaw.on(columnar);
  let done = 0;
  let evaluations = 0;
  const result = () => ({ cases: done, evaluations, ...law.counts });
  for (let round = shard.index; round * EXPRESSIONS < cases; round += shard.of) {
    const count = Math.min(EXPRESSIONS, cases - round * EXPRESSIONS);
    const draw = drawing(seed, round);
    const texts = draw(expressions, count);
    const roots = draw(profiles, PROFILES);
    const difference =
      (await brokenHere(texts, [...roots, ...draw(misfits, MISFITS)])) ??
      (await brokenTexts(texts, draw(slips, count), draw(noise, count))) ??
      (await brokenOnClickHouse(law, texts, roots));
    if (difference !== undefined) return { ...result(), difference };
    done += count;
    evaluations += count * (3 * PROFILES + 2 * MISFITS);
    onProgress?.(done);
  }
  return result();
}

/** Draws values; equal seeds and rounds draw equal ones. */
function drawing(seed: number, round: number) {
  let draws = 0;
  return <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] => {
    draws += 1;
    return fc.sample(arbitrary, { seed: Math.imul(seed + round * 31 + draws, 0x9e3779b1), numRuns: count });
  };
}

async function brokenHere(texts: readonly string[], profiles: readonly unknown[]): Promise<Difference | undefined> {
  for (const text of texts) {
    for (const law of LAWS) {
      const broken = law.broken(text, profiles);
      if (broken) return reduced(law, { expression: text, profile: broken.profile });
    }
  }
  return undefined;
}

async function reduced(law: Law, found: Case): Promise<Difference> {
  const shows = ({ expression, profile }: Case) => law.broken(expression, [profile]);
  const smallest = await reduce(found, async (cases) => cases.map((each) => shows(each) !== undefined), law.schema);
  return { law: law.name, ...smallest, results: shows(smallest)?.results ?? {} };
}

/** Expressions with a slip, noise, and each of them often enough to be as long as the language allows. */
async function brokenTexts(
  texts: readonly string[],
  drawn: readonly { readonly at: number; readonly cut: number; readonly insert: string }[],
  noises: readonly string[],
): Promise<Difference | undefined> {
  const slipped = drawn.map(({ at, cut, insert }, index) => {
    const text = texts[index] ?? '';
    const place = at % (text.length + 1);
    return text.slice(0, place) + insert + text.slice(place + cut);
  });
  const [first = '', second = ''] = [slipped[0], noises[0]];
  const long = [first, second].map((part) => part.repeat(Math.floor(16_000 / (part.length + 1))));
  for (const text of [...slipped, ...noises, ...long]) {
    const broken = ANY_TEXT.broken(text, []);
    if (broken) return { law: ANY_TEXT.name, expression: text, profile: undefined, results: broken.results };
  }
  return undefined;
}

async function brokenOnClickHouse(law: ClickHouseLaw, texts: readonly string[], roots: readonly unknown[]) {
  const conditions = conditionsOf(texts, roots);
  const [found] = await law.differences(conditions, roots);
  if (found === undefined) return undefined;
  const [alone] = await law.shows([found]);
  if (!alone) {
    const beside = await law.companions(found, conditions.map(print), roots);
    return { ...found, results: { ...found.results, 'only beside': beside, profiles: roots.length } };
  }
  const smallest = await reduce(found, (cases) => law.shows(cases), SAMPLE_SCHEMA);
  const [difference = found] = await law.differences([typed(smallest.expression)], [smallest.profile]);
  return difference;
}
