import fc from 'fast-check';
import { expect, it } from 'vitest';
import { civilDate, inYear, monthIndex, monthsLater, startOfMonths } from '../../../src/pql/clickhouse/time/civil.ts';
import { addUnits, civil, startOfUnit, withYear } from '../../../src/pql/values/calendar.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

/** What the compiler relies on: functions of the engine that give the same as the evaluators' own. */
describeColumnar('the engine computes as the evaluators do', (store) => {
  it('lower and upper case of every character, also where its neighbours matter', async () => {
    await store().command('CREATE OR REPLACE TABLE texts (no UInt32, text String) ENGINE = MergeTree ORDER BY no');
    const characters = Array.from({ length: 0x1f000 }, (_, code) => code).filter(
      (code) => code < 0xd800 || code > 0xdfff,
    );
    const texts = [
      ['', ''],
      ['a', ''],
      ['aΣ', ''],
      ['a', 'b'],
    ].flatMap(([before, after]) => characters.map((code) => `${before}${String.fromCodePoint(code)}${after}`));
    await store().insert(
      'texts',
      texts.map((text, no) => ({ no, text })),
    );
    const rows = await store().query<{ lower: string; upper: string }>(
      'SELECT lowerUTF8(text) AS lower, upperUTF8(text) AS upper FROM texts ORDER BY no',
    );
    const wrong = texts.filter(
      (text, no) => rows[no]?.lower !== text.toLowerCase() || rows[no]?.upper !== text.toUpperCase(),
    );
    expect(rows.length).toBe(texts.length);
    expect(wrong).toEqual([]);
  });

  it('calendar dates of every year that text can hold', async () => {
    const first = Date.parse('0000-01-01');
    const last = Date.parse('9999-12-31T23:59:59.999Z');
    const boundary = fc
      .constantFrom(
        '1899-12-31',
        '1900-01-01',
        '1969-12-31',
        '1970-01-01',
        '2000-02-29',
        '2100-02-28',
        '2299-12-31',
        '2300-01-01',
        '2400-02-29',
      )
      .map(Date.parse);
    const instant = fc.oneof(
      fc.integer({ min: first, max: last }),
      fc.tuple(boundary, fc.integer({ min: -1, max: 1 })).map(([at, step]) => at + step),
    );
    const distance = fc.integer({ min: -2000, max: 2000 });
    const property = fc.asyncProperty(
      fc.array(instant, { minLength: 500, maxLength: 500, size: 'max' }),
      distance,
      async (instants, months) => {
        const { year, month, day } = civilDate('x');
        const columns = [
          year,
          month,
          day,
          monthIndex('x'),
          monthsLater('x', months),
          startOfMonths('x', 1),
          startOfMonths('x', 1200),
          inYear('x', 2100),
        ];
        const rows = await store().query<{ found: string[] }>(
          `SELECT arrayMap(v -> toString(v), [${columns.map((sql) => `toInt64(${sql})`).join(', ')}]) AS found
         FROM (SELECT arrayJoin({instants:Array(Int64)}) AS x)`,
          { params: { instants } },
        );
        const expected = instants.map((at) => {
          const date = civil(at);
          const index = date.year * 12 + date.month - 1;
          const months1200 = [
            addUnits(at, months, 'month'),
            startOfUnit(at, 'month'),
            startOfUnit(at, 'century'),
            withYear(at, 2100),
          ];
          return [date.year, date.month, date.day, index, ...months1200].map(String);
        });
        expect(rows.map(({ found }) => found)).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 10 });
  });
});
