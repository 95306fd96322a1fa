import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, evaluate } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

const NOW = Date.parse('2024-05-15T12:00:00Z');

const time = fc.constantFrom(
  '2024-05-01T10:00:00.000Z',
  '2024-05-01T10:00:00.001Z',
  '2024-05-02T09:59:59.999Z',
  '2024-02-30T10:00:00.000Z',
  '2024-05-01T10:00:00Z',
  '2024-05-01T12:00:00+02:00',
  '2024-05-01T10:00:00.00Z',
  '2024-05-01T10:00:00.0005Z',
  '2024-05-01',
);
const usual = fc
  .date({ min: new Date(NOW), max: new Date(NOW + 9), noInvalidDate: true })
  .map((date) => date.toISOString());
const other = fc.constantFrom(
  null,
  true,
  'text',
  '\u{1F600}-05-01T10:00:00.000Z',
  '\uE000024-05-01T10:00:00.000Z',
  '7',
  'Z',
  [1],
);
const keys = [usual, time, fc.integer({ min: -2, max: 2 }), fc.double(), fc.oneof(usual, time, fc.integer(), other)];

/** Events whose times and keys are mostly of one kind, often equal, and not in order. */
const events = fc
  .tuple(fc.constantFrom(usual, time, fc.oneof(usual, other)), fc.constantFrom(...keys))
  .chain(([timestamp, key]) =>
    fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.record({ timestamp, key, type: fc.constantFrom('a', 'b') }) }, other),
      {
        maxLength: 6,
      },
    ),
  );

describe('first elements in order of a key', () => {
  it.each([
    'xEvent.topN(timestamp, 1).head()',
    'xEvent.bottomN(timestamp, 3).head()',
    'xEvent.topN(key, 1).head()',
    'xEvent[type = "a"].bottomN(key, 2).head()',
    '(select E from xEvent where E.type = "b").topN(key, 2).head()',
    'list.topN(key, 1).head()',
    'list[type = "a"].bottomN(this.key, 1).head().key',
    'xEvent.topN(list.topN(key, 1).head().key, 1).head()',
    'xEvent.topN(date(2024, key, 1), 1).head()',
    'list.topN(key, 0).head()',
  ])('are those that the interpreter finds by sorting: %s', (expression) => {
    const ir = irOf(expression);
    const query = compile(ir);
    fc.assert(
      fc.property(events, events, (xEvent, list) => {
        const root = JSON.parse(JSON.stringify({ xEvent, list }));
        expect(query.evaluate(root, { now: NOW })).toEqual(evaluate(ir, root, { now: NOW }));
      }),
      { numRuns: 500 },
    );
  });
});
