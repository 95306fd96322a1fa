import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegularExpression } from '../../../src/audiences/search/patterns/regular-expression/automaton.ts';
import { finish, Work } from '../../../src/audiences/search/work.ts';
import { ServiceError } from '../../../src/errors.ts';

/** A pattern with what it means, decided by trying every split of a text. */
interface Sample {
  readonly pattern: string;
  readonly matches: (text: string) => boolean;
}

const single = (pattern: string, members: string): Sample => ({
  pattern,
  matches: (text) => text.length === 1 && members.includes(text),
});

const leaf: fc.Arbitrary<Sample> = fc.constantFrom(
  single('a', 'a'),
  single('B', 'b'),
  single('.', 'abc1'),
  single('[ab]', 'ab'),
  single('[^a-b]', 'c1'),
  single('\\1', '1'),
  { pattern: '"ab"', matches: (text: string) => text === 'ab' },
  { pattern: '@', matches: () => true },
  { pattern: '#', matches: () => false },
  { pattern: '()', matches: (text: string) => text === '' },
);

const together = (one: Sample, other: Sample): Sample => ({
  pattern: `(${one.pattern})(${other.pattern})`,
  matches: (text) =>
    Array.from({ length: text.length + 1 }, (_, at) => at).some(
      (at) => one.matches(text.slice(0, at)) && other.matches(text.slice(at)),
    ),
});

function repeated(item: Sample, least: number, most: number): Sample {
  const times = (text: string, count: number): boolean =>
    (count >= least && text === '') ||
    (count < most &&
      Array.from({ length: text.length + 1 }, (_, at) => at).some(
        (at) => (at > 0 || count < least) && item.matches(text.slice(0, at)) && times(text.slice(at), count + 1),
      ));
  return { pattern: `(${item.pattern}){${least},${most}}`, matches: (text) => times(text, 0) };
}

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('sample'), tie('sample')).map(([one, other]) => together(one, other)),
    fc.tuple(tie('sample'), tie('sample')).map(([one, other]) => ({
      pattern: `(${one.pattern}|${other.pattern})`,
      matches: (text: string) => one.matches(text) || other.matches(text),
    })),
    fc.tuple(tie('sample'), tie('sample')).map(([one, other]) => ({
      pattern: `(${one.pattern}&${other.pattern})`,
      matches: (text: string) => one.matches(text) && other.matches(text),
    })),
    tie('sample').map((item) => ({ pattern: `~(${item.pattern})`, matches: (text: string) => !item.matches(text) })),
    fc.tuple(tie('sample'), fc.nat(2), fc.nat(2)).map(([item, least, more]) => repeated(item, least, least + more)),
    tie('sample').map((item) => ({ ...repeated(item, 0, 9), pattern: `(${item.pattern})*` })),
  ),
}));

const compile = (pattern: string, work = new Work()) => finish(compileRegularExpression(pattern, work)).matches;

describe('regular expressions', () => {
  it('match what their parts match', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...'abc1'), maxLength: 5 }), {
      minLength: 5,
      maxLength: 5,
    });
    fc.assert(
      fc.property(sample, texts, ({ matches, pattern }, all) => {
        const test = compile(pattern);
        for (const text of ['', 'a', 'ab', ...all]) expect([text, test(text)]).toEqual([text, matches(text)]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[pattern: string, matching: string, others: string]>([
    ['[bg]lue', 'blue glue', 'lue blues clue'],
    ['A[0-9]+B$', 'a1b a12b', 'ab a1b$'],
    ['^ab?', 'a ab', '^a abb'],
    ['a\\$', 'a$', 'a'],
    ['a^b$c', 'a^b$c', 'abc'],
    ['\\d', 'd', '5'],
    ['a/b|\\/', 'a/b /', 'ab'],
    ['[]a-]+', ']a- a', 'b'],
    ['x{2}y{1,}z{0,1}', 'xxy xxyyyz', 'xy xxz xxyzz'],
    ['<7-12>', '7 007 10 12', '6 13 x'],
    ['<007-120>', '007 099 120', '7 121 0100'],
    ['<12-7>', '7 12', '6 13'],
    ['.é[😀-😂]', 'xé😁', 'é😁 xé😃'],
    ['a.*&.*b', 'ab axb', 'a b ba'],
    ['~(.*a.*)', 'b xyz', 'a bab'],
  ])('%s', (pattern, matching, others) => {
    const test = compile(pattern);
    expect(matching.split(' ').filter((text) => !test(text))).toEqual([]);
    expect(others.split(' ').filter(test)).toEqual([]);
  });

  it.each([
    '(',
    'a)',
    '[a',
    '[',
    '"a',
    '*',
    'a{',
    'a{2',
    'a{2,1}',
    'a{,1}',
    '<a-b>',
    '<1-2',
    '<1>',
    '\\',
    '[b-a]',
    `<1-${'9'.repeat(11)}>`,
    '('.repeat(60),
    `a${'*'.repeat(60)}`,
  ])('refuses %s', (pattern) => {
    expect(() => compile(pattern)).toThrow(ServiceError);
  });

  it('takes patterns of 10,000 states and no more', () => {
    expect(compile('.{9999}')('x'.repeat(9999))).toBe(true);
    const refusal = 'The search query is not valid: a regular expression needs more than 10000 states';
    for (const pattern of ['.{10000}', '(a|b)*a(a|b){20}', '.{1000000}']) {
      expect(() => compile(pattern)).toThrow(new ServiceError('UPAPI-900601-400', refusal));
    }
  });

  it('is linear where others go back', () => {
    const start = performance.now();
    for (const pattern of ['(x+x+)+y', '(a*)*b', '(a|a)*b', '(.*a){30}', '(a?){60}a{60}']) {
      expect(compile(pattern)('x'.repeat(255) + 'a'.repeat(20))).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('bounds the work of all patterns of a query', () => {
    const start = performance.now();
    const work = new Work();
    const hostile = ['a?'.repeat(500) + 'a'.repeat(500), '((a{1,100}){1,100}){1,100}', '(a|aa|aaa){0,3000}'];
    expect(() => {
      for (let round = 0; round < 100; round += 1) for (const pattern of hostile) compile(pattern, work);
    }).toThrow(
      new ServiceError(
        'UPAPI-900601-400',
        'The search query is not valid: it needs too much work; use fewer or simpler clauses',
      ),
    );
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
