import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, estimateOf, type SampleCount } from '../../../src/evaluation/index.ts';

const count = (totalRows: number, profilesRead: number, profilesMatched: number): SampleCount => ({
  totalRows,
  profilesRead,
  profilesMatched,
});

/** Any count that can be: matched among the read, read among all. */
const counts = fc
  .tuple(
    fc.integer({ min: 0, max: 100_000_000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([all, read, matched]) => {
    const profilesRead = Math.round(all * read);
    return count(all, profilesRead, Math.round(profilesRead * matched));
  });

describe('estimateOf', () => {
  // Worked out by hand from the formulas of evaluation.md section 8.
  it.each([
    ['the example of the specification', count(2_400_000, 1_000_000, 42_000), 100_800, 368],
    ['nothing read', count(1000, 0, 0), 0, 0],
    ['nothing there', count(0, 0, 0), 0, 0],
    ['everything read', count(1000, 1000, 123), 123, 0],
    ['one profile', count(1, 1, 1), 1, 0],
    ['nobody matches', count(1000, 100, 0), 0, 0],
    ['everybody matches', count(1000, 100, 100), 1000, 0],
    // 1000 · sqrt(0.25 / 100 · 900 / 999) = 47.457…
    ['half of a tenth', count(1000, 100, 50), 500, 47],
    // 3 · 1 / 2 = 1.5; 3 · sqrt(0.25 / 2 · 1 / 2) = 0.75
    ['halves are rounded up', count(3, 2, 1), 2, 1],
    // 10^8 · sqrt(0.0001 · 0.9999 / 5·10^6 · 0.95) = 435.86…
    ['a large store', count(100_000_000, 5_000_000, 500), 10_000, 436],
  ])('%s', (_, given, estimatedSize, standardError) => {
    expect(estimateOf(given)).toEqual({ estimatedSize, standardError });
  });

  it('stays within the store, and is exact when everything was read', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { estimatedSize, standardError } = estimateOf(given);
        expect(estimatedSize).toBeGreaterThanOrEqual(given.profilesMatched);
        expect(estimatedSize).toBeLessThanOrEqual(given.totalRows);
        expect(standardError).toBeGreaterThanOrEqual(0);
        if (given.profilesRead === given.totalRows) {
          expect({ estimatedSize, standardError }).toEqual({ estimatedSize: given.profilesMatched, standardError: 0 });
        }
      }),
    );
  });
});

describe('boundsOf', () => {
  it.each([
    ['nothing read: anything is possible', count(1000, 0, 0), 0, 1000],
    ['everything read', count(1000, 1000, 123), 123, 123],
    // 500 ± 1.96 · 47.457…
    ['many matches', count(1000, 100, 50), 406.98, 593.02],
    // 1000 · (1 − 0.05^(1/100))
    ['no match', count(1000, 100, 0), 0, 29.51],
    // Wilson's interval of 4 of 100, 1.566 % to 9.837 %
    ['few matches', count(1000, 100, 4), 15.66, 98.37],
    ['not less than what was seen', count(110, 100, 12), 12, 15.32],
    ['not more than there is', count(1000, 20, 19), 855.39, 1000],
  ])('%s', (_, given, lower, upper) => {
    const bounds = boundsOf(given);
    expect(bounds.lower).toBeCloseTo(lower, 1);
    expect(bounds.upper).toBeCloseTo(upper, 1);
  });

  it('hold the estimate, what was seen, and nothing beyond the store', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { lower, upper } = boundsOf(given);
        const size = given.profilesRead === 0 ? 0 : (given.totalRows * given.profilesMatched) / given.profilesRead;
        expect(lower).toBeGreaterThanOrEqual(given.profilesMatched);
        expect(lower).toBeLessThanOrEqual(size + 1e-6);
        expect(upper).toBeGreaterThanOrEqual(size - 1e-6);
        expect(upper).toBeLessThanOrEqual(given.totalRows);
      }),
    );
  });
});
