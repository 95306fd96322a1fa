/**
 * Insertions, deletions, replacements and swaps of neighbours that make one text of the other, no part being edited twice
 * (api-search.md section 7.7).
 *
 * @param one code points
 * @param most what is further apart is told as `most + 1`
 */
export function editDistance(one: readonly number[], other: readonly number[], most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let lastBest = 0;
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1;
      let distance = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped && row > 1 && column > 1) distance = Math.min(distance, (before[column - 2] ?? 0) + 1);
      current.push(distance);
      best = Math.min(best, distance);
    }
    // A swap reaches back two rows.
    if (best > most && lastBest > most) return most + 1;
    lastBest = best;
    before = last;
    last = current;
  }
  return Math.min(last[other.length] ?? 0, most + 1);
}
