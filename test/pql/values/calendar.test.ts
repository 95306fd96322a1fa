import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUnits, civil, DAY, daysFromCivil, formatDateTime, startOfUnit } from '../../../src/pql/values/calendar.ts';
import { parseTime } from '../../../src/pql/values/time-text.ts';

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
const instants = fc.integer({ min: FIRST, max: LAST });

describe('calendar', () => {
  it('agrees with the dates of the platform', () => {
    fc.assert(
      fc.property(instants, (epoch) => {
        const date = new Date(epoch);
        const { year, month, day } = civil(epoch);
        expect([year, month, day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect(daysFromCivil(year, month, day)).toBe(Math.floor(epoch / DAY));
        expect(formatDateTime(epoch)).toBe(date.toISOString());
        expect(parseTime(date.toISOString())).toBe(epoch);
      }),
    );
  });

  it('starts a unit at or before each instant in it, and the next one after', () => {
    const units = fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year', 'decade', 'century', 'millennium');
    fc.assert(
      fc.property(instants, units, (epoch, unit) => {
        const start = startOfUnit(epoch, unit);
        expect(start).toBeLessThanOrEqual(epoch);
        expect(addUnits(start, 1, unit)).toBeGreaterThan(epoch);
        expect(startOfUnit(start, unit)).toBe(start);
      }),
    );
  });
});

describe('text of times', () => {
  it.each([
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-02-29T23:30', '2024-02-29T23:30:00.000Z'],
    ['2024-02-29T23:30:15', '2024-02-29T23:30:15.000Z'],
    ['2024-02-29T23:30:15.1', '2024-02-29T23:30:15.100Z'],
    ['2024-02-29T23:30:15.123987Z', '2024-02-29T23:30:15.123Z'],
    ['2024-02-29T23:30+01:00', '2024-02-29T22:30:00.000Z'],
    ['2024-02-29T23:30:00-0130', '2024-03-01T01:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(formatDateTime(parseTime(text))).toBe(instant);
  });

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-1-1',
    '2024-01-01 10:00',
    '2024-01-01T24:00Z',
    '2024-01-01T10:60Z',
    '2024-01-01T10:00:60Z',
    '2024-01-01T10:00:00.Z',
    '2024-01-01T10:00z',
    '2024-01-01T10:00+1',
    '2024-01-01T10:00+24:00',
    '2024-01-01T',
    '2024-01-01Z',
    '-024-01-01',
    '',
  ])('%s is no time', (text) => {
    expect(parseTime(text)).toBeNaN();
  });
});
