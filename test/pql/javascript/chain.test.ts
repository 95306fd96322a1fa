import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, evaluate } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

const NOW = Date.parse('2024-05-15T12:00:00Z');
const HOUR = 3_600_000;

const element = fc.record({
  type: fc.constantFrom('a', 'b', 'c'),
  label: fc.boolean(),
  window: fc.constantFrom('', '<= 2 hours after', '>= 2 hours after', '= 1 hours after', 'after'),
  count: fc.constantFrom(
    '',
    'COUNT(0)',
    'COUNT(2)',
    'COUNT(> 1)',
    'COUNT(= 0)',
    'COUNT(= 1)',
    'COUNT(< 2)',
    'COUNT(<= 1)',
    'COUNT(!= 1)',
  ),
});

const events = fc.array(
  fc.record({
    hour: fc.integer({ min: 0, max: 6 }),
    type: fc.constantFrom('a', 'b', 'c'),
    sku: fc.constantFrom('x', 'y'),
  }),
  { maxLength: 9 },
);

/** A chain over events that are few and close, so that everything interesting happens often. */
const chains = fc.array(element, { minLength: 1, maxLength: 5 }).map((elements) => {
  let previous: string | undefined;
  const parts = elements.map(({ type, label, window, count }, index) => {
    const name = `L${index}`;
    const sku = label && previous !== undefined ? ` and sku = ${previous}.sku` : '';
    const when = window !== '' && previous !== undefined ? ` WHEN(${window} ${previous})` : '';
    if (!/COUNT\((=|!=|<|<=) /.test(count)) previous = name;
    return `${name}: WHAT(type = "${type}"${sku})${when} ${count}`;
  });
  return `chain(xEvent, timestamp, [${parts.join(', ')}])`;
});

describe('chains', () => {
  it('hold for JavaScript exactly where the interpreter finds an assignment', () => {
    fc.assert(
      fc.property(chains, events, (text, drawn) => {
        const xEvent = drawn.map(({ hour, type, sku }) => ({
          type,
          sku,
          timestamp: new Date(NOW + hour * HOUR).toISOString(),
        }));
        const ir = irOf(text);
        expect(compile(ir).evaluate({ xEvent }, { now: NOW })).toBe(evaluate(ir, { xEvent }, { now: NOW }));
      }),
      { numRuns: 3000 },
    );
  });

  it('are found in bounded time among thousands of events', () => {
    const xEvent = Array.from({ length: 3000 }, (_, index) => ({
      type: 'a',
      sku: String(index),
      timestamp: new Date(NOW + index * 1000).toISOString(),
    }));
    const ir = irOf(
      'chain(xEvent, timestamp, [A: WHAT(type = "a"), B: WHAT(type = "a"), X: WHAT(type = "b") COUNT(= 0), C: WHAT(type = "a"), D: WHAT(type = "none")])',
    );
    const start = performance.now();
    expect(compile(ir).evaluate({ xEvent }, { now: NOW, stepLimit: 50_000_000 })).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
