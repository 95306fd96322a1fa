import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  containsIgnoringCase,
  endsIgnoringCase,
  equalsIgnoringCase,
  startsIgnoringCase,
} from '../../../src/pql/values/letter-case.ts';

/** Few characters, so that texts are often alike; among them those whose lower case is ASCII, longer, or depends on others. */
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'k', 'K', '\u212A', '@', '[', '\u0130', 'i', '\u0307', 'Σ', 'σ', 'ς'),
  maxLength: 4,
});

it('tests without regard to case are those of the text in lower case', () => {
  fc.assert(
    fc.property(text, text, (drawn, other) => {
      const lower = other.toLowerCase();
      expect([
        equalsIgnoringCase(drawn, lower),
        startsIgnoringCase(drawn, lower),
        endsIgnoringCase(drawn, lower),
        containsIgnoringCase(drawn, lower),
      ]).toEqual([
        drawn.toLowerCase() === lower,
        drawn.toLowerCase().startsWith(lower),
        drawn.toLowerCase().endsWith(lower),
        drawn.toLowerCase().includes(lower),
      ]);
    }),
    { numRuns: 20_000 },
  );
});
