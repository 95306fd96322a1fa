/**
 * Insertions, deletions, replacements and swaps of neighbours that make one text of the other, no part being edited twice
 * (api-search.md section 7.7). Takes the product of the length and `most`: only what is near the diagonal of the usual
 * table is filled in.
 *
 * @param one code points
 * @param most what is further apart is told as `most + 1`
 */
export function editDistance(one: readonly number[], other: readonly number[], most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  const far = most + 1;
  // Cell `at` of a row is the column `row + at - most`.
  let before: readonly number[] = [];
  let last: readonly number[] = [];
  let lastBest = far;
  for (let row = 0; row <= one.length; row += 1) {
    const current: number[] = [];
    let best = far;
    for (let at = 0; at <= 2 * most; at += 1) {
      const column = row + at - most;
      let distance = far;
      if (row === 0 || column === 0) distance = Math.max(row, column);
      else if (column > 0 && column <= other.length) {
        const cost = one[row - 1] === other[column - 1] ? 0 : 1;
        distance = Math.min((last[at] ?? far) + cost, (last[at + 1] ?? far) + 1, (current[at - 1] ?? far) + 1);
        const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
        if (swapped && row > 1 && column > 1) distance = Math.min(distance, (before[at] ?? far) + 1);
      }
      current.push(distance);
      best = Math.min(best, distance);
    }
    // A swap reaches back two rows.
    if (row > 0 && best > most && lastBest > most) return far;
    lastBest = best;
    before = last;
    last = current;
  }
  return Math.min(last[other.length - one.length + most] ?? far, far);
}

export function codePoints(text: string): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    codes.push(code);
  }
  return codes;
}
