import { expect, it } from 'vitest';
import { describeColumnar } from '../kit/clickhouse.ts';
import { NOW } from './arbitrary/profile.ts';
import { differenceText } from './fuzz/difference.ts';
import { fuzz } from './fuzz/fuzz.ts';

/** The same cases every time; `npm run test:fuzz` draws others, and many more. */
const SEED = 20261122;
const CASES = 1_600;

describeColumnar('random expressions over random profiles', (store) => {
  it('mean the same to the interpreter, JavaScript and ClickHouse, as text and as pql/json', async () => {
    const { cases, difference } = await fuzz({ cases: CASES, seed: SEED, columnar: store() });
    expect(difference && differenceText(difference, NOW)).toBeUndefined();
    expect(cases).toBe(CASES);
  }, 300_000);
});
