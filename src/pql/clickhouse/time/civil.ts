import { DAY, daysFromCivil } from '../../values/calendar.ts';
import { integer } from '../sql.ts';

/**
 * Calendar arithmetic on Int64 epoch milliseconds in SQL, in UTC and for every year.
 *
 * The engine's date types hold the years 1900 to 2299: exactly the 400 years after which the calendar repeats. Instants
 * are moved into them by whole cycles, and back. Months are counted from year 0, as `year * 12 + month - 1`.
 */

const cycleMonths = 4800;
const cycleDays = 146_097;
const firstDay = daysFromCivil(1900, 1, 1);
const firstMonth = 1900 * 12;

export interface CivilDate {
  readonly year: string;
  /** 1 to 12. */
  readonly month: string;
  /** 1 to 31. */
  readonly day: string;
}

/** Year, month and day of an instant. */
export function civilDate(instant: string): CivilDate {
  const date = engineDate(instant);
  return {
    year: `(toYear(${date}) + 400 * ${cycleOf(instant)})`,
    month: `toMonth(${date})`,
    day: `toDayOfMonth(${date})`,
  };
}

/** The month that contains an instant. */
export function monthIndex(instant: string): string {
  return `(toInt64(toRelativeMonthNum(${engineDate(instant)})) - 1 + ${cycleMonths} * ${cycleOf(instant)})`;
}

/** The same time of day some months later; the day of month is clamped to the last one that exists. */
export function monthsLater(instant: string, amount: number): string {
  return inMonth(instant, `(${monthIndex(instant)} + ${integer(amount)})`);
}

/** Start of the calendar unit of so many months that contains the instant. */
export function startOfMonths(instant: string, months: number): string {
  return monthStart(`(${floorTo(monthIndex(instant), months)})`);
}

/** The same month, day and time of day in another year; 29 February becomes 28 February where there is none. */
export function inYear(instant: string, year: number): string {
  return inMonth(instant, `(${integer(year * 12 - 1)} + ${civilDate(instant).month})`);
}

/** 1 for Monday to 7 for Sunday. */
export function dayOfWeek(instant: string): string {
  return `toDayOfWeek(${engineDate(instant)})`;
}

/** From 1. */
export function dayOfYear(instant: string): string {
  return `(intDiv(${instant} - ${startOfMonths(instant, 12)}, ${DAY}) + 1)`;
}

/** By ISO 8601: 400 years are whole weeks. */
export function weekOfYear(instant: string): string {
  return `toISOWeek(${engineDate(instant)})`;
}

/** Largest multiple of `step` that is not greater. */
export function floorTo(value: string, step: number): string {
  return `(${value} - ${remainder(value, step)})`;
}

/** What is above the largest multiple that is not greater. */
export function remainder(value: string, divisor: number): string {
  // A constant above 32 bits is unsigned for the engine, and wraps what is negative.
  return `toInt64(positiveModulo(${value}, toInt64(${integer(divisor)})))`;
}

/** Integer part of the quotient, rounded down; exact for what a double holds exactly. */
export function floorDivision(value: string, divisor: number): string {
  return `toInt64(floor(${value} / ${integer(divisor)}))`;
}

/** The same day and time of day in another month; the day is clamped to the last one that exists. */
export function inMonth(instant: string, month: string): string {
  const day = `least(${civilDate(instant).day}, toDayOfMonth(${engineMonth(month, 31)}))`;
  return `(${monthStart(month)} + (${day} - 1) * ${DAY} + ${remainder(instant, DAY)})`;
}

function monthStart(month: string): string {
  const cycle = floorDivision(`(${month} - ${firstMonth})`, cycleMonths);
  return `((toInt64(${engineMonth(month, 1)}) + ${cycle} * ${cycleDays}) * ${DAY})`;
}

/** A day of a month, at most its last, moved into the years of the engine. */
function engineMonth(month: string, day: 1 | 31): string {
  const first = `toDate32('1900-01-${day === 1 ? '01' : '31'}')`;
  return `addMonths(${first}, ${remainder(`${month} - ${firstMonth}`, cycleMonths)})`;
}

/** The day of an instant, moved into the years of the engine. */
function engineDate(instant: string): string {
  const offset = remainder(sinceFirst(instant), cycleDays * DAY);
  return `toDate32(fromUnixTimestamp64Milli(${offset} + ${integer(firstDay * DAY)}, 'UTC'))`;
}

function cycleOf(instant: string): string {
  return floorDivision(sinceFirst(instant), cycleDays * DAY);
}

function sinceFirst(instant: string): string {
  return `(${instant} + ${integer(-firstDay * DAY)})`;
}
