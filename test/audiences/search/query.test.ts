import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/audiences/search/query/parser.ts';
import { printQuery } from '../../../src/audiences/search/query/print.ts';
import { ServiceError } from '../../../src/errors.ts';
import { query } from './arbitrary.ts';

describe('reading queries', () => {
  it('gives the tree back that was printed', () => {
    fc.assert(
      fc.property(query, (tree) => {
        expect(parseQuery(printQuery(tree))).toEqual(tree);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads or refuses any text', () => {
    const characters = fc.constantFrom(...'ab AND OR NOT TO \\"*?:()[]{}^~+-!&|/12.\u3000name');
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: characters, maxLength: 40 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const tree = readOrRefuse(text);
        if (tree !== undefined) expect(parseQuery(printQuery(tree))).toEqual(tree);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no longer than linear in the length', () => {
    const units = [
      'a',
      '(',
      '"',
      '/',
      '[',
      '~',
      '\\',
      '*',
      '+',
      '-',
      'a~',
      '/a',
      'a:',
      'name:',
      '^',
      'a^1',
      '|',
      '&&',
      'AND',
      '😀',
    ];
    for (const one of units) {
      for (const other of units) {
        const start = performance.now();
        readOrRefuse((one + other).repeat(8192 / (one + other).length));
        // Some milliseconds are usual; a quadratic reader takes a hundred times as long.
        expect(performance.now() - start).toBeLessThan(1000);
      }
    }
  });

  it.each([
    ['AND foo', 'an operator has no clause before it at position 0'],
    ['foo OR', 'a clause is missing at position 6'],
    ['foo AND OR bar', "a clause is missing before 'OR' at position 8"],
    ['foo && || bar', "unexpected '|' at position 7"],
    ['NOT', 'a clause is missing at position 3'],
    ['segmentName:', 'a clause is missing at position 12'],
    ['segmentName: AND', "a clause is missing before 'AND' at position 13"],
    ['segment*:a', 'a field name is missing at position 0'],
    ['SegmentName:a', "unknown field 'SegmentName'"],
    ['(a', 'the parenthesis is not closed at position 0'],
    ['a)', "unexpected ')' at position 1"],
    ['()', 'the parentheses are empty at position 0'],
    ['"a', 'the quotation mark is not closed at position 0'],
    ['b /a', 'the regular expression is not closed at position 2'],
    ['/a(b/', 'a parenthesis of the regular expression is not closed at position 2'],
    ['/[b-a]/', 'a range of a character class is not valid at position 1'],
    ['[a TO b', 'the range is not closed at position 0'],
    ['[a b]', "'TO' is missing in the range at position 3"],
    ['[TO b]', "'TO' is missing in the range at position 4"],
    ['a^', 'the boost is no positive number at position 1'],
    ['a^0', 'the boost is no positive number at position 1'],
    ['a^x', 'the boost is no positive number at position 1'],
    ['a^-1', 'the boost is no positive number at position 1'],
    ['a*~', 'a pattern with wildcards cannot be fuzzy at position 2'],
    ['a\\', 'nothing follows the escape character at position 1'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseQuery(text)).toThrow(
      new ServiceError('UPAPI-900601-400', `The search query is not valid: ${reason}`),
    );
  });

  it.each<[text: string, distance: number]>([
    ['word~', 2],
    ['word~0', 0],
    ['word~1', 1],
    ['word~7', 2],
    ['word~0.5', 2],
    ['word~0.7', 1],
    ['word~.9', 0],
  ])('gives %s the distance %d', (text, distance) => {
    expect(parseQuery(text)).toEqual([{ body: { kind: 'fuzzy', text: 'word', distance }, boost: 1 }]);
  });

  it.each<[what: string, within: string, beyond: string, reason: string]>([
    ['characters', '😀'.repeat(8192), '😀'.repeat(8193), 'it is longer than 8192 characters'],
    ['clauses', 'a '.repeat(1024), 'a '.repeat(1025), 'it has more than 1024 clauses'],
    ['clauses in groups', '(a b) '.repeat(512), `${'(a b) '.repeat(512)}a`, 'it has more than 1024 clauses'],
    ['levels', nested(50), nested(51), 'it is nested deeper than 50 levels'],
  ])('limits the number of %s', (_what, within, beyond, reason) => {
    expect(parseQuery(within).length).toBeGreaterThan(0);
    expect(() => parseQuery(beyond)).toThrow(
      new ServiceError('UPAPI-900601-400', `The search query is not valid: ${reason}`),
    );
  });
});

function nested(levels: number): string {
  return `${'('.repeat(levels)}a${')'.repeat(levels)}`;
}

/** The tree, or undefined for a text that is refused as it should be. */
function readOrRefuse(text: string) {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'UPAPI-900601-400') throw error;
    return undefined;
  }
}
