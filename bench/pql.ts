/**
 * Speed of the query language, as ratios measured side by side in one run: parse and check per second, and evaluation by
 * generated JavaScript against the interpreter and against functions written by hand.
 *
 * Each is measured in turns, and the fastest turn counts. The profiles have many shapes, as optional fields are there or not,
 * and are read from JSON, as all data is. They are few enough to stay in the caches of a processor, as a profile does that
 * has just been read: many thousands would measure how fast memory is, which is the same for all evaluators.
 */
import { compile, compileQuery, evaluate } from '../src/pql/index.ts';
import { EXPRESSIONS, HAND_WRITTEN, NOW, type Profile, profiles } from './pql-queries.ts';

const TURNS = 3;
const TURN = 250;

/** Nanoseconds of one run of each work, the fastest of several turns. */
function nanoseconds(works: readonly (() => void)[], runs: number): readonly number[] {
  const turn = (work: () => void) => {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < TURN) {
      work();
      done += 1;
    }
    return ((performance.now() - start) * 1e6) / done / runs;
  };
  for (const work of works) turn(work);
  const turns = Array.from({ length: TURNS }, () => works.map(turn));
  return works.map((_, index) => Math.min(...turns.map((times) => times[index] ?? Number.NaN)));
}

function checked(expression: string) {
  const { ir, diagnostics } = compileQuery(expression);
  if (ir === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.reason).join('; '));
  return ir;
}

function row(...cells: readonly (string | number)[]): void {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 100 ? 1 : 0) : cell));
  process.stdout.write(`${texts.map((text, index) => (index === 0 ? text.padEnd(24) : text.padStart(14))).join('')}\n`);
}

const data: readonly Profile[] = JSON.parse(JSON.stringify(profiles(300)));
const options = { now: NOW };

const [check = Number.NaN] = nanoseconds(
  [
    () => {
      for (const { expression } of EXPRESSIONS) compileQuery(expression);
    },
  ],
  EXPRESSIONS.length,
);
row('parse and check', 1e9 / check, 'expressions/s');

row('nanoseconds a profile', 'JavaScript', 'by hand', 'interpreter', '× by hand', '× interpreter');
const results = EXPRESSIONS.map(({ name, expression }) => {
  const ir = checked(expression);
  const query = compile(ir);
  const hand = HAND_WRITTEN[name];
  if (hand === undefined) throw new Error(`${name} has no hand-written function`);
  for (const root of data) {
    if (hand(root, NOW) !== query.qualifies(root, options)) throw new Error(`${name}: hand-written function differs`);
  }
  const [javascript = Number.NaN, byHand = Number.NaN, interpreter = Number.NaN] = nanoseconds(
    [
      () => {
        for (const root of data) query.qualifies(root, options);
      },
      () => {
        for (const root of data) hand(root, NOW);
      },
      () => {
        for (const root of data) evaluate(ir, root, options);
      },
    ],
    data.length,
  );
  row(name, javascript, byHand, interpreter, javascript / byHand, interpreter / javascript);
  return { javascript, byHand, interpreter };
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const geometricMean = (values: readonly number[]) => Math.exp(sum(values.map(Math.log)) / values.length);
const javascript = sum(results.map((result) => result.javascript));
const byHand = sum(results.map((result) => result.byHand));
const interpreter = sum(results.map((result) => result.interpreter));
row('all together', javascript, byHand, interpreter, javascript / byHand, interpreter / javascript);
row(
  'geometric mean',
  '',
  '',
  '',
  geometricMean(results.map((result) => result.javascript / result.byHand)),
  geometricMean(results.map((result) => result.interpreter / result.javascript)),
);
