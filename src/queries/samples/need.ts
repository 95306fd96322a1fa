import type { Sample } from './repository.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** How old a sample may be, and how far the store may have moved away from it (api-segmentation.md section 5.6). */
export interface RefreshRules {
  /** A store that had fewer profiles is sampled anew whenever it changed. */
  readonly wholeBelow: number;
  /** Share of the profile count. */
  readonly changeAbove: number;
}

/** Whether a question that is asked now can be answered from a sample. A large store answers from what it has. */
export function isUsable(sample: Sample, lastBatchId: string | null, now: number, rules: RefreshRules): boolean {
  return sample.totalRows >= rules.wholeBelow || !hasAged(sample, lastBatchId, now);
}

/** Whether the store may have moved on since the sample was taken. */
export function hasAged(sample: Sample, lastBatchId: string | null, now: number): boolean {
  return sample.lastBatchId !== lastBatchId || now - sample.takenAt >= WEEK;
}

/** Whether a sample is to be replaced in the background; `profiles` are those in the store. */
export function isDue(sample: Sample, profiles: number, now: number, rules: RefreshRules): boolean {
  const change = Math.abs(profiles - sample.totalRows);
  return change > sample.totalRows * rules.changeAbove || now - sample.takenAt >= WEEK;
}
