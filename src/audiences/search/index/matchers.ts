import { compareCodePoints } from '../../../order.ts';
import { analyse } from '../analysis.ts';
import { editDistance } from '../patterns/edit-distance.ts';
import {
  compileRegularExpression,
  type PatternWork,
  type TokenTest,
} from '../patterns/regular-expression/automaton.ts';
import { compileWildcard } from '../patterns/wildcard.ts';
import type { Atom, Bound } from '../query/tree.ts';
import type { FieldIndex, Postings } from './field-index.ts';
import { phraseFrequency } from './phrase.ts';

/** Tells which documents an atom matches in one field, and how well; a document may be told more than once. */
export type Matcher = (field: FieldIndex, visit: (document: number, score: number) => void) => void;

/** Closest tokens that a fuzzy term stands for, in each field. */
const MOST_SIMILAR = 50;

/**
 * What an atom matches (api-search.md sections 7.5 to 7.10).
 *
 * @throws ServiceError `UPAPI-900601-400` for a regular expression that is too complex
 */
export function matcherOf(atom: Atom, work: PatternWork): Matcher {
  switch (atom.kind) {
    case 'all':
      return (field, visit) => {
        for (const document of field.documents) visit(document, 1);
      };
    case 'term':
      return termMatcher(atom.text);
    case 'phrase':
      return phraseMatcher(atom.text, atom.slop);
    case 'fuzzy':
      return fuzzyMatcher(atom.text.toLowerCase(), atom.distance);
    case 'prefix': {
      const prefix = atom.text.toLowerCase();
      return tokenMatcher((token) => token.startsWith(prefix));
    }
    case 'wildcard':
      return tokenMatcher(compileWildcard(atom.steps));
    case 'regex':
      return tokenMatcher(compileRegularExpression(atom.pattern, work));
    case 'range':
      return tokenMatcher(rangeTest(atom.from, atom.to));
  }
}

/** All tokens that pass a test count the same. */
const tokenMatcher =
  (test: TokenTest): Matcher =>
  (field, visit) => {
    for (const [token, postings] of field.terms) {
      if (!test(token)) continue;
      for (const document of postings.keys()) visit(document, 1);
    }
  };

/** Any of the tokens of the text; their scores are added. */
const termMatcher =
  (text: string): Matcher =>
  (field, visit) => {
    const tokens = analyse(field.analysis, text);
    const sums = new Map<number, number>();
    for (const token of tokens) {
      const postings = field.terms.get(token) ?? [];
      const idf = field.idf('size' in postings ? postings.size : 0);
      for (const [document, positions] of postings) {
        sums.set(document, (sums.get(document) ?? 0) + field.score(document, idf, positions.length));
      }
    }
    for (const [document, score] of sums) visit(document, score);
  };

const phraseMatcher =
  (text: string, slop: number): Matcher =>
  (field, visit) => {
    const tokens = analyse(field.analysis, text);
    const postings = [...new Set(tokens)].map((token) => [token, field.terms.get(token) ?? new Map()] as const);
    const [rarest] = postings.toSorted(([, one], [, other]) => one.size - other.size);
    if (rarest === undefined) return;
    const idf = tokens.reduce((sum, token) => sum + field.idf(field.terms.get(token)?.size ?? 0), 0);
    for (const document of rarest[1].keys()) {
      const positions = new Map(postings.map(([token, all]) => [token, all.get(document) ?? []]));
      const frequency = phraseFrequency(tokens, positions, slop);
      if (frequency > 0) visit(document, field.score(document, idf, frequency));
    }
  };

const fuzzyMatcher = (text: string, distance: number): Matcher => {
  const wanted = codePoints(text);
  return (field, visit) => {
    for (const { apart, length, postings } of similarTokens(field, wanted, distance)) {
      const idf = field.idf(postings.size);
      const likeness = Math.max(0, 1 - apart / Math.min(wanted.length, length));
      for (const [document, positions] of postings) {
        visit(document, likeness * field.score(document, idf, positions.length));
      }
    }
  };
};

/** The closest first, then the commonest. */
function similarTokens(field: FieldIndex, wanted: readonly number[], distance: number) {
  const letters = letterSet(wanted);
  const similar: { token: string; postings: Postings; apart: number; length: number }[] = [];
  for (const [token, postings] of field.terms) {
    // A code point is one or two UTF-16 units.
    if (token.length < wanted.length - distance || token.length > 2 * (wanted.length + distance)) continue;
    const codes = codePoints(token);
    // An edit takes away one letter at most, and brings one at most.
    if (bitCount(letters ^ letterSet(codes)) > 2 * distance) continue;
    const apart = editDistance(wanted, codes, distance);
    if (apart <= distance) similar.push({ token, postings, apart, length: codes.length });
  }
  return similar
    .sort(
      (one, other) =>
        one.apart - other.apart || other.postings.size - one.postings.size || compareCodePoints(one.token, other.token),
    )
    .slice(0, MOST_SIMILAR);
}

/** A bit for each letter that occurs; some share one. */
function letterSet(codes: readonly number[]): number {
  let set = 0;
  for (const code of codes) set |= 1 << (code & 31);
  return set;
}

function bitCount(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function codePoints(text: string): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    codes.push(code);
  }
  return codes;
}

function rangeTest(from: Bound | undefined, to: Bound | undefined): TokenTest {
  const low = from?.text.toLowerCase();
  const high = to?.text.toLowerCase();
  return (token) => {
    const above = low === undefined ? 1 : compareCodePoints(token, low);
    const below = high === undefined ? 1 : compareCodePoints(high, token);
    return (
      (above > 0 || (above === 0 && from?.inclusive === true)) && (below > 0 || (below === 0 && to?.inclusive === true))
    );
  };
}
