import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateAdHoc } from '../../src/evaluation/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import { truth } from '../../src/pql/values/value.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { expressions, profiles } from './arbitrary.ts';
import { createTables, profileKey, putProfiles, type TestProfile } from './tables.ts';
import { expression, layout, loaderOf, now, root } from './world.ts';

const DATABASE = 'ad_hoc';

function ask(columnar: Columnar, text: string, data: readonly TestProfile[], changes = {}) {
  const query = {
    database: DATABASE,
    layout,
    heads: new Map<string, number>(),
    expression: expression(text),
    excludeOptOut: true,
    sampleSize: 3,
    now,
    ...changes,
  };
  return evaluateAdHoc(columnar, query, loaderOf(data));
}

async function store(columnar: Columnar, data: readonly TestProfile[]): Promise<void> {
  await createTables(columnar, DATABASE, layout);
  await putProfiles(columnar, DATABASE, layout, data);
}

describeColumnar('ad hoc evaluation', (columnar) => {
  const people: TestProfile[] = [
    { no: 1, entity: { age: 20, tags: ['a'] } },
    { no: 2, entity: { age: 40 }, optedOut: true },
    { no: 3, entity: { age: 60 }, events: [{ timestamp: '2026-11-21T00:00:00Z', eventType: 'visit', value: 1 }] },
  ];
  const keys = (...numbers: number[]) => numbers.map(profileKey).toSorted();

  it('counts, and shows some of those that it counts', async () => {
    await store(columnar(), people);
    const found = await ask(columnar(), 'age >= 20', people);
    expect(found).toMatchObject({ members: 2, profiles: 3 });
    expect(found.sample.toSorted()).toEqual(keys(1, 3));
    expect((await ask(columnar(), 'age >= 20', people, { sampleSize: 1 })).sample).toHaveLength(1);
    expect((await ask(columnar(), 'age >= 20', people, { sampleSize: 0 })).sample).toEqual([]);
  });

  it('leaves out who opted out only where asked to', async () => {
    await store(columnar(), people);
    expect((await ask(columnar(), 'age = 40', people)).members).toBe(0);
    expect((await ask(columnar(), 'age = 40', people, { excludeOptOut: false })).members).toBe(1);
  });

  it('leaves nothing behind', async () => {
    await store(columnar(), people);
    await ask(columnar(), 'xEvent.exists(eventType = "visit")', people);
    for (const table of ['membership_bitmaps', 'membership_changes']) {
      expect(await columnar().query(`SELECT * FROM ${table}`, { database: DATABASE })).toEqual([]);
    }
  });

  it('answers of nothing', async () => {
    await store(columnar(), []);
    expect(await ask(columnar(), 'true', [])).toMatchObject({ members: 0, profiles: 0, share: 0, sample: [] });
  });

  it('stops when it is told to', async () => {
    await store(columnar(), people);
    const reason = new Error('enough');
    await expect(ask(columnar(), 'age > 1', people, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('agrees with the interpreter on random expressions', async () => {
    const property = fc.asyncProperty(
      profiles(30),
      fc.array(expressions, { minLength: 25, maxLength: 25, size: 'max' }),
      async (data, texts) => {
        await store(columnar(), data);
        for (const text of texts) {
          const ir = expression(text);
          const expected = data.filter((profile) => !profile.optedOut && truth(evaluate(ir, root(profile), { now })));
          const { members, sample } = await ask(columnar(), text, data, { sampleSize: 100 });
          expect({ text, members, sample: sample.toSorted() }).toEqual({
            text,
            members: expected.length,
            sample: keys(...expected.map(({ no }) => no)),
          });
        }
      },
    );
    await fc.assert(property, { numRuns: 2, endOnFailure: true, seed: 7 });
  });
});
