/** How large a sample is (api-segmentation.md section 5.6). */
export interface SampleRules {
  /** A store with fewer profiles is its own sample. */
  readonly wholeBelow: number;
  /** Profiles in the sample of a larger one … */
  readonly size: number;
  /** … up to this many profiles; above, one of `oneIn`. */
  readonly fixedUpTo: number;
  readonly oneIn: number;
}

export const SAMPLE_RULES: SampleRules = {
  wholeBelow: 1_000_000,
  size: 1_000_000,
  fixedUpTo: 20_000_000,
  oneIn: 20,
};

/** Profiles to sample of a store. */
export function sampleSize(profiles: number, rules: SampleRules): number {
  if (profiles < rules.wholeBelow) return profiles;
  return profiles <= rules.fixedUpTo ? rules.size : Math.ceil(profiles / rules.oneIn);
}

/** Profiles of the first answer: few enough to be there at once even where documents must be read, and still a guess. */
const FIRST = 2_000;
const GROWTH = 4;
const LARGEST = 1_000_000;

/** In what portions a sample is read: quickly an answer first, then better ones, each for a greater part of the work. */
export function portionsOf(size: number): readonly number[] {
  const portions: number[] = [];
  for (let left = size, next = FIRST; left > 0; next = Math.min(next * GROWTH, LARGEST)) {
    // A small rest is not worth a statement of its own.
    const portion = left < next * 1.5 ? left : next;
    portions.push(portion);
    left -= portion;
  }
  return portions;
}
