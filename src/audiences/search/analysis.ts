import type { Analysis } from './fields.ts';

/**
 * Word boundaries of UAX #29 as one expression: `Intl.Segmenter` is no replacement, because it looks East Asian text up
 * in dictionaries. Names are those of the annex; every character may be followed by marks and format characters (WB4).
 */
const EXTEND = String.raw`[[\p{Grapheme_Extend}\p{Mc}\p{Emoji_Modifier}\p{Cf}]--\u200B]*`;
const KATAKANA_LETTER = String.raw`[\p{sc=Kana}\u3031-\u3035\u309B\u309C\u30A0\u30FC\uFF70]`;
const SOUTH_EAST_ASIAN = String.raw`[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tale}\p{sc=Talu}\p{sc=Lana}\p{sc=Tavt}]`;
const OTHER_ALPHABETS = String.raw`[\p{Ideographic}\p{sc=Hira}\p{Grapheme_Extend}\p{Mc}${KATAKANA_LETTER}${SOUTH_EAST_ASIAN}]`;
const NUMERIC = String.raw`(?:[\p{Nd}\u066C]${EXTEND})`;
const LETTER = String.raw`(?:[[\p{Alphabetic}]--${OTHER_ALPHABETS}]${EXTEND})`;
const HEBREW = String.raw`(?:[\p{sc=Hebr}&&\p{L}]${EXTEND})`;
const KATAKANA = `(?:${KATAKANA_LETTER}${EXTEND})`;
const CONNECTOR = String.raw`(?:[\p{Pc}\u202F]${EXTEND})`;
/** MidLetter, MidNumLet and Single_Quote: inside a word (WB6, WB7). */
const IN_WORD = String.raw`(?:[:\u00B7\u0387\u055F\u05F4\u2027\uFE13\uFE55\uFF1A.\u2018\u2019\u2024\uFE52\uFF07\uFF0E']${EXTEND})`;
/** MidNum, MidNumLet and Single_Quote: inside a number (WB11, WB12). */
const IN_NUMBER = String.raw`(?:[,;\u037E\u0589\u060C\u060D\u07F8\u2044\uFE10\uFE14\uFE50\uFE54\uFF0C\uFF1B.\u2018\u2019\u2024\uFE52\uFF07\uFF0E']${EXTEND})`;

/** Between letters (WB7b, WB7c). */
const HEBREW_DOUBLE_QUOTE = `(?=")(?<=${HEBREW})"${EXTEND}(?=${HEBREW})`;
const LETTERS = `${LETTER}(?:${IN_WORD}${LETTER})*(?:${HEBREW_DOUBLE_QUOTE})?`;
const RUN = `(?:${KATAKANA}+|(?:${LETTERS}|${NUMERIC}(?:${IN_NUMBER}${NUMERIC})*)+)`;
/** Ends a word (WB7a). */
const HEBREW_QUOTE = `(?=')(?<=${HEBREW})'${EXTEND}`;
const WORD = new RegExp(
  [
    `${CONNECTOR}*${RUN}(?:${CONNECTOR}+${RUN})*(?:${CONNECTOR}+|${HEBREW_QUOTE})?`,
    // No word, but taken at once, so that a long row of them is not tried again from each of its characters.
    `${CONNECTOR}+`,
    String.raw`[\p{Ideographic}\p{sc=Hira}]${EXTEND}`,
    String.raw`(?:[${SOUTH_EAST_ASIAN}&&[\p{L}\p{M}]]${EXTEND})+`,
  ].join('|'),
  'gv',
);

const LETTER_OR_DIGIT = /[\p{Alphabetic}\p{N}]/u;

/** Longer tokens are cut (api-search.md section 2.4). */
const LONGEST = 255;

/** The tokens of a text in lower case, in order: words and numbers of any script, each ideograph by itself. */
export function analyseText(text: string): readonly string[] {
  const words = text.match(WORD) ?? [];
  return words.filter((word) => LETTER_OR_DIGIT.test(word)).flatMap((word) => cut(word.toLowerCase()));
}

/** The whole value as one token in lower case; of an empty value none. */
export const analyseKeyword = (value: string): readonly string[] => (value === '' ? [] : [value.toLowerCase()]);

export const analyse = (analysis: Analysis, value: string): readonly string[] =>
  analysis === 'text' ? analyseText(value) : analyseKeyword(value);

function cut(token: string): readonly string[] {
  if (token.length <= LONGEST) return [token];
  const characters = [...token];
  const pieces = Math.ceil(characters.length / LONGEST);
  return Array.from({ length: pieces }, (_, piece) =>
    characters.slice(piece * LONGEST, (piece + 1) * LONGEST).join(''),
  );
}
