import type { Steps, Work } from '../work.ts';

/**
 * How often tokens occur near each other in the order of a phrase, each occurrence counted as 1/(1 + used slop); 0 when
 * they do not (api-search.md section 7.6).
 *
 * Token i at position p has the offset p − i. An occurrence takes a position of its own for every token, so that the
 * offsets lie within the slop.
 *
 * @param tokens of the phrase
 * @param positions of each token in the document, ascending
 */
export function* phraseFrequency(
  tokens: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  slop: number,
  work: Work,
): Steps<number> {
  const offsets = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    const all = positions.get(token) ?? [];
    // Without a place for every token there is no occurrence.
    if (all.length === 0) return 0;
    for (const position of all) offsets.add(position - at);
    work.spend(5 * all.length);
    if (work.pauses()) yield;
  }
  let frequency = 0;
  for (const offset of offsets) {
    work.spend(20 * tokens.length);
    if (work.pauses()) yield;
    const used = usedSlop(tokens, positions, offset);
    if (used !== undefined && used <= slop) frequency += 1 / (1 + used);
  }
  return frequency;
}

/**
 * The spread of the occurrence that has no offset below `least`, and one at it, and is the tightest; undefined when there
 * is none. Equal tokens share positions in the order of the phrase, each taking the first that is free.
 */
function usedSlop(
  tokens: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  least: number,
): number | undefined {
  const next = new Map<string, number>();
  let [low, high] = [Number.POSITIVE_INFINITY, least];
  for (const [at, token] of tokens.entries()) {
    const all = positions.get(token) ?? [];
    const index = firstFrom(all, least + at, next.get(token) ?? 0);
    const position = all[index];
    if (position === undefined) return undefined;
    next.set(token, index + 1);
    low = Math.min(low, position - at);
    high = Math.max(high, position - at);
  }
  return low === least ? high - low : undefined;
}

/** The index of the first number that is not below `least`, from index `from` on. */
function firstFrom(numbers: readonly number[], least: number, from: number): number {
  let [low, high] = [from, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
