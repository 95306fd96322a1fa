import { BOOLEAN, DATETIME, INTEGER } from '../check/types.ts';
import type { TimeUnit } from '../ir.ts';
import { addUnits, civil, DAY, daysFromCivil, startOfUnit } from '../values/calendar.ts';
import { dateTime, epochOf } from '../values/time-text.ts';
import { datePart } from './dates.ts';
import type { FunctionGroup, ValueFunction } from './declaration.ts';
import { values } from './define.ts';

/** ISO 8601: the week that holds the Thursday of this week, counted in the year of that Thursday. */
function weekOfYear(epoch: number): number {
  const thursday = startOfUnit(epoch, 'week') + 3 * DAY;
  return Math.floor((thursday / DAY - daysFromCivil(civil(thursday).year, 1, 1)) / 7) + 1;
}

function dayOfYear(epoch: number): number {
  return Math.floor(epoch / DAY) - daysFromCivil(civil(epoch).year, 1, 1) + 1;
}

/** Whole months from one instant to a later one, negative if it is earlier. */
function monthsBetween(from: number, to: number): number {
  const sign = from <= to ? 1 : -1;
  const [first, last] = from <= to ? [from, to] : [to, from];
  const start = civil(first);
  const end = civil(last);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  return sign * (addUnits(first, months, 'month') > last ? months - 1 : months) + 0;
}

function adding(name: string, unit: TimeUnit, example: readonly [string, string]): ValueFunction {
  return values({
    name,
    params: 'time integer',
    signature: '(Date or DateTime, Integer) → DateTime',
    doc: `The time moved by a number of ${unit}s.`,
    example,
    result: DATETIME,
    apply: ([value = null, amount = null]) => {
      const epoch = epochOf(value);
      if (Number.isNaN(epoch) || typeof amount !== 'number' || !Number.isInteger(amount)) return null;
      return dateTime(addUnits(epoch, amount, unit));
    },
  });
}

/** A function of two times; null if either has none. */
function ofTimes(
  name: string,
  doc: string,
  example: readonly [string, string],
  apply: (a: number, b: number) => number,
): ValueFunction {
  return values({
    name,
    params: 'time time',
    signature: '(Date or DateTime, Date or DateTime) → Integer',
    doc,
    example,
    result: INTEGER,
    apply: ([first = null, second = null]) => {
      const result = apply(epochOf(first), epochOf(second));
      return Number.isNaN(result) ? null : result;
    },
  });
}

const wholeDays = (from: number, to: number) => Math.trunc((to - from) / DAY) + 0;

export const EXTENSION_DATES: FunctionGroup = {
  title: 'Extension: dates',
  functions: [
    datePart('dayOfWeek', 'The day of the week, 1 for Monday to 7 for Sunday.', ['t.dayOfWeek()', '7'], (epoch) => {
      return Math.floor(epoch / DAY) - startOfUnit(epoch, 'week') / DAY + 1;
    }),
    datePart('dayOfYear', 'The day of the year, from 1.', ['t.dayOfYear()', '70'], dayOfYear),
    datePart('weekOfYear', 'The week of the year by ISO 8601.', ['t.weekOfYear()', '10'], weekOfYear),
    datePart('extractHours', 'The hour, 0 to 23.', ['t.extractHours()', '8'], (epoch) => part(epoch, 3_600_000, 24)),
    datePart('extractMinutes', 'The minute, 0 to 59.', ['t.extractMinutes()', '5'], (epoch) => part(epoch, 60_000, 60)),
    datePart('extractSeconds', 'The second, 0 to 59.', ['t.extractSeconds()', '9'], (epoch) => part(epoch, 1000, 60)),
    datePart(
      'age',
      'The whole years from the time to now.',
      ['age(date(2000, 5, 15))', '24'],
      (epoch, now) => Math.trunc(monthsBetween(epoch, now) / 12) + 0,
    ),
    datePart('ageInMonths', 'The whole calendar months from the time to now.', ['ageInMonths(t)', '2'], monthsBetween),
    datePart('ageInDays', 'The whole days of 24 hours from the time to now.', ['ageInDays(t)', '66'], wholeDays),
    ofTimes(
      'dateDiff',
      'The whole days of 24 hours from the first time to the second, negative if that is earlier.',
      ['dateDiff(t, date(2024, 3, 15))', '4'],
      wholeDays,
    ),
    values({
      name: 'dateBetween',
      params: 'time time time',
      signature: '(t, from, to) → Boolean',
      doc: 'True if the time lies between the others, bounds included.',
      example: ['dateBetween(t, date(2024, 3, 10), date(2024, 3, 11))', 'true'],
      result: BOOLEAN,
      apply: ([value = null, from = null, to = null]) => {
        const [epoch, first, last] = [epochOf(value), epochOf(from), epochOf(to)];
        return Number.isNaN(epoch + first + last) ? null : first <= epoch && epoch <= last;
      },
    }),
    ofTimes(
      'compareDates',
      '−1, 0 or 1 as the first time is before, at or after the second.',
      ['compareDates(t, now)', '-1'],
      (a, b) => Math.sign(a - b),
    ),
    adding('addYears', 'year', ['date(2024, 2, 29).addYears(1)', '"2025-02-28T00:00:00.000Z"']),
    adding('addMonths', 'month', ['date(2024, 1, 31).addMonths(1)', '"2024-02-29T00:00:00.000Z"']),
    adding('addDays', 'day', ['t.addDays(-10)', '"2024-02-29T08:05:09.000Z"']),
    adding('addHours', 'hour', ['t.addHours(16)', '"2024-03-11T00:05:09.000Z"']),
    adding('addMinutes', 'minute', ['t.addMinutes(55)', '"2024-03-10T09:00:09.000Z"']),
    adding('addSeconds', 'second', ['t.addSeconds(51)', '"2024-03-10T08:06:00.000Z"']),
    values({
      name: 'currentTimeInMillis',
      params: '',
      signature: '() → Integer',
      doc: 'The instant of the evaluation in epoch milliseconds.',
      example: ['currentTimeInMillis()', '1715776245500'],
      result: INTEGER,
      apply: (_, { now }) => now,
    }),
  ],
};

/** One part of the time of day: which unit of `size` milliseconds, modulo `count`. */
function part(epoch: number, size: number, count: number): number {
  return ((Math.floor(epoch / size) % count) + count) % count;
}
