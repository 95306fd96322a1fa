import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { NOW } from '../arbitrary/profile.ts';
import { differenceText } from './difference.ts';
import { PROFILES } from './fuzz.ts';
import { fuzzInShards } from './shards.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, shards: { type: 'string' } },
});
const cases = Number(values.cases ?? process.env.PQL_FUZZ_CASES ?? 100_000);
const seed = Number(values.seed ?? process.env.PQL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const shards = Number(values.shards ?? Math.min(availableParallelism(), 4));

const start = performance.now();
const minutes = () => ((performance.now() - start) / 60_000).toFixed(1);
let shown = 0;
const showProgress = (done: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${cases}`);
  else if (Math.floor(done / TENTH) > Math.floor(shown / TENTH)) console.error(`${done} of ${cases}, ${minutes()} min`);
  shown = done;
};
const TENTH = cases / 10;

const { difference, ...counts } = await fuzzInShards({ cases, seed, shards }, showProgress);
if (process.stderr.isTTY) process.stderr.write('\r');
if (difference) console.log(differenceText(difference, NOW));
const conditions = counts.inSql + counts.residual + counts.failed;
const share = conditions === 0 ? 0 : (100 * counts.inSql) / conditions;
console.log(
  `seed ${seed}: ${counts.cases} random expressions for ${PROFILES} profiles each, ${counts.evaluations} evaluations compared; ` +
    `on ClickHouse ${counts.inSql} (${share.toFixed(1)} %) decided in SQL alone, ${counts.residual} by the evaluator over ` +
    `candidates, ${counts.failed} failed; ${difference ? 'a difference' : 'no difference'}, ${minutes()} min`,
);
process.exitCode = difference ? 1 : 0;
