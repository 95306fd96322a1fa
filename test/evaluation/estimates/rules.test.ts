import fc from 'fast-check';
import { expect, it } from 'vitest';
import { portionsOf } from '../../../src/evaluation/estimates/rules.ts';
import { SAMPLE_RULES, sampleSize } from '../../../src/evaluation/index.ts';

// api-segmentation.md section 5.6, boundaries inclusive as written.
it.each([
  [0, 0],
  [1, 1],
  [999_999, 999_999],
  [1_000_000, 1_000_000],
  [1_000_001, 1_000_000],
  [20_000_000, 1_000_000],
  [20_000_001, 1_000_001],
  [20_000_019, 1_000_001],
  [20_000_020, 1_000_001],
  [20_000_021, 1_000_002],
  [100_000_000, 5_000_000],
])('of %d profiles %d are sampled', (profiles, size) => {
  expect(sampleSize(profiles, SAMPLE_RULES)).toBe(size);
});

it('reads a sample in portions that grow, and each profile once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000_000 }), (size) => {
      const portions = portionsOf(size);
      expect(portions.reduce((sum, portion) => sum + portion, 0)).toBe(size);
      expect(portions.every((portion) => portion > 0 && Number.isInteger(portion))).toBe(true);
      expect(portions[0] ?? 0).toBeLessThanOrEqual(3_000);
      const growing = portions.slice(0, -1);
      expect(growing).toEqual(growing.toSorted((a, b) => a - b));
    }),
  );
});
