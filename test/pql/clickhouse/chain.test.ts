import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { compiled, disagreements } from './members.ts';

/** Hours, so that times are often equal and often an exact distance apart. */
const hour = (at: number) => new Date(Date.parse('2026-11-20T00:00:00Z') + at * 3_600_000).toISOString();

const one = <T>(...values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values);

const event = fc
  .record({
    at: fc.integer({ min: 0, max: 9 }),
    type: one('a', 'b', 'c'),
    page: one('x', 'y', undefined),
    visits: one(0, 1, undefined),
    value: one(-1, 0, 1, undefined),
  })
  .map(({ at, type, page, visits, value }) => ({
    timestamp: hour(at),
    eventType: type,
    page: { ...(page === undefined ? {} : { name: page }), ...(visits === undefined ? {} : { visits }) },
    ...(value === undefined ? {} : { value }),
  }));

const profiles = fc
  .array(fc.array(event, { maxLength: 8 }), { minLength: 120, maxLength: 120, size: 'max' })
  .map((lists) =>
    lists.map((events, index) => ({ no: index + 1, entity: { name: 'x', age: 1, since: hour(index % 10) }, events })),
  );

const what = one('eventType = "a"', 'eventType = "b"', 'eventType = "c"', 'value > 0', 'true', 'false');
const needed = one('', '', '', ' COUNT(2)', ' COUNT(>= 3)', ' COUNT(> 1)', ' COUNT(0)');
const counting = one(' COUNT(= 0)', ' COUNT(= 0)', ' COUNT(<= 1)', ' COUNT(< 2)', ' COUNT(= 1)', ' COUNT(!= 1)');
const distance = fc
  .tuple(one('<=', '<', '>=', '>'), one('0 hours', '1 hours', '2 hours', '5 hours', '1 days', '1 months'))
  .map((parts) => parts.join(' '));

interface Drawn {
  readonly what: string;
  readonly count: string;
  readonly counts: boolean;
  readonly windows: readonly string[];
  readonly label: number;
  readonly key: string | undefined;
}

const drawn: Arbitrary<Drawn> = fc.boolean().chain((counts) =>
  fc.record({
    what,
    count: counts ? counting : needed,
    counts: fc.constant(counts),
    windows: one(0, 0, 1, 1, 2).chain((size) => fc.array(distance, { minLength: size, maxLength: size })),
    label: one(1, 1, 1, 2),
    key: one(undefined, undefined, undefined, 'page.name', 'value'),
  }),
);

/** A chain whose windows and equalities refer to an assigned element before. */
const chains = fc.array(drawn, { minLength: 1, maxLength: 4 }).map((elements) => {
  const assigned: string[] = [];
  const texts = elements.map(({ what, count, counts, windows, label, key }, index) => {
    const name = `E${index}`;
    const before = assigned.at(-label) ?? assigned.at(-1);
    const when = windows.map((window, at) =>
      at === 1 ? `not (${window} after ${before})` : `${window} after ${before}`,
    );
    const condition = key === undefined || before === undefined ? what : `${what} and ${key} = ${before}.${key}`;
    if (!counts && count !== ' COUNT(0)') assigned.push(name);
    return `${name}: WHAT(${condition})${before && when.length > 0 ? ` WHEN(${when.join(' and ')})` : ''}${count}`;
  });
  return `chain(xEvent, timestamp, [${texts.join(', ')}])`;
});

