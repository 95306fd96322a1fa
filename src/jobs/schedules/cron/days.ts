import { CronError, DAY_OF_MONTH, DAY_OF_WEEK, valueFor, valuesOf } from './fields.ts';

/** What fields 4 and 6 together say of days; weekdays count from 1, Sunday. */
export type DayRule =
  | { readonly kind: 'every' }
  /** `fromLast`: days before the last of the month, 0 the last itself. */
  | { readonly kind: 'month days'; readonly days: readonly number[]; readonly fromLast: readonly number[] }
  | { readonly kind: 'last working day' }
  | { readonly kind: 'nearest working day'; readonly day: number }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'last weekday'; readonly weekday: number }
  | { readonly kind: 'nth weekday'; readonly weekday: number; readonly nth: number };

const FROM_LAST = /^L(?:-([0-9]+))?$/;
const LONGEST_OFFSET = 30;

/**
 * Reads fields 4 and 6, of which exactly one is `?`.
 *
 * @throws CronError
 */
export function dayRule(dayOfMonth: string, dayOfWeek: string): DayRule {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new CronError('Exactly one of day of month and day of week must be ?.');
  }
  return dayOfWeek === '?' ? monthRule(dayOfMonth) : weekRule(dayOfWeek);
}

function monthRule(text: string): DayRule {
  if (text === 'LW') return { kind: 'last working day' };
  const nearest = /^([0-9]+)W$/.exec(text)?.[1];
  if (nearest !== undefined) return { kind: 'nearest working day', day: valueFor(DAY_OF_MONTH, nearest) };
  if (text.includes('W'))
    throw new CronError('W stands after a single day of month, or in LW, and in no list or range.');
  const items = text.split(',');
  const fromLast = items.flatMap((item) => offsetFromLast(item) ?? []);
  const plain = items.filter((item) => offsetFromLast(item) === undefined);
  const days = plain.length === 0 ? [] : valuesOf(DAY_OF_MONTH, plain.join(','));
  return days.length === DAY_OF_MONTH.maximum ? { kind: 'every' } : { kind: 'month days', days, fromLast };
}

function offsetFromLast(item: string): number | undefined {
  const match = FROM_LAST.exec(item);
  if (match === null) return undefined;
  const offset = Number(match[1] ?? 0);
  if (offset > LONGEST_OFFSET) throw new CronError(`${item} lies before every month.`);
  return offset;
}

function weekRule(text: string): DayRule {
  if (text === 'L') return { kind: 'weekdays', weekdays: [DAY_OF_WEEK.maximum] };
  const last = /^([1-7]|[A-Z]{3})L$/.exec(text)?.[1];
  if (last !== undefined) return { kind: 'last weekday', weekday: valueFor(DAY_OF_WEEK, last) };
  const nth = /^([0-9]+|[A-Z]+)#([1-5])$/.exec(text);
  if (nth !== null) return { kind: 'nth weekday', weekday: valueFor(DAY_OF_WEEK, nth[1] ?? ''), nth: Number(nth[2]) };
  if (text.includes('#')) throw new CronError('# stands between one day of week and a number from 1 to 5, in no list.');
  const weekdays = valuesOf(DAY_OF_WEEK, text);
  return weekdays.length === DAY_OF_WEEK.maximum ? { kind: 'every' } : { kind: 'weekdays', weekdays };
}

/** The days of a month for which a rule holds, in ascending order; months count from 1. */
export function daysOf(rule: DayRule, year: number, month: number): readonly number[] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekday = (day: number) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  const all = Array.from({ length: last }, (_, index) => index + 1);
  switch (rule.kind) {
    case 'every':
      return all;
    case 'month days':
      return all.filter((day) => rule.days.includes(day) || rule.fromLast.includes(last - day));
    case 'last working day':
      return [all.findLast((day) => isWorkingDay(weekday(day))) ?? last];
    case 'nearest working day':
      return rule.day > last ? [] : [nearestWorkingDay(rule.day, weekday(rule.day), last)];
    case 'weekdays':
      return all.filter((day) => rule.weekdays.includes(weekday(day)));
    case 'last weekday':
      return all.filter((day) => day > last - 7 && weekday(day) === rule.weekday);
    case 'nth weekday':
      return all.filter((day) => Math.ceil(day / 7) === rule.nth && weekday(day) === rule.weekday);
  }
}

const SUNDAY = 1;
const SATURDAY = 7;
const isWorkingDay = (weekday: number): boolean => weekday !== SUNDAY && weekday !== SATURDAY;

/** Saturday goes to Friday and Sunday to Monday, the other way where that would leave the month. */
function nearestWorkingDay(day: number, weekday: number, last: number): number {
  if (weekday === SATURDAY) return day === 1 ? day + 2 : day - 1;
  if (weekday === SUNDAY) return day === last ? day - 2 : day + 1;
  return day;
}
