/**
 * Speed of the query language, as ratios measured side by side in one run:
 * parse and check per second, and evaluation by closures against the interpreter and against functions written by hand.
 */
import { compile, compileQuery, evaluate } from '../src/pql/index.ts';
import { EXPRESSIONS, HAND_WRITTEN, NOW, profiles } from './pql-queries.ts';

/** Runs `work` for about `seconds` and gives the runs per second. */
function rate(work: () => void, seconds = 1): number {
  for (let warmUp = 0; warmUp < 3; warmUp += 1) work();
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < seconds * 1000) {
    work();
    runs += 1;
  }
  return (runs * 1000) / (performance.now() - start);
}

function compiled(expression: string) {
  const { ir, diagnostics } = compileQuery(expression);
  if (ir === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.reason).join('; '));
  return ir;
}

function report(what: string, value: number, unit: string): void {
  process.stdout.write(`${what.padEnd(44)}${value.toFixed(value < 100 ? 2 : 0).padStart(12)} ${unit}\n`);
}

const data = profiles(200);
const options = { now: NOW };

const checked = rate(() => {
  for (const { expression } of EXPRESSIONS) compileQuery(expression);
});
report('parse and check', checked * EXPRESSIONS.length, 'expressions/s');

const totals = { interpreter: 0, closures: 0, hand: 0 };
for (const { name, expression } of EXPRESSIONS) {
  const ir = compiled(expression);
  const query = compile(ir);
  const hand = HAND_WRITTEN[name];
  if (hand === undefined) throw new Error(`${name} has no hand-written function`);
  for (const root of data) {
    if (hand(root, NOW) !== query.qualifies(root, options)) throw new Error(`${name}: hand-written function differs`);
  }
  const closures = rate(() => {
    for (const root of data) query.qualifies(root, options);
  });
  const interpreter = rate(() => {
    for (const root of data) evaluate(ir, root, options);
  });
  const byHand = rate(() => {
    for (const root of data) hand(root, NOW);
  });
  totals.interpreter += 1 / interpreter;
  totals.closures += 1 / closures;
  totals.hand += 1 / byHand;
  report(`${name}: closures`, closures * data.length, 'profiles/s');
  report(`${name}: times the interpreter`, closures / interpreter, '×');
  report(`${name}: times slower than by hand`, byHand / closures, '×');
}
report('all together: times the interpreter', totals.interpreter / totals.closures, '×');
report('all together: times slower than by hand', totals.closures / totals.hand, '×');
