import type { SearchField } from '../fields.ts';
import type { AtomQuery, BooleanQuery, Query } from '../query/resolve.ts';
import type { Steps, Work } from '../work.ts';
import type { FieldIndex } from './field-index.ts';
import { matcherOf } from './matchers.ts';

/** By document number: how well it matches, or -1. */
export type Scores = Float64Array;

/** What queries are evaluated on. */
export interface Corpus {
  readonly fields: Readonly<Record<SearchField, FieldIndex>>;
  /** Above the numbers of all documents that count; not every number below has a document. */
  readonly size: number;
}

/**
 * Scores all documents (api-search.md sections 7.3 and 7.10). Numbers without a document have any score.
 *
 * @throws ServiceError `UPAPI-900601-400` when it is too much work
 */
export function evaluateQuery(query: Query, corpus: Corpus, work: Work): Steps<Scores> {
  return query.kind === 'atom' ? evaluateAtom(query, corpus, work) : evaluateBoolean(query, corpus, work);
}

/** The best of the fields counts. */
function* evaluateAtom({ atom, boost, fields }: AtomQuery, corpus: Corpus, work: Work): Steps<Scores> {
  const scores = new Float64Array(corpus.size).fill(-1);
  const match = yield* matcherOf(atom, work);
  for (const field of fields) {
    yield* match(corpus.fields[field], (document, score) => {
      scores[document] = Math.max(scores[document] ?? -1, score * boost);
    });
  }
  return scores;
}

function* evaluateBoolean(query: BooleanQuery, corpus: Corpus, work: Work): Steps<Scores> {
  const { boost, must, mustNot, should } = query;
  const startsMatched = must.length > 0 || should.length === 0;
  const scores = new Float64Array(corpus.size).fill(startsMatched ? 0 : -1);
  function* combine(parts: readonly Query[], how: (sum: number, score: number) => number): Steps<void> {
    for (const part of parts) {
      const other = yield* evaluateQuery(part, corpus, work);
      for (let document = 0; document < scores.length; document += 1) {
        scores[document] = how(scores[document] ?? -1, other[document] ?? -1);
      }
      work.spend(scores.length);
      if (work.pauses()) yield;
    }
  }
  yield* combine(must, (sum, score) => (sum < 0 || score < 0 ? -1 : sum + score));
  yield* combine(should, (sum, score) => {
    if (score < 0) return sum;
    if (sum < 0) return must.length > 0 ? sum : score;
    return sum + score;
  });
  yield* combine(mustNot, (sum, score) => (score < 0 ? sum : -1));
  return boost === 1 ? scores : scores.map((score) => (score < 0 ? score : score * boost));
}
