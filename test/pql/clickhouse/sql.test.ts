import fc from 'fast-check';
import { expect, it } from 'vitest';
import { and, conjuncts, double, identifier, integer, not, or, text } from '../../../src/pql/clickhouse/sql.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

describeColumnar('SQL text of names and values', (store) => {
  const value = async (sql: string) => (await store().query<{ value: unknown }>(`SELECT ${sql} AS value`))[0]?.value;

  it('keeps every text', async () => {
    const tricky = [
      '',
      "'",
      '\\',
      "\\'",
      "''; DROP TABLE x --",
      '\0',
      '\n\r\t\b',
      '`"%_',
      '😀',
      '{name:String}',
      'é\\xff',
    ];
    const texts = fc.array(
      fc.oneof(fc.constantFrom(...tricky), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' })),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        expect(await value(`[${list.map(text).join(', ')}]`)).toEqual(list);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every double', async () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(numbers, async (list) => {
        expect(await value(`arrayMap(x -> reinterpretAsUInt64(x), [${list.map(double).join(', ')}])`)).toEqual(
          list.map((number) => new BigUint64Array(Float64Array.of(number).buffer)[0]?.toString()),
        );
      }),
      { numRuns: 50 },
    );
    expect(await value(`toTypeName(${double(5)})`)).toBe('Float64');
    expect(await value(`isInfinite(${double(-Infinity)}) AND isNaN(${double(Number.NaN)})`)).toBe(1);
  });

  it('keeps every integer and refuses what is none', async () => {
    for (const number of [0, -1, 8_640_000_000_000_000, Number.MIN_SAFE_INTEGER])
      expect(await value(`toString(${integer(number)})`)).toBe(String(number));
    expect(() => integer(0.5)).toThrow(RangeError);
    expect(() => integer(2 ** 53)).toThrow(RangeError);
  });

  it('keeps every name of a column', async () => {
    for (const name of ['/a/b', '/a?', 'a`b', 'a\\b', "a'b", 'äöü', 'two words', '/`; --']) {
      expect(await store().query(`SELECT 1 AS ${identifier(name)}`)).toEqual([{ [name]: 1 }]);
    }
  });

  it('joins conditions without needless ones', () => {
    expect([and([]), and(['true', 'a']), and(['a', 'b', 'a']), and(['a', 'false'])]).toEqual([
      'true',
      'a',
      '(a AND b)',
      'false',
    ]);
    expect([or([]), or(['false', 'a']), or(['a', 'b']), or(['a', 'true'])]).toEqual(['false', 'a', '(a OR b)', 'true']);
    expect([not('true'), not('false'), not('(a OR b)')]).toEqual(['false', 'true', 'NOT (a OR b)']);
  });
});

it.each([
  ['true', ['true']],
  ["ifNull(`a` = ' AND ', false)", ["ifNull(`a` = ' AND ', false)"]],
  ['(a AND b)', ['a', 'b']],
  [
    "((a > 1) AND (b AND f(c AND d)) AND `x AND (` = ') AND \\' (')",
    ['(a > 1)', 'b', 'f(c AND d)', "`x AND (` = ') AND \\' ('"],
  ],
  ['(a AND b) = (c AND d)', ['(a AND b) = (c AND d)']],
  ['NOT (a AND b)', ['NOT (a AND b)']],
  ['(a OR (b AND c))', ['(a OR (b AND c))']],
])('takes %s apart', (sql, parts) => {
  expect(conjuncts(sql)).toEqual(parts);
});
