import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openColumnar } from '../../../src/store/columnar/open.ts';
import { NOW } from '../arbitrary/profile.ts';
import { differenceText } from './difference.ts';
import { fuzz, PROFILES } from './fuzz.ts';

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const cases = Number(values.cases ?? process.env.PQL_FUZZ_CASES ?? 100_000);
const seed = Number(values.seed ?? process.env.PQL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

await using cleanup = new AsyncDisposableStack();
const path = await mkdtemp(join(tmpdir(), 'secant-fuzz-'));
cleanup.defer(() => rm(path, { recursive: true, force: true }));
const columnar = cleanup.adopt(await openColumnar({ path }), (opened) => opened.close());

const start = performance.now();
const showProgress = process.stderr.isTTY ? (done: number) => process.stderr.write(`\r${done} of ${cases}`) : undefined;
const result = await fuzz({ cases, seed, columnar, ...(showProgress && { onProgress: showProgress }) });
if (showProgress) process.stderr.write('\r');
const { conditions, difference, evaluations, pushedDown } = result;
if (difference) console.log(differenceText(difference, NOW));
console.log(
  `seed ${seed}: ${result.cases} random expressions for ${PROFILES} profiles each, ${evaluations} evaluations compared, ` +
    `${pushedDown} of ${conditions} conditions (${((100 * pushedDown) / conditions).toFixed(1)} %) decided in SQL alone, ` +
    `${difference ? 'a difference' : 'no difference'}, ${((performance.now() - start) / 1000).toFixed(0)} s`,
);
process.exitCode = difference ? 1 : 0;
