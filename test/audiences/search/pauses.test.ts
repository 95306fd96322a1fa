import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SearchDocument } from '../../../src/audiences/search/index/document.ts';
import type { DocumentIndex } from '../../../src/audiences/search/index/document-index.ts';
import { printQuery } from '../../../src/audiences/search/query/print.ts';
import { type Steps, Work } from '../../../src/audiences/search/work.ts';
import { ServiceError } from '../../../src/errors.ts';
import { documents, query } from './arbitrary.ts';
import { found, indexOf, segment } from './kit.ts';

const always = () => true;
/** A search that is paused wherever it can be. */
const pausing = (index: DocumentIndex, text: string) => index.search(text, always, new Work({ betweenPauses: 0 }));

/** Puts documents in or takes them out, one in each pause, and answers what the search finds. */
function withChanges(
  steps: Steps<readonly SearchDocument[]>,
  changes: readonly (() => void)[],
): readonly SearchDocument[] {
  const left = [...changes];
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    left.shift()?.();
  }
}

it('finds what was there when it began, whatever changes in its pauses', () => {
  fc.assert(
    fc.property(query, documents, documents, fc.boolean(), (clauses, before, after, removes) => {
      const text = printQuery(clauses);
      const index = indexOf(before);
      const expected = found(index, text).toSorted();
      const changes = [...before.slice(after.length), ...after].map((document, at) => () => {
        if (removes && at % 2 === 0) index.remove(document.key);
        else index.put(document);
      });
      const seen = withChanges(pausing(index, text), changes);
      expect(seen.map(({ id }) => id).toSorted()).toEqual(expected);
      expect(seen.filter((document) => !before.includes(document))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('forgets what was taken out when no search is left that began before', () => {
  fc.assert(
    fc.property(query, documents, documents, fc.nat(20), (clauses, before, after, pause) => {
      const index = indexOf(before);
      const one = pausing(index, printQuery(clauses));
      for (let step = 0; step < pause; step += 1) one.next();
      for (const { key } of before) index.remove(key);
      const other = pausing(index, printQuery(clauses));
      const first = other.next();
      for (const document of after) index.put(document);
      withChanges(one, []);
      expect(first.done === true ? first.value : withChanges(other, [])).toEqual([]);
      expect(found(index, printQuery(clauses))).toEqual(found(indexOf(after), printQuery(clauses)));
    }),
    { numRuns: 500 },
  );
});

it('refuses a search that costs more than it may, and goes on with others', () => {
  const index = indexOf([segment('1', 'blue umbrella'), segment('2', 'glue')]);
  const refusal = 'The search query is not valid: it needs too much work; use fewer or simpler clauses';
  for (const text of [
    'blue umbrella',
    '"blue umbrella"',
    'bl*',
    '*u?',
    '/.lue/',
    'blue~',
    '[a TO c]',
    '*',
    'NOT blue',
  ]) {
    const cost = (most: number) => withChanges(index.search(text, always, new Work({ most })), []);
    expect(() => cost(0), text).toThrow(new ServiceError('UPAPI-900601-400', refusal));
    expect(cost(100_000).length, text).toBeGreaterThan(0);
  }
});
