import type { TimeUnit } from '../ir.ts';

const UNITS: readonly (readonly [string, TimeUnit])[] = [
  ['millisecond', 'millisecond'],
  ['second', 'second'],
  ['minute', 'minute'],
  ['hour', 'hour'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['year', 'year'],
  ['decade', 'decade'],
];

/** Unit words, lower case, singular and plural. */
export const UNIT_WORDS: ReadonlyMap<string, TimeUnit> = new Map([
  ...UNITS.flatMap(([word, unit]): [string, TimeUnit][] => [
    [word, unit],
    [`${word}s`, unit],
  ]),
  ['century', 'century'],
  ['centuries', 'century'],
  ['millennium', 'millennium'],
  ['millennia', 'millennium'],
]);

/** Reserved at the start of an operand (pql.md section 2), lower case. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  'and or not in notin like occurs where let true false null now today yesterday tomorrow this'.split(' '),
);

const CONTEXTUAL_WORDS =
  'last next before after from between on select exists some forall all none one if over chain what when count sum average min max';

/** Every keyword, lower case. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...RESERVED_WORDS,
  ...CONTEXTUAL_WORDS.split(' '),
  ...UNIT_WORDS.keys(),
]);

/** True for words that cannot name a variable, a lambda parameter or a label unless they are backquoted. */
export function isForbiddenVariable(word: string): boolean {
  const lower = word.toLowerCase();
  return word === 'xEvent' || lower === 'select' || RESERVED_WORDS.has(lower);
}

const IDENTIFIER = /^[\p{L}_][\p{L}0-9_]*$/u;

/** True where a name needs no backquotes to be an identifier token. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}
