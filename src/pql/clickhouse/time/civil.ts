import { DAY } from '../../values/calendar.ts';
import { integer } from '../sql.ts';

/**
 * Calendar arithmetic on Int64 epoch milliseconds in SQL, for every year: the engine's own date types end in 2299.
 *
 * Days are counted in eras of 400 years that begin on 1 March of year 0, so that the leap day comes last.
 */

const daysOfEra = 146_097;
const epochDay = 719_468;

/** Largest multiple of `step` that is not greater. */
export function floorTo(value: string, step: number): string {
  return `(${value} - positiveModulo(${value}, ${integer(step)}))`;
}

function floorDivision(value: string, divisor: number): string {
  return `intDiv(${floorTo(value, divisor)}, ${integer(divisor)})`;
}

export interface CivilDate {
  readonly year: string;
  readonly month: string;
  readonly dayOfMonth: string;
}

/** Year, month 1–12 and day 1–31 of an instant. */
export function civilDate(instant: string): CivilDate {
  const days = `(${floorDivision(instant, DAY)} + ${epochDay})`;
  const dayOfEra = `toInt64(positiveModulo(${days}, ${daysOfEra}))`;
  const leapDays = `intDiv(${dayOfEra}, 1460) - intDiv(${dayOfEra}, 36524) + intDiv(${dayOfEra}, 146096)`;
  const yearOfEra = `intDiv(${dayOfEra} - (${leapDays}), 365)`;
  const dayOfYear = `(${dayOfEra} - (365 * ${yearOfEra} + intDiv(${yearOfEra}, 4) - intDiv(${yearOfEra}, 100)))`;
  const marchMonth = `intDiv(5 * ${dayOfYear} + 2, 153)`;
  const month = `(${marchMonth} + if(${marchMonth} < 10, 3, -9))`;
  return {
    year: `(${yearOfEra} + ${floorDivision(days, daysOfEra)} * 400 + if(${month} <= 2, 1, 0))`,
    month,
    dayOfMonth: `(${dayOfYear} - intDiv(153 * ${marchMonth} + 2, 5) + 1)`,
  };
}

/** Midnight of a day; month 1–12, the day may be any number. */
export function instantOf({ year, month, dayOfMonth }: CivilDate): string {
  const marchYear = `(${year} - if(${month} <= 2, 1, 0))`;
  const yearOfEra = `toInt64(positiveModulo(${marchYear}, 400))`;
  const dayOfYear = `(intDiv(153 * (${month} + if(${month} > 2, -3, 9)) + 2, 5) + ${dayOfMonth} - 1)`;
  const dayOfEra = `(${yearOfEra} * 365 + intDiv(${yearOfEra}, 4) - intDiv(${yearOfEra}, 100) + ${dayOfYear})`;
  return `((${floorDivision(marchYear, 400)} * ${daysOfEra} + ${dayOfEra} - ${epochDay}) * ${DAY})`;
}

/** The same time of day some months later; the day of month is clamped to the last one that exists. */
export function monthsLater(instant: string, amount: number): string {
  const { year, month, dayOfMonth } = civilDate(instant);
  const count = `(${year} * 12 + ${month} - 1 + ${integer(amount)})`;
  const target = monthOf(count);
  const clamped = `least(${dayOfMonth}, ${lastDay(target)})`;
  return `(${instantOf({ ...target, dayOfMonth: clamped })} + positiveModulo(${instant}, ${DAY}))`;
}

/** Start of the calendar unit of so many months that contains the instant. */
export function startOfMonths(instant: string, months: number): string {
  const { year, month } = civilDate(instant);
  return instantOf({ ...monthOf(floorTo(`(${year} * 12 + ${month} - 1)`, months)), dayOfMonth: '1' });
}

/** The same month, day and time of day in another year; 29 February becomes 28 February where there is none. */
export function inYear(instant: string, year: number): string {
  const { month, dayOfMonth } = civilDate(instant);
  const target = { year: integer(year), month };
  return `(${instantOf({ ...target, dayOfMonth: `least(${dayOfMonth}, ${lastDay(target)})` })} + positiveModulo(${instant}, ${DAY}))`;
}

function monthOf(count: string): { readonly year: string; readonly month: string } {
  return { year: floorDivision(count, 12), month: `(toInt64(positiveModulo(${count}, 12)) + 1)` };
}

function lastDay({ year, month }: { readonly year: string; readonly month: string }): string {
  const leap = `(positiveModulo(${year}, 4) = 0 AND (positiveModulo(${year}, 100) != 0 OR positiveModulo(${year}, 400) = 0))`;
  return `multiIf(${month} = 2, if(${leap}, 29, 28), ${month} IN (4, 6, 9, 11), 30, 31)`;
}
