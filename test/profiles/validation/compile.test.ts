import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckOptions } from '../../../src/profiles/validation/check.ts';
import { compileCheck } from '../../../src/profiles/validation/compile.ts';
import { Rejection } from '../../../src/profiles/validation/rejection.ts';
import { instantOfDate, instantOfDateTime } from '../../../src/profiles/validation/time.ts';
import {
  array,
  boolean,
  date,
  dateTime,
  double,
  integer,
  map,
  object,
  oneOf,
  string,
} from '../../../src/schema/node.ts';

const schema = object({
  text: string(),
  code: string({ pattern: '^[A-Z]{2}$' }),
  short: string({ minLength: 2, maxLength: 3 }),
  kind: oneOf('a', 'b'),
  whole: integer({ minimum: 1, maximum: 9 }),
  between: double({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  real: double(),
  flag: boolean(),
  day: date(),
  time: dateTime(),
  list: array(integer()),
  lists: array(array(string())),
  pairs: map(string()),
  inner: object({ must: string(), other: string() }, ['must']),
  _repo: object({ createDate: dateTime() }),
});

const JSON_INPUT: CheckOptions = { text: false, nulls: 'drop', unknownFields: 'reject' };

function check(input: object, options: Partial<CheckOptions> = {}) {
  const tally = { nulls: 0, unknownFields: 0 };
  try {
    return { value: compileCheck(schema, { ...JSON_INPUT, ...options })(input, tally), tally };
  } catch (error) {
    if (error instanceof Rejection) return { code: error.code, text: error.text };
    throw error;
  }
}

describe('conversion of JSON values (profile-store.md section 2.5)', () => {
  it.each([
    [{ text: 'x' }, { text: 'x' }],
    [{ text: 12.5 }, { text: '12.5' }],
    [{ whole: 3 }, { whole: 3 }],
    [{ whole: '3' }, { whole: 3 }],
    [{ whole: 3.0 }, { whole: 3 }],
    [{ real: '1e3' }, { real: 1000 }],
    [{ day: '2026-01-31' }, { day: '2026-01-31' }],
    [{ day: Date.UTC(2026, 0, 31, 23) }, { day: '2026-01-31' }],
    [{ time: '2026-01-31T08:00:00.5+05:30' }, { time: '2026-01-31T08:00:00.5+05:30' }],
    [{ time: 0 }, { time: '1970-01-01T00:00:00.000Z' }],
    [{ list: ['1', 2] }, { list: [1, 2] }],
    [
      { list: [], pairs: {} },
      { list: [], pairs: {} },
    ],
    [{ text: '' }, { text: '' }],
    [
      { 'xdm:text': 'x', 'repo:createDate': '2026-01-31T08:00:00Z' },
      { text: 'x', _repo: { createDate: '2026-01-31T08:00:00Z' } },
    ],
  ])('%j becomes %j', (input, value) => {
    expect(check(input)).toMatchObject({ value });
  });

  it.each([
    [{ text: true }, 'TYPE', 'text: expected a string, found true'],
    [{ text: ['x'] }, 'TYPE', 'text: expected a string, found a list'],
    [{ flag: 'true' }, 'TYPE', 'flag: expected true or false, found "true"'],
    [{ flag: 1 }, 'TYPE', 'flag'],
    [{ whole: 3.5 }, 'TYPE', 'whole: expected an integer, found 3.5'],
    [{ whole: '3x' }, 'TYPE', 'whole'],
    [{ real: '' }, 'TYPE', 'real'],
    [{ real: 'Infinity' }, 'TYPE', 'real'],
    [{ whole: 0 }, 'RANGE', 'whole: 0 is below 1'],
    [{ whole: 10 }, 'RANGE', 'whole: 10 is above 9'],
    [{ between: 0 }, 'RANGE', 'between: 0 is not above 0'],
    [{ between: 1 }, 'RANGE', 'between: 1 is not below 1'],
    [{ list: [2 ** 53] }, 'RANGE', 'list[0]: 9007199254740992'],
    [{ code: 'ab' }, 'PATTERN', 'code: "ab" does not match'],
    [{ short: 'a' }, 'LENGTH', 'short: "a" is shorter'],
    [{ short: 'abcd' }, 'LENGTH', 'short: "abcd" is longer'],
    [{ kind: 'c' }, 'ENUM', 'kind: "c" is not one of a, b'],
    [{ day: '2026-02-29' }, 'FORMAT', 'day: "2026-02-29" is not a date that exists'],
    [{ day: '2026-01-31T00:00:00Z' }, 'FORMAT', 'day'],
    [{ time: '2026-01-31T08:00:00' }, 'FORMAT', 'time'],
    [{ time: '2026-01-31T24:00:00Z' }, 'FORMAT', 'time'],
    [{ time: '2026-01-31' }, 'FORMAT', 'time'],
    [{ time: 1e20 }, 'RANGE', 'time'],
    [{ list: 1 }, 'TYPE', 'list: expected a list, found 1'],
    [{ lists: [['a'], 'b'] }, 'TYPE', 'lists[1]: expected a list, found "b"'],
    [{ inner: [] }, 'TYPE', 'inner: expected an object, found a list'],
    [{ inner: { other: 'x' } }, 'REQUIRED', 'inner.must: the field is required'],
    [{ inner: { must: 'x', nope: 1 } }, 'UNKNOWN_FIELD', 'inner.nope: the schema has no such field'],
    [JSON.parse('{"__proto__":{}}'), 'UNKNOWN_FIELD', '__proto__'],
    [{ constructor: 1 }, 'UNKNOWN_FIELD', 'constructor'],
  ])('%j is refused as %s', (input, code, text) => {
    expect(check(input)).toEqual({ code, text: expect.stringContaining(text) });
  });

  it('leaves nulls out, or keeps them for a patch, and counts', () => {
    const input = { text: null, list: [1, null, 2], inner: { must: 'x', other: null } };
    expect(check(input)).toEqual({
      value: { list: [1, 2], inner: { must: 'x' } },
      tally: { nulls: 3, unknownFields: 0 },
    });
    expect(check(input, { nulls: 'keep' })).toEqual({
      value: { text: null, list: [1, 2], inner: { must: 'x', other: null } },
      tally: { nulls: 1, unknownFields: 0 },
    });
  });

  it('leaves unknown fields out where they may be', () => {
    expect(check({ nope: 1, inner: { must: 'x', nope: {} } }, { unknownFields: 'drop' })).toEqual({
      value: { inner: { must: 'x' } },
      tally: { nulls: 0, unknownFields: 2 },
    });
  });

  it('does not copy what it does not change', () => {
    const input = { text: 'x', list: [1, 2], inner: { must: 'x' }, pairs: { a: 'b' } };
    expect(compileCheck(schema, JSON_INPUT)(input, { nulls: 0, unknownFields: 0 })).toBe(input);
  });
});

describe('conversion of text cells', () => {
  it.each([
    [{ flag: 'TRUE' }, { flag: true }],
    [{ flag: 'false' }, { flag: false }],
    [
      { whole: '3', real: '-.5' },
      { whole: 3, real: -0.5 },
    ],
    [{ day: '1769817600000' }, { day: '2026-01-31' }],
    [
      { list: '[1,2]', pairs: '{"a":"b"}' },
      { list: [1, 2], pairs: { a: 'b' } },
    ],
    [{ text: '[1' }, { text: '[1' }],
  ])('%j becomes %j', (input, value) => {
    expect(check(input, { text: true })).toMatchObject({ value });
  });

  it.each([
    [{ flag: 'yes' }, 'TYPE'],
    [{ day: '2026' }, 'FORMAT'],
    [{ list: '[1' }, 'MALFORMED'],
    [{ list: 'x' }, 'TYPE'],
  ])('%j is refused as %s', (input, code) => {
    expect(check(input, { text: true })).toMatchObject({ code });
  });
});

describe('instants', () => {
  it('agree with the clock of the platform on every valid text', () => {
    const instants = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, offset) => {
        expect(instantOfDateTime(instant.toISOString())).toBe(instant.getTime());
        const day = instant.toISOString().slice(0, 10);
        expect(instantOfDate(day)).toBe(Date.parse(day));
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) =>
          String(n).padStart(2, '0'),
        );
        const local = `2026-06-15T12:30:45.123456${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
        expect(instantOfDateTime(local)).toBe(Date.parse('2026-06-15T12:30:45.123Z') - offset * 60_000);
      }),
    );
  });

  it.each([
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '20260101T000000Z',
    ' 2026-01-01T00:00:00Z',
  ])('%j is none', (text) => {
    expect(instantOfDateTime(text)).toBeNaN();
  });
});
