import { DATE, DATETIME, INTEGER, MONTH_DAY } from '../check/types.ts';
import { civil, DAY, epochOfDate, startOfDay } from '../values/calendar.ts';
import { epochOf } from '../values/time-text.ts';
import { MonthDay, type PqlValue, Time } from '../values/value.ts';
import type { FunctionGroup, ValueFunction } from './declaration.ts';
import { values } from './define.ts';

/** A function of one instant in epoch milliseconds; null if the argument has no time. */
export function datePart(
  name: string,
  doc: string,
  example: readonly [string, string],
  part: (epoch: number, now: number) => PqlValue,
): ValueFunction {
  return values({
    name,
    params: 'time',
    signature: '(Date or DateTime) → Integer',
    doc,
    example,
    result: INTEGER,
    apply: ([value = null], { now }) => {
      const epoch = epochOf(value);
      return Number.isNaN(epoch) ? null : part(epoch, now);
    },
  });
}

function currentPart(
  name: string,
  doc: string,
  example: readonly [string, string],
  part: (now: number) => number,
): ValueFunction {
  return values({
    name,
    params: '',
    signature: '() → Integer',
    doc,
    example,
    result: INTEGER,
    apply: (_, { now }) => part(now),
  });
}

function day(name: string, doc: string, example: readonly [string, string], start: (now: number) => number) {
  return values({
    name,
    params: '',
    signature: '() → DateTime',
    doc,
    example,
    result: DATETIME,
    apply: (_, { now }) => new Time(start(now), false),
  });
}

export const DATES: FunctionGroup = {
  title: 'Date and time',
  functions: [
    day(
      'now',
      'The instant of the evaluation. Written without parentheses.',
      ['now', '"2024-05-15T12:30:45.500Z"'],
      (now) => now,
    ),
    day(
      'today',
      '00:00 UTC of the current day. Written without parentheses.',
      ['today', '"2024-05-15T00:00:00.000Z"'],
      startOfDay,
    ),
    day(
      'yesterday',
      '00:00 UTC of the day before. Written without parentheses.',
      ['yesterday', '"2024-05-14T00:00:00.000Z"'],
      (now) => startOfDay(now) - DAY,
    ),
    day(
      'tomorrow',
      '00:00 UTC of the day after. Written without parentheses.',
      ['tomorrow', '"2024-05-16T00:00:00.000Z"'],
      (now) => startOfDay(now) + DAY,
    ),
    values({
      name: 'date',
      params: 'integer integer integer',
      signature: '(Integer, Integer, Integer) → Date',
      doc: 'The Date of year, month and day; null if there is no such day. A literal impossible date is an error.',
      example: ['date(2024, 1, 31)', '"2024-01-31"'],
      result: DATE,
      apply: ([year, month, day]) => {
        if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null;
        const epoch = epochOfDate(year, month, day);
        return epoch === null ? null : new Time(epoch, true);
      },
    }),
    datePart('getMonth', 'The month, 1 to 12, in UTC.', ['t.getMonth()', '3'], (epoch) => civil(epoch).month),
    datePart('getYear', 'The year in UTC.', ['getYear(t)', '2024'], (epoch) => civil(epoch).year),
    datePart(
      'getDayOfMonth',
      'The day of the month, 1 to 31, in UTC.',
      ['t.getDayOfMonth()', '10'],
      (epoch) => civil(epoch).day,
    ),
    currentPart('currentMonth', 'The current month, 1 to 12.', ['currentMonth()', '5'], (now) => civil(now).month),
    currentPart('currentYear', 'The current year.', ['currentYear()', '2024'], (now) => civil(now).year),
    currentPart(
      'currentDayOfMonth',
      'The current day of the month.',
      ['currentDayOfMonth()', '15'],
      (now) => civil(now).day,
    ),
    values({
      name: 'ignoreYear',
      params: 'time',
      signature: '(Date or DateTime) → MonthDay',
      doc: 'The month and day of a time, for anniversaries. Only as the subject of `occurs`.',
      example: ['date(1990, 5, 15).ignoreYear() occurs today', 'true'],
      result: MONTH_DAY,
      apply: ([value = null]) => {
        const epoch = epochOf(value);
        return Number.isNaN(epoch) ? null : new MonthDay(epoch);
      },
    }),
  ],
};