const table: readonly string[] = [
  '[A: WHAT(eventType = "a")]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b")]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b"), C: WHAT(eventType = "c")]',
  '[A: WHAT(eventType = "a") COUNT(2), B: WHAT(eventType = "b") COUNT(> 1)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(<= 2 hours after A)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(>= 1 hours after A and < 3 hours after A)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b"), C: WHAT(eventType = "c") WHEN(<= 3 hours after A)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b"), C: WHAT(true) WHEN(> 1 hours after A and < 4 hours after B)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(not (> 2 hours after A))]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(before 2 hours after A)]',
  '[A: WHAT(eventType = "a"), B: WHAT(true) WHEN(from A), C: WHAT(true) WHEN(after 2 hours after B)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b") COUNT(2) WHEN(<= 3 hours after A)]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "c") COUNT(= 0), B: WHAT(eventType = "b")]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "c") COUNT(<= 1), Y: WHAT(value > 0) COUNT(< 2), B: WHAT(eventType = "b")]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "b") COUNT(= 0)]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "b") COUNT(= 2)]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "b") COUNT(!= 1), Y: WHAT(eventType = "c") COUNT(<= 1)]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "b") COUNT(= 0) WHEN(<= 3 hours after A)]',
  '[A: WHAT(eventType = "a"), X: WHAT(eventType = "b") COUNT(= 2) WHEN(<= 4 hours after A)]',
  '[X: WHAT(eventType = "c") COUNT(= 1), A: WHAT(eventType = "a")]',
  '[X: WHAT(eventType = "c") COUNT(!= 1), A: WHAT(eventType = "a"), B: WHAT(eventType = "b")]',
  '[X: WHAT(eventType = "c") COUNT(= 0)]',
  '[X: WHAT(eventType = "c") COUNT(< 2), Y: WHAT(eventType = "a") COUNT(!= 0)]',
  '[A: WHAT(true), X: WHAT(false) COUNT(= 2), B: WHAT(true)]',
  '[A: WHAT(true), X: WHAT(null) COUNT(!= 1), B: WHAT(true)]',
  '[A: WHAT(true), X: WHAT(false) COUNT(<= 1), Y: WHAT(false) COUNT(= 1)]',
  '[X: WHAT(eventType = "nobody") COUNT(= 0), A: WHAT(true) COUNT(0)]',
  '[A: WHAT(eventType = "a"), B: WHAT(eventType = "b" and page.name = A.page.name)]',
  '[A: WHAT(eventType = "a"), B: WHAT(A.value = value) WHEN(<= 2 hours after A), C: WHAT(value = A.value)]',
  '[A: WHAT(eventType = "a"), X: WHAT(page.name = A.page.name) COUNT(= 0), B: WHAT(page.name = A.page.name)]',
  '[A: WHAT(eventType = "a"), X: WHAT(page.name = A.page.name and eventType = "c") COUNT(= 0) WHEN(<= 3 hours after A)]',
  '[A: WHAT(eventType = "a") WHERE(value > 0) WHEN(before "2026-11-20T05:00:00Z")]',
  '[A: WHAT(page.name = ^.name), B: WHAT(eventType = "b") WHEN(> 1 hours after ^.since)]',
  '[A: WHAT(page.visits = $1.age), B: WHAT(page.name = A.page.name) WHEN(<= 3 hours after A), X: WHAT(true) COUNT(= 0)]',
].map((elements) => `chain(xEvent, timestamp, ${elements})`);

const others = [
  'chain(xEvent[value > 0], timestamp, [A: WHAT(eventType = "a"), B: WHAT(eventType = "b")])',
  'chain(orders, at, [A: WHAT(total > 1), B: WHAT(id = A.id) WHEN(<= 1 days after A)])',
  'not chain(xEvent, timestamp, [A: WHAT(eventType = "a"), B: WHAT(true)]) and age = 1',
];

describeColumnar('chains in SQL', (store) => {
  it('hold as the interpreter says', async () => {
    const list = fc.sample(profiles, { numRuns: 1, seed: 20261122 }).flat();
    const texts = [...table, ...others];
    expect(await disagreements(store(), texts, list)).toEqual([]);
  });

  it('hold as the interpreter says, whatever they are', async () => {
    const texts = fc.array(chains, { minLength: 120, maxLength: 120, size: 'max' });
    const property = fc.asyncProperty(profiles, texts, async (list, drawnTexts) => {
      const exact = compiled([...new Set(drawnTexts)])
        .filter(({ kind }) => kind === 'exact')
        .map(({ text }) => text);
      expect(exact.length).toBeGreaterThan(40);
      expect(await disagreements(store(), exact, list)).toEqual([]);
    });
    await fc.assert(property, { numRuns: Number(process.env.CHAIN_RUNS ?? 3), endOnFailure: true });
  }, 600_000);
});

describe('chains without exact SQL', () => {
  it.each([
    [
      '[A: WHAT(true), B: WHAT(value > A.value)]',
      'a condition on an earlier event of a chain that is no equality of fields',
    ],
    [
      '[A: WHAT(true), B: WHAT(true) WHEN(= 1 days after A)]',
      'a test against the time of a label other than a least or greatest distance',
    ],
    [
      '[A: WHAT(true), X: WHAT(value > 0) COUNT(= 2), B: WHAT(true)]',
      'a number of events between two others other than a greatest one',
    ],
    [
      '[A: WHAT(true), B: WHAT(true) WHEN(>= 1 months after A and <= 2 months after A)]',
      'a least distance from one of several events',
    ],
    [
      '[A: WHAT(true), B: WHAT(value = A.value), C: WHAT(page.name = B.page.name)]',
      'equality of several fields of events of a chain',
    ],
    ['[X: WHAT(true) COUNT(= 0), A: WHAT(true) COUNT(2)]', 'counted events before several events'],
    ['[A: WHAT(true), B: WHAT(value = A.page.name)]', 'equality of fields of different types'],
  ])('%s', (elements, construct) => {
    const [result] = compiled([`chain(xEvent, timestamp, ${elements})`]);
    expect(result?.kind === 'candidates' ? result.reason.construct : undefined).toBe(construct);
  });
});
