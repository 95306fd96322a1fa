/** A bit for each letter that occurs in a text; some letters share one. */
export function letterSet(text: string): number {
  let set = 0;
  for (const letter of text) set |= 1 << ((letter.codePointAt(0) ?? 0) & 31);
  return set;
}

/** How many bits one set has and the other has not, both ways. */
export function letterDifference(one: number, other: number): number {
  // Counts the bits of pairs, then of fours, then of bytes, and adds those up.
  const bits = one ^ other;
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Whether a set has all bits of another. */
export const hasLetters = (set: number, wanted: number): boolean => (wanted & ~set) === 0;
