import { parseRegularExpression } from '../patterns/regular-expression/parser.ts';
import { type Cursor, isSpace, type Word } from './cursor.ts';
import type { Atom } from './tree.ts';

export interface Boosted {
  readonly body: Atom;
  readonly boost: number;
}

const MOST_EDITS = 2;

/** A term, prefix, wildcard pattern or `*`, with what may follow it. The word is already taken. */
export function wordAtom(cursor: Cursor, word: Word): Boosted {
  const end = cursor.at;
  let fuzzy = cursor.fuzzy();
  const boost = readBoost(cursor);
  fuzzy ??= cursor.fuzzy();
  const atom = plainAtom(word);
  if (fuzzy === undefined) return { body: atom, boost };
  if (atom.kind !== 'term') cursor.fail('a pattern with wildcards cannot be fuzzy', end);
  return { body: { kind: 'fuzzy', text: atom.text, distance: editsOf(fuzzy, atom.text) }, boost };
}

function plainAtom({ steps }: Word): Atom {
  const [first, second, ...more] = steps;
  if (second === undefined) {
    if (first === '*') return { kind: 'all' };
    if (typeof first === 'object') return { kind: 'term', text: first.text };
  }
  if (typeof first === 'object' && second === '*' && more.length === 0) return { kind: 'prefix', text: first.text };
  return { kind: 'wildcard', steps };
}

/** The edit distance of `~` and a number: a fraction is the old way of saying how alike (api-search.md section 7.7). */
function editsOf(number: string, text: string): number {
  if (number === '') return MOST_EDITS;
  const value = Number(number);
  const edits = number.includes('.') && value < 1 ? (1 - value) * [...text].length : value;
  return Math.min(MOST_EDITS, Math.floor(edits));
}

export function phraseAtom(cursor: Cursor): Boosted {
  const text = quoted(cursor);
  const slop = cursor.fuzzy();
  const boost = readBoost(cursor);
  const distance = Math.trunc(Number(slop ?? cursor.fuzzy() ?? '0'));
  return { body: { kind: 'phrase', text, slop: Math.min(distance, Number.MAX_SAFE_INTEGER) }, boost };
}

function quoted(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at += 1;
  let text = '';
  while (cursor.peek() !== '"') {
    if (cursor.peek() === '') cursor.fail('the quotation mark is not closed', start);
    text += cursor.peek() === '\\' ? cursor.escaped() : cursor.character();
  }
  cursor.at += 1;
  return text;
}

export function regexAtom(cursor: Cursor): Boosted {
  const start = cursor.at;
  const found = cursor.match(/\/((?:[^/\\]|\\.)*)\//sy);
  if (found === undefined) cursor.fail('the regular expression is not closed', start);
  const pattern = found[1] ?? '';
  parseRegularExpression(pattern, (reason, at) => cursor.fail(reason, start + 1 + at));
  return { body: { kind: 'regex', pattern }, boost: readBoost(cursor) };
}

export function rangeAtom(cursor: Cursor): Boosted {
  const start = cursor.at;
  const fromIncluded = cursor.peek() === '[';
  cursor.at += 1;
  const from = boundText(cursor, start);
  cursor.skipSpace();
  if (!cursor.accept('TO') || !(isSpace(cursor.peek()) || cursor.peek() === '"')) {
    cursor.fail("'TO' is missing in the range");
  }
  const to = boundText(cursor, start);
  cursor.skipSpace();
  const toIncluded = cursor.peek() === ']';
  if (!toIncluded && cursor.peek() !== '}') cursor.fail('the range is not closed', start);
  cursor.at += 1;
  const body: Atom = {
    kind: 'range',
    ...(from !== undefined && { from: { text: from, inclusive: fromIncluded } }),
    ...(to !== undefined && { to: { text: to, inclusive: toIncluded } }),
  };
  return { body, boost: readBoost(cursor) };
}

/** The text of a bound; undefined for `*`. */
function boundText(cursor: Cursor, start: number): string | undefined {
  cursor.skipSpace();
  if (cursor.peek() === '"') return quoted(cursor);
  const first = cursor.at;
  let text = '';
  while (!/^[[\]{}]?$/.test(cursor.peek()) && !isSpace(cursor.peek())) {
    text += cursor.peek() === '\\' ? cursor.escaped() : cursor.character();
  }
  if (cursor.peek() === '') cursor.fail('the range is not closed', start);
  if (text === '') cursor.fail('a bound of the range is missing');
  return cursor.text.slice(first, cursor.at) === '*' ? undefined : text;
}

/** `^` and a positive number, where there is one; 1 otherwise. */
export function readBoost(cursor: Cursor): number {
  const start = cursor.at;
  if (!cursor.accept('^')) return 1;
  const number = cursor.match(/\d+(?:\.\d+)?(?![^\s+\-&|!(){}[\]^"~*?:\\/])/y)?.[0];
  const boost = Number(number ?? '0');
  if (boost <= 0 || !Number.isFinite(boost)) cursor.fail('the boost is no positive number', start);
  return boost;
}
