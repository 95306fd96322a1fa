import fc from 'fast-check';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { expressionOf } from '../arbitrary/expression.ts';
import { misfitsOf, profileOf } from '../arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { ClickHouseLaw } from './clickhouse.ts';
import type { Difference } from './difference.ts';
import { ANY_TEXT, FORMS, LAWS, type Law } from './laws.ts';
import { reduce } from './reduce.ts';

export interface FuzzOptions {
  /** Random expressions to draw; each is evaluated for {@link PROFILES} profiles. */
  readonly cases: number;
  readonly seed: number;
  readonly columnar: Columnar;
  /** Called with the number of expressions done. */
  readonly onProgress?: (done: number) => void;
}

export interface FuzzResult {
  readonly cases: number;
  /** Evaluations compared with the interpreter's: on JavaScript, and on ClickHouse. */
  readonly evaluations: number;
  /** Conditions decided on ClickHouse, and how many of them in SQL alone. */
  readonly conditions: number;
  readonly pushedDown: number;
  /** The first difference, reduced to a smallest one. */
  readonly difference?: Difference;
}

const EXPRESSIONS = 100;
export const PROFILES = 16;
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
export async function fuzz({ cases, seed, columnar, onProgress }: FuzzOptions): Promise<FuzzResult> {
  const law = await ClickHouseLaw.on(columnar);
  let done = 0;
  let evaluations = 0;
  const result = () => ({ cases: done, evaluations, ...law.counts });
  for (let round = 0; done < cases; round += 1) {
    const count = Math.min(EXPRESSIONS, cases - done);
    const draw = drawing(seed, round);
    const texts = draw(expressions, count);
    const roots = draw(profiles, PROFILES);
    const difference =
      (await brokenHere(texts, roots, draw(misfits, MISFITS))) ??
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

async function brokenHere(texts: readonly string[], roots: readonly unknown[], odd: readonly unknown[]) {
  for (const text of texts) {
    const forms = FORMS.broken(text, undefined);
    if (forms) return reduced(FORMS, text, undefined);
    for (const law of LAWS) {
      const profile = [...roots, ...odd].find((root) => law.broken(text, root) !== undefined);
      if (profile !== undefined) return reduced(law, text, profile);
    }
  }
  return undefined;
}

async function reduced(law: Law, expression: string, profile: unknown): Promise<Difference> {
  const smallest = await reduce({ expression, profile }, async (cases) =>
    cases.map((each) => law.broken(each.expression, each.profile) !== undefined),
  );
  return { law: law.name, ...smallest, results: law.broken(smallest.expression, smallest.profile) ?? {} };
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
    const results = ANY_TEXT.broken(text, undefined);
    if (results) return { law: ANY_TEXT.name, expression: text, profile: undefined, results };
  }
  return undefined;
}

async function brokenOnClickHouse(law: ClickHouseLaw, texts: readonly string[], roots: readonly unknown[]) {
  const [found] = await law.differences(texts, roots);
  if (found === undefined) return undefined;
  const smallest = await reduce(found, (cases) => law.shows(cases), SAMPLE_SCHEMA);
  const [difference = found] = await law.differences([smallest.expression], [smallest.profile]);
  return difference;
}
