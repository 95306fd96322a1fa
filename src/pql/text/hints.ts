import type { Token } from './token.ts';

/** Operators of other languages: what to read instead and what to tell. */
export const SLIPS: Readonly<Record<string, { readonly op: string; readonly hint: string }>> = {
  '==': { op: '=', hint: 'write = to compare' },
  '<>': { op: '!=', hint: 'write != for unequal' },
  '=>': { op: '>=', hint: 'write >= for greater or equal, (x) => … for a function' },
};

const TERNARY = 'write if(condition, a, b)';
const LAST_DAYS = 'write <= 3 days before now for the last 3 days';
const OF_TIMES = 'times are tested with occurs: t occurs before now, t occurs between a and b';

/** Words that other languages have after an operand. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['is', 'write x.isNull() or x.isNotNull()'],
  ['ilike', 'write x.contains("text", false) or x.matches("(?i)text")'],
  ['between', `write x >= a and x <= b; ${OF_TIMES}`],
  ['before', OF_TIMES],
  ['after', OF_TIMES],
  ['then', TERNARY],
  ['when', 'write where for the condition of a variable'],
  ...['contains', 'startsWith', 'endsWith', 'matches', 'equals', 'includes', 'intersects'].map(
    (name) => [name.toLowerCase(), `call functions with parentheses: x.${name}("text")`] as const,
  ),
]);

const QUANTIFIERS: ReadonlySet<string> = new Set('select exists some forall all none one'.split(' '));
const MOMENTS: ReadonlySet<string> = new Set('now today yesterday tomorrow'.split(' '));
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', ...Object.keys(SLIPS)]);

/** What to tell about a token that cannot follow a whole expression; `before` is the token before it. */
export function trailingHint(token: Token, before: Token): string | undefined {
  if (token.kind === 'punct') {
    if (COMPARISONS.has(token.text)) return 'comparisons do not chain: join them with and';
    if (token.text === ':=' || token.text === '+=') return 'write = to compare';
    if (token.text === '(' && MOMENTS.has(before.keyword)) return `write ${before.keyword} without parentheses`;
    return undefined;
  }
  if (before.keyword === 'if') return TERNARY;
  if (QUANTIFIERS.has(before.keyword)) return 'a quantifier needs from: exists E from xEvent where …';
  if (token.kind !== 'word') return undefined;
  return WORDS.get(token.text.toLowerCase()) ?? 'join conditions with and or or; put text in quotes';
}

/** What to tell about words where a time test is expected; `after` is the token after them. */
export function timeHint({ text }: Token, after: Token): string | undefined {
  if (/^(within|last|past|next)$/i.test(text)) return after.kind === 'integer' ? LAST_DAYS : undefined;
  return /^in$/i.test(text) && after.text !== '(' ? LAST_DAYS : undefined;
}

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['?', TERNARY],
  [';', 'a query is one expression and ends without ;'],
  ['≠', 'write !='],
  ['≤', 'write <='],
  ['≥', 'write >='],
  ['\u2212', 'write - for minus'],
  ['\u2013', 'write - for minus'],
]);
const TYPOGRAPHIC_QUOTES = '“”„‟‘’‚‛«»';
/** Spaces that are no white space of the language, and characters that are not seen at all. */
const INVISIBLE = /^[\p{Z}\p{Cf}\p{Cc}]$/u;

/** What to tell about a character that starts no token. */
export function characterHint(character: string): string | undefined {
  if (TYPOGRAPHIC_QUOTES.includes(character)) return 'write straight quotes: "text"';
  if (INVISIBLE.test(character))
    return `replace the invisible character U+${hexadecimal(character)} with a plain space`;
  return CHARACTERS.get(character);
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
