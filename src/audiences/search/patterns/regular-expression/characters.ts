/** Code points as inclusive ranges, ascending, with gaps between them. */
export type Characters = readonly (readonly [from: number, to: number])[];

export const LAST = 0x10ffff;
export const ANY_CHARACTER: Characters = [[0, LAST]];

/** The same characters in ascending ranges that do not touch. */
export function normalized(ranges: Characters): Characters {
  const joined: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** All characters but these. */
export function inverted(characters: Characters): Characters {
  const others: [number, number][] = [];
  let next = 0;
  for (const [from, to] of characters) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) others.push([next, LAST]);
  return others;
}

export const includes = (characters: Characters, code: number): boolean =>
  characters.some(([from, to]) => from <= code && code <= to);
