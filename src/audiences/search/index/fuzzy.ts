import { compareCodePoints } from '../../../order.ts';
import { codePoints, editDistance } from '../patterns/edit-distance.ts';
import { letterDifference, letterSet } from '../patterns/letters.ts';
import type { Steps, Work } from '../work.ts';
import type { FieldIndex, Postings } from './field-index.ts';
import type { Matcher } from './matcher.ts';

/** Closest tokens that a fuzzy term stands for, in each field. */
const MOST_SIMILAR = 50;

/** Tokens that differ by few edits (api-search.md sections 7.7 and 7.10); `text` is in lower case. */
export function fuzzyMatcher(text: string, distance: number, work: Work): Matcher {
  const wanted = codePoints(text);
  return function* (field, visit) {
    for (const { apart, length, postings } of yield* similarTokens(field, text, distance, work)) {
      const idf = field.idf(postings.size);
      const likeness = Math.max(0, 1 - apart / Math.min(wanted.length, length));
      for (const [document, positions] of postings) {
        visit(document, likeness * field.score(document, idf, positions.length));
      }
      work.spend(5 * postings.size);
      if (work.pauses()) yield;
    }
  };
}

interface Similar {
  readonly token: string;
  readonly postings: Postings;
  readonly apart: number;
  /** Code points of the token. */
  readonly length: number;
}

/** The closest first, then the commonest. */
function* similarTokens(field: FieldIndex, text: string, distance: number, work: Work): Steps<readonly Similar[]> {
  const wanted = codePoints(text);
  const lettersWanted = letterSet(text);
  const similar: Similar[] = [];
  const { terms } = field;
  work.spend(terms.length);
  if (work.pauses()) yield;
  for (const { letters, postings, token } of terms) {
    // An edit takes away one letter at most, and brings one at most; a letter has one or two UTF-16 units.
    if (Math.abs(token.length - text.length) > 2 * distance) continue;
    if (letterDifference(letters, lettersWanted) > 2 * distance) continue;
    if (work.pauses()) yield;
    const codes = codePoints(token);
    work.spend(5 * codes.length);
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
