import { regularExpression } from '../../values/regular-expression.ts';

/** Code points without surrogates, of which no text consists. */
const LAST = 0x10ffff;

const known = new Map<string, readonly string[]>();

/** The ranges of a category of characters, `\p{Lu}` or `\P{Lu}`, as the evaluators know it: items of a class. */
export function rangesOf(category: string): readonly string[] {
  const ranges = known.get(category) ?? findRanges(category);
  known.set(category, ranges);
  return ranges;
}

function findRanges(category: string): readonly string[] {
  const expression = regularExpression(category);
  if (expression === undefined) throw new Error(`Not a category: ${category}`);
  const ranges: string[] = [];
  let first: number | undefined;
  for (let code = 0; code <= LAST + 1; code += 1) {
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    const contained = code <= LAST && !surrogate && expression.test(String.fromCodePoint(code));
    if (contained) first ??= code;
    else if (first !== undefined) {
      ranges.push(first === code - 1 ? hex(first) : `${hex(first)}-${hex(code - 1)}`);
      first = undefined;
    }
  }
  return ranges;
}

function hex(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

/** Letters whose upper and lower case all versions of Unicode agree on: Latin, Greek and Cyrillic as they are written. */
const COMMON: readonly (readonly [first: number, last: number])[] = [
  [0, 0x17f],
  [0x386, 0x3ce],
  [0x400, 0x45f],
];

/** Whether a character of a pattern matches the same characters in every engine when case is ignored. */
export function foldsAlike(character: string): boolean {
  if (/^\\[pP]/.test(character)) return false;
  const escaped = /^\\x\{([0-9a-fA-F]+)\}$/.exec(character)?.[1];
  const code =
    escaped === undefined ? (character.replace(/^\\/, '').codePointAt(0) ?? 0) : Number.parseInt(escaped, 16);
  return COMMON.some(([first, last]) => code >= first && code <= last);
}
