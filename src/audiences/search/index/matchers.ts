import { analyse } from '../analysis.ts';
import { hasLetters } from '../patterns/letters.ts';
import { compileRange } from '../patterns/range.ts';
import { compileRegularExpression } from '../patterns/regular-expression/automaton.ts';
import type { TokenPattern } from '../patterns/token-pattern.ts';
import { compileWildcard } from '../patterns/wildcard.ts';
import type { Atom } from '../query/tree.ts';
import type { Steps, Work } from '../work.ts';
import { fuzzyMatcher } from './fuzzy.ts';
import type { Matcher } from './matcher.ts';
import { phraseFrequency } from './phrase.ts';

/**
 * What an atom matches (api-search.md sections 7.5 to 7.10).
 *
 * @throws ServiceError `UPAPI-900601-400` when it is too much work, or a regular expression needs too many states
 */
export function* matcherOf(atom: Atom, work: Work): Steps<Matcher> {
  switch (atom.kind) {
    case 'all':
      return function* (field, visit) {
        for (const document of field.documents) visit(document, 1);
        work.spend(field.size);
        if (work.pauses()) yield;
      };
    case 'term':
      return termMatcher(atom.text, work);
    case 'phrase':
      return phraseMatcher(atom.text, atom.slop, work);
    case 'fuzzy':
      return fuzzyMatcher(atom.text.toLowerCase(), atom.distance, work);
    case 'prefix':
      return patternMatcher(compileWildcard([{ text: atom.text }, '*'], work), work);
    case 'wildcard':
      return patternMatcher(compileWildcard(atom.steps, work), work);
    case 'regex':
      return patternMatcher(yield* compileRegularExpression(atom.pattern, work), work);
    case 'range':
      return patternMatcher(compileRange(atom.from, atom.to), work);
  }
}

/** All tokens that match count the same. */
const patternMatcher = (pattern: TokenPattern, work: Work): Matcher =>
  function* (field, visit) {
    const { terms } = field;
    work.spend(terms.length);
    if (work.pauses()) yield;
    for (const { letters, postings, token } of terms) {
      if (!hasLetters(letters, pattern.letters)) continue;
      work.spend(2);
      if (work.pauses()) yield;
      if (!pattern.matches(token)) continue;
      for (const document of postings.keys()) visit(document, 1);
      work.spend(postings.size);
    }
  };

/** Any of the tokens of the text; their scores are added. */
const termMatcher = (text: string, work: Work): Matcher =>
  function* (field, visit) {
    const sums = new Map<number, number>();
    for (const token of analyse(field.analysis, text)) {
      const postings = field.postings(token);
      const idf = field.idf(postings.size);
      for (const [document, positions] of postings) {
        sums.set(document, (sums.get(document) ?? 0) + field.score(document, idf, positions.length));
      }
      work.spend(1 + 5 * postings.size);
      if (work.pauses()) yield;
    }
    for (const [document, score] of sums) visit(document, score);
  };

const phraseMatcher = (text: string, slop: number, work: Work): Matcher =>
  function* (field, visit) {
    const tokens = analyse(field.analysis, text);
    const postings = [...new Set(tokens)].map((token) => [token, field.postings(token)] as const);
    const [rarest] = postings.toSorted(([, one], [, other]) => one.size - other.size);
    if (rarest === undefined) return;
    const idf = tokens.reduce((sum, token) => sum + field.idf(field.postings(token).size), 0);
    for (const document of rarest[1].keys()) {
      const positions = new Map(postings.map(([token, all]) => [token, all.get(document) ?? []]));
      const frequency = yield* phraseFrequency(tokens, positions, slop, work);
      if (frequency > 0) visit(document, field.score(document, idf, frequency));
    }
  };
