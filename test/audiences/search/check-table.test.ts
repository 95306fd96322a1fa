import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/errors.ts';
import { folder, found, indexOf, segment } from './kit.ts';

const index = indexOf([
  segment('S1', 'Blue umbrella buyers', 'Hotel near the airport'),
  segment('S2', 'Glue shoppers'),
  segment('S3', 'Running club', 'blue runners'),
  segment('S4', 'Summer camp list'),
  folder('F1', 'Blue things'),
]);

describe('the check table of api-search.md section 7.12', () => {
  it.each<[query: string, ids: string]>([
    ['blue', 'S1 S3 F1'],
    ['BLUE', 'S1 S3 F1'],
    ['blue~1', 'S1 S2 S3 F1'],
    ['"blue umbrella"', 'S1'],
    ['"umbrella blue"', ''],
    ['"umbrella blue"~2', 'S1'],
    ['"hotel airport"~2', 'S1'],
    ['"hotel airport"~1', ''],
    ['run*', 'S3'],
    ['cam?', 'S4'],
    ['blue AND hotel', 'S1'],
    ['name: blue AND hotel', ''],
    ['blue NOT hotel', 'S3 F1'],
    ['NOT blue', 'S2 S4'],
    ['+blue umbrella', 'S1 S3 F1'],
    ['(glue OR camp) AND segmentName:list', 'S4'],
    ['/[bg]lue/', 'S1 S2 S3 F1'],
    ['segmentName:[r TO s}', 'S3'],
    ['segmentDescription:*', 'S1 S3'],
    ['folderId:f1', 'F1'],
  ])('%s', (query, ids) => {
    expect(found(index, query).toSorted()).toEqual(ids.split(' ').filter(Boolean).toSorted());
  });

  it('has S1 first among the segments of +blue umbrella', () => {
    expect(found(index, '+blue umbrella').slice(0, 2)).toEqual(['F1', 'S1']);
  });

  it.each([
    ['blue AND', 'The search query is not valid: a clause is missing at position 8'],
    ['colour:blue', "The search query is not valid: unknown field 'colour'"],
  ])('refuses %s', (query, message) => {
    expect(() => found(index, query)).toThrow(new ServiceError('UPAPI-900601-400', message));
  });
});

describe('the meaning of a query', () => {
  it.each<[what: string, query: string, same: string]>([
    ['clauses without operator', 'glue camp', 'glue OR camp'],
    ['&& and ||', 'blue && hotel || camp', 'blue AND hotel OR camp'],
    ['! and -', 'blue !hotel', 'blue -hotel'],
    ['signs that stand alone', 'blue + - ! hotel', 'blue hotel'],
    ['AND before OR', 'blue AND hotel OR camp', '+blue +hotel camp'],
    ['OR before AND', 'camp OR blue AND hotel', 'camp +blue +hotel'],
    ['pure negation', 'NOT blue NOT camp', '* NOT blue NOT camp'],
    ['negation in a group', 'list AND (NOT glue)', 'list NOT glue'],
    ['lower-case operators', 'segmentName:(blue and hotel)', 'segmentName:blue'],
    ['a field for all clauses', 'segmentName:glue OR runners', 'segmentName:(glue OR runners)'],
    ['a field inside a group', '(segmentName:runners) OR glue', 'glue'],
    ['a field before a group', 'segmentName:(runners) glue', 'glue'],
    ['two fields', 'segmentName:runners segmentDescription:runners', 'runners'],
    ['a field that is not first', 'glue segmentName:runners', 'glue'],
    ['a field in a group with one of its own', 'name:(camp description:runners)', 'camp runners'],
    ['all fields', '*:runners', 'runners'],
    ['several tokens', 'glue-camp', 'glue OR camp'],
    ['terms without a token', 'glue & camp', 'glue camp'],
    ['an operator before a dropped term', 'camp glue AND &', 'camp +glue'],
    ['space after a colon', 'segmentName:\u3000glue', 'segmentName:glue'],
    ['an escaped operator', '\\AND glue', 'glue'],
    ['boosts', '(blue^2 camp)^0.5 glue', 'blue camp glue'],
    ['a boost before an edit distance', 'bleu^2~1', 'blue'],
    ['everything', '*', ''],
    ['everything in all fields', '*:*', ''],
    ['blank', ' \t', ''],
  ])('%s', (_what, query, same) => {
    expect(found(index, query).toSorted()).toEqual(found(index, same).toSorted());
  });

  it.each(['&', '"&"', 'NOT &', '(& |)', '""'])('finds nothing when nothing is left of %s', (query) => {
    expect(found(index, query)).toEqual([]);
  });
});

describe('the order of answers', () => {
  it('has folders first, then names regardless of case, then ids', () => {
    const named = indexOf([segment('2', 'beta'), segment('1', 'beta'), segment('3', 'Alpha'), folder('9', 'zeta')]);
    expect(found(named, '')).toEqual(['9', '3', '1', '2']);
  });

  it.each<[what: string, query: string, first: string, second: string]>([
    ['more clauses', 'one two', 'one two filler', 'one three filler'],
    ['a boost', 'one two^3', 'two', 'one'],
    ['a boost of a group', 'one (two)^3', 'two', 'one'],
    ['a rarer term', 'common rare', 'rare', 'common'],
    ['a shorter field', 'one', 'one more', 'one more and more'],
    ['a closer phrase', '"one two"~3', 'one two xx yy', 'one xx yy two'],
    ['a closer term', 'onex~', 'onex', 'onexy'],
    ['a term that occurs twice', 'one', 'one one xx', 'one yy xx'],
  ])('has %s first', (_what, query, first, second) => {
    const fillers = [segment('f1', 'common filler'), segment('f2', 'common filler')];
    // Ids and names alone would put the second first.
    const ranked = indexOf([segment('b', first), segment('a', second), ...fillers]);
    expect(found(ranked, query).filter((id) => id === 'a' || id === 'b')).toEqual(['b', 'a']);
  });

  it.each(['on*', 'on?', '/on./', '[on TO oo]', 'segmentName:*'])('scores all that %s matches alike', (query) => {
    const ranked = indexOf([segment('1', 'one one one'), segment('2', 'longer one with more words')]);
    expect(found(ranked, query)).toEqual(['2', '1']);
  });
});

describe('keeping the index', () => {
  it('forgets what a document was when it is replaced or removed', () => {
    const changing = indexOf([segment('1', 'old name'), segment('2', 'other')]);
    changing.put(segment('1', 'new name'));
    expect([found(changing, 'old'), found(changing, 'new'), found(changing, '')]).toEqual([[], ['1'], ['1', '2']]);
    changing.remove('1');
    changing.remove('unknown');
    changing.put(segment('3', 'third'));
    expect([found(changing, 'name'), found(changing, 'NOT other'), found(changing, '')]).toEqual([
      [],
      ['3'],
      ['2', '3'],
    ]);
  });
});
