import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AdHocFound, evaluateAdHoc, type KeyRange } from '../../src/evaluation/index.ts';
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
  const keys = (...numbers: number[]) => numbers.map(profileKey).toSorted((a, b) => Number(BigInt(a) - BigInt(b)));

  it('counts, and shows some of those that it counts', async () => {
    await store(columnar(), people);
    const found = await ask(columnar(), 'age >= 20', people);
    expect(found).toMatchObject({ members: 2, profiles: 3 });
    expect(found.sample).toEqual(keys(1, 3));
    expect((await ask(columnar(), 'age >= 20', people, { sampleSize: 1 })).sample).toEqual(keys(1, 3).slice(0, 1));
    expect((await ask(columnar(), 'age >= 20', people, { sampleSize: 0 })).sample).toEqual([]);
  });

  it('leaves out who opted out only where asked to', async () => {
    await store(columnar(), people);
    expect((await ask(columnar(), 'age = 40', people)).members).toBe(0);
    expect((await ask(columnar(), 'age = 40', people, { excludeOptOut: false })).members).toBe(1);
  });

  it.each([
    ['tags.count() > 0', 'pushdown'],
    ['tags.count() > 0 and not segmentMembership.ups.adults.status = "realized"', 'residual'],
  ])('counts members by namespace, range by range: %s', async (text, path) => {
    const identity = (ns: string, no: number) => ({ ns, id: `${no}` });
    const data = Array.from({ length: 40 }, (_, index): TestProfile => {
      const no = index + 1;
      const codes = ['Email', ...(no % 2 === 0 ? ['ECID', 'ECID'] : []), ...(no % 5 === 0 ? ['CRMID'] : [])];
      const identities = codes.map((ns, position) => identity(ns, 100 * no + position));
      const identityMap = Object.fromEntries(codes.map((ns) => [ns, [{ id: `${no}` }]]));
      return { no, entity: { identityMap, ...(no > 10 && { tags: ['a'] }) }, identities };
    });
    await store(columnar(), data);
    const [half, end] = [2n ** 63n, 2n ** 64n - 1n];
    const inHalf = data.filter(({ no }) => BigInt(profileKey(no)) < half);
    const found: AdHocFound[] = [];
    const ranges: KeyRange[] = [
      { part: 0, first: 0n, last: half - 1n, profiles: inHalf.length },
      { part: 1, first: half, last: end, profiles: data.length - inHalf.length },
    ];
    const result = await ask(columnar(), text, data, {
      ranges,
      sampleSize: 100,
      onFound: (so: AdHocFound) => found.push(so),
    });
    const expected = (profiles: readonly TestProfile[], read: number) => {
      const members = profiles.filter(({ no }) => no > 10);
      const having = (condition: (no: number) => boolean) => members.filter(({ no }) => condition(no)).length;
      return {
        members: members.length,
        profiles: read,
        byNamespace: {
          Email: members.length,
          ECID: having((no) => no % 2 === 0),
          CRMID: having((no) => no % 5 === 0),
        },
        sample: keys(...members.map(({ no }) => no)),
      };
    };
    expect(found).toEqual([expected(inHalf, inHalf.length), expected(data, data.length)]);
    expect(result).toMatchObject({ ...expected(data, data.length), evaluation: { kind: path } });
  });

  it.each([
    ['xEvent.exists(eventType = "visit")', [1, 2, 3, 5]],
    ['xEvent[eventType = "visit"].count() >= 2', [2]],
    ['xEvent.exists(eventType = "visit") and xEvent.exists(eventType = "buy")', [1, 3]],
    ['xEvent.exists(eventType = "visit") and not xEvent.exists(eventType = "buy")', [2, 5]],
    ['xEvent.exists(eventType = "visit") and not xEvent.exists(eventType = "visit" and value > 1)', [1, 3]],
    [
      'xEvent.exists(eventType = "visit") and xEvent.exists(eventType = "buy") and not xEvent.exists(eventType = "leave")',
      [1],
    ],
    [
      'xEvent.exists(eventType = "visit") and not xEvent.exists(eventType = "buy") and not xEvent.exists(eventType = "leave")',
      [2],
    ],
    ['not xEvent.exists(eventType = "visit")', [4, 6]],
    ['xEvent.exists(eventType = "visit") and age > 0', [1]],
  ])('finds members by their events: %s', async (text, expected) => {
    const event = (eventType: string, value = 1) => ({ timestamp: '2026-11-21T00:00:00Z', eventType, value });
    const data: TestProfile[] = [
      { no: 1, entity: { age: 1 }, events: [event('visit'), event('buy')] },
      { no: 2, entity: {}, events: [event('visit'), event('visit', 2)], optedOut: true },
      { no: 3, entity: {}, events: [event('visit'), event('buy'), event('leave')] },
      { no: 4, entity: {}, events: [event('buy')] },
      { no: 5, entity: {}, events: [event('visit', 3), event('leave')] },
      { no: 6, entity: {} },
    ];
    await store(columnar(), data);
    const found = async (changes = {}) => (await ask(columnar(), text, data, { sampleSize: 10, ...changes })).sample;
    expect(await found({ countNamespaces: false, excludeOptOut: false })).toEqual(keys(...expected));
    expect(await found({ countNamespaces: false, excludeOptOut: false, rangeSize: 2 })).toEqual(keys(...expected));
    expect(await found()).toEqual(keys(...expected.filter((no) => no !== 2)));
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
          expect({ text, members, sample }).toEqual({
            text,
            members: expected.length,
            sample: keys(...expected.map(({ no }) => no)),
          });
          const all = data.filter((profile) => truth(evaluate(ir, root(profile), { now })));
          const plain = { countNamespaces: false, excludeOptOut: false };
          expect({ text, members: (await ask(columnar(), text, data, plain)).members }).toEqual({
            text,
            members: all.length,
          });
        }
      },
    );
    await fc.assert(property, { numRuns: 2, endOnFailure: true, seed: 7 });
  });
});
