import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/audiences/search/analysis.ts';
import { ALL_FIELDS, fieldsOf, SEARCH_FIELDS, type SearchField } from '../../../src/audiences/search/fields.ts';
import type { SearchDocument } from '../../../src/audiences/search/index/document.ts';
import { phraseFrequency } from '../../../src/audiences/search/index/phrase.ts';
import { editDistance } from '../../../src/audiences/search/patterns/edit-distance.ts';
import { compileRegularExpression } from '../../../src/audiences/search/patterns/regular-expression/automaton.ts';
import { printQuery } from '../../../src/audiences/search/query/print.ts';
import { type Query, resolveQuery } from '../../../src/audiences/search/query/resolve.ts';
import type { Atom } from '../../../src/audiences/search/query/tree.ts';
import { finish, Work } from '../../../src/audiences/search/work.ts';
import { documents, query } from './arbitrary.ts';
import { documentOf, found, indexOf } from './kit.ts';

/** What a query matches, document by document and value by value. */
function matches(meaning: Query, document: SearchDocument): boolean {
  if (meaning.kind === 'atom') return meaning.fields.some((field) => matchesField(meaning.atom, field, document));
  const { must, mustNot, should } = meaning;
  const holds = (part: Query) => matches(part, document);
  if (!must.every(holds) || mustNot.some(holds)) return false;
  return must.length > 0 || should.length === 0 || should.some(holds);
}

function matchesField(atom: Atom, field: SearchField, document: SearchDocument): boolean {
  const values = document.values[field] ?? [];
  const analysis = SEARCH_FIELDS[field];
  const lists = values.map((value) => analyse(analysis, value));
  const tokens = lists.flat();
  switch (atom.kind) {
    case 'all':
      return values.length > 0;
    case 'term':
      return analyse(analysis, atom.text).some((token) => tokens.includes(token));
    case 'phrase':
      return lists.some((list) => hasPhrase(analyse(analysis, atom.text), list, atom.slop));
    case 'fuzzy':
      return tokens.some((token) => distance([...atom.text.toLowerCase()], [...token]) <= atom.distance);
    case 'prefix':
      return tokens.some((token) => token.startsWith(atom.text.toLowerCase()));
    case 'wildcard': {
      const parts = atom.steps.map((step) =>
        step === '*' ? '.*' : step === '?' ? '.' : step.text.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
      );
      return tokens.some((token) => new RegExp(`^${parts.join('')}$`, 'su').test(token));
    }
    case 'regex':
      return tokens.some(finish(compileRegularExpression(atom.pattern, new Work())).matches);
    case 'range': {
      const order = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
      const above = (token: string) =>
        order(token, atom.from?.text.toLowerCase() ?? '') > (atom.from?.inclusive === false ? 0 : -1);
      const below = (token: string) =>
        atom.to === undefined || order(atom.to.text.toLowerCase(), token) > (atom.to.inclusive ? -1 : 0);
      return tokens.some((token) => above(token) && below(token));
    }
  }
}

/** Tries every choice of positions. */
function hasPhrase(phrase: readonly string[], tokens: readonly string[], slop: number): boolean {
  const choose = (at: number, taken: readonly number[]): boolean => {
    if (at === phrase.length) {
      const offsets = taken.map((position, index) => position - index);
      return Math.max(...offsets) - Math.min(...offsets) <= slop;
    }
    return tokens.some(
      (token, position) => token === phrase[at] && !taken.includes(position) && choose(at + 1, [...taken, position]),
    );
  };
  return phrase.length > 0 && choose(0, []);
}

/** The recursive definition. */
function distance(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one.length, other.length];
  if (a === 0 || b === 0) return a + b;
  const cost = one[a - 1] === other[b - 1] ? 0 : 1;
  const swapped = a > 1 && b > 1 && one[a - 1] === other[b - 2] && one[a - 2] === other[b - 1];
  return Math.min(
    distance(one.slice(0, -1), other) + 1,
    distance(one, other.slice(0, -1)) + 1,
    distance(one.slice(0, -1), other.slice(0, -1)) + cost,
    ...(swapped ? [distance(one.slice(0, -2), other.slice(0, -2)) + 1] : []),
  );
}

describe('matching', () => {
  it('finds what the definition of each construct says', () => {
    fc.assert(
      fc.property(query, documents, (clauses, all) => {
        const meaning = resolveQuery(clauses);
        const expected = all
          .filter((document) => meaning !== undefined && matches(meaning, document))
          .map(({ id }) => id);
        expect(found(indexOf(all), printQuery(clauses)).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the same whatever was in the index before', () => {
    fc.assert(
      fc.property(query, documents, documents, (clauses, before, after) => {
        const changed = indexOf(before);
        for (const document of before.slice(after.length)) changed.remove(document.key);
        for (const document of after) changed.put(document);
        expect(found(changed, printQuery(clauses))).toEqual(found(indexOf(after), printQuery(clauses)));
      }),
      { numRuns: 500 },
    );
  });

  it('knows distances as they are defined', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });
    const codes = (letters: readonly string[]) => letters.map((letter) => letter.charCodeAt(0));
    fc.assert(
      fc.property(text, text, fc.nat(3), (one, other, most) => {
        expect(editDistance(codes(one), codes(other), most)).toBe(Math.min(distance(one, other), most + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds phrases as they are defined', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
    fc.assert(
      fc.property(text, text, fc.nat(4), (phrase, tokens, slop) => {
        const positions = Map.groupBy(tokens.keys(), (at) => tokens[at] ?? '');
        expect(finish(phraseFrequency(phrase, positions, slop, new Work())) > 0).toBe(hasPhrase(phrase, tokens, slop));
      }),
      { numRuns: 3000 },
    );
  });

  it('does not see a phrase across the values of a field', () => {
    const index = indexOf([documentOf('1', { segmentName: ['one two', 'three'] })]);
    expect([found(index, '"one two"'), found(index, '"two three"~50')]).toEqual([['1'], []]);
  });

  it('takes the 50 closest tokens of a field for a fuzzy term', () => {
    const letter = (code: number) => String.fromCharCode(97 + code);
    const close = Array.from({ length: 60 }, (_, at) =>
      documentOf(`x${at}`, { segmentName: [`blue${letter(at % 26)}${letter(Math.floor(at / 26))}`] }),
    );
    expect(found(indexOf(close), 'segmentName:blue~2')).toHaveLength(50);
  });

  it('has every field', () => {
    expect(fieldsOf('*')).toEqual(ALL_FIELDS);
    expect(Object.keys(SEARCH_FIELDS)).toEqual(ALL_FIELDS);
  });
});
