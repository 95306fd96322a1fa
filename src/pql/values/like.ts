/** A pattern of `like`: text pieces between `%`, each a list of code points where `undefined` is `_`. */
export type LikePattern = readonly (readonly (string | undefined)[])[];

/** Splits a pattern at its unescaped `%`; `\%`, `\_` and `\\` are literal. */
export function parseLike(pattern: string): LikePattern {
  const pieces: (string | undefined)[][] = [[]];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at += 1) {
    const char = characters[at];
    const next = characters[at + 1];
    if (char === '%') {
      pieces.push([]);
      continue;
    }
    const escaped = char === '\\' && (next === '%' || next === '_' || next === '\\');
    pieces.at(-1)?.push(escaped ? next : char === '_' ? undefined : char);
    if (escaped) at += 1;
  }
  return pieces;
}

/** Whether the whole text matches a pattern of `like` (pql.md section 6.5). */
export function like(text: string, pattern: string): boolean {
  return matchesLike(text, parseLike(pattern));
}

/** Whether the whole text matches; every piece is taken at the first place where it fits. */
export function matchesLike(text: string, pattern: LikePattern): boolean {
  const characters = [...text];
  const [first = [], ...rest] = pattern;
  if (!fits(characters, 0, first)) return false;
  const last = rest.pop();
  if (last === undefined) return characters.length === first.length;
  let at = first.length;
  for (const piece of rest) {
    while (at + piece.length <= characters.length && !fits(characters, at, piece)) at += 1;
    at += piece.length;
  }
  const end = characters.length - last.length;
  return end >= at && fits(characters, end, last);
}

function fits(characters: readonly string[], at: number, piece: readonly (string | undefined)[]): boolean {
  return (
    at + piece.length <= characters.length &&
    piece.every((char, index) => char === undefined || char === characters[at + index])
  );
}
