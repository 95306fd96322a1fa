import type { TimeUnit } from '../ir.ts';

export const DAY = 86_400_000;

const FIXED: Readonly<Partial<Record<TimeUnit, number>>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  week: 7 * DAY,
};

const MONTHS: Readonly<Partial<Record<TimeUnit, number>>> = {
  month: 1,
  year: 12,
  decade: 120,
  century: 1200,
  millennium: 12_000,
};

export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; month and day must be in range. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  return era * 146_097 + dayOfEra(shifted - era * 400, month, day) - 719_468;
}

/** The same for the years 0 to 9999, in whole numbers throughout: parsing text is where time goes. */
export function daysFromTextYear(year: number, month: number, day: number): number {
  return dayOfEra(month <= 2 ? year + 399 : year + 400, month, day) - 865_565;
}

/** Days since 1 March of a year divisible by 400, for the year beginning in March. */
function dayOfEra(year: number, month: number, day: number): number {
  const leapDays = (year >> 2) - ((year / 100) | 0) + ((year / 400) | 0);
  return year * 365 + leapDays + (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
}

/** Year, month and day in UTC of an instant in epoch milliseconds. */
export function civil(epoch: number): Civil {
  const shifted = Math.floor(epoch / DAY) + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Epoch milliseconds of 00:00 UTC of a day in the years 0 to 9999, or null if there is no such day. */
export function epochOfDate(year: number, month: number, day: number): number | null {
  const whole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
  if (!whole || year < 0 || year > 9999 || month < 1 || month > 12) return null;
  return day < 1 || day > daysInMonth(year, month) ? null : daysFromCivil(year, month, day) * DAY;
}

export function startOfDay(epoch: number): number {
  return Math.floor(epoch / DAY) * DAY;
}

/** `epoch` moved by `amount` units (pql.md section 8.2): calendar units keep the time of day and clamp the day. */
export function addUnits(epoch: number, amount: number, unit: TimeUnit): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return epoch + amount * fixed;
  return addMonths(epoch, amount * (MONTHS[unit] ?? 1));
}

function addMonths(epoch: number, months: number): number {
  const { year, month, day } = civil(epoch);
  const index = year * 12 + (month - 1) + months;
  return dayInYear(Math.floor(index / 12), index - Math.floor(index / 12) * 12 + 1, day, epoch - startOfDay(epoch));
}

/** `epoch` moved to another year; 29 February becomes 28 February in common years. */
export function withYear(epoch: number, year: number): number {
  const { month, day } = civil(epoch);
  return dayInYear(year, month, day, epoch - startOfDay(epoch));
}

function dayInYear(year: number, month: number, day: number, timeOfDay: number): number {
  return daysFromCivil(year, month, Math.min(day, daysInMonth(year, month))) * DAY + timeOfDay;
}

/** Start of the calendar unit that contains `epoch`: weeks on Monday, decades and longer in divisible years. */
export function startOfUnit(epoch: number, unit: TimeUnit): number {
  if (unit === 'week') {
    const day = Math.floor(epoch / DAY);
    return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
  }
  const fixed = FIXED[unit];
  if (fixed !== undefined) return Math.floor(epoch / fixed) * fixed;
  const { year, month } = civil(epoch);
  if (unit === 'month') return daysFromCivil(year, month, 1) * DAY;
  const years = (MONTHS[unit] ?? 12) / 12;
  return daysFromCivil(Math.floor(year / years) * years, 1, 1) * DAY;
}

/** True for units of a day or longer. */
export function isDayOrLonger(unit: TimeUnit): boolean {
  return (FIXED[unit] ?? DAY) >= DAY;
}

/** `YYYY-MM-DD`. */
export function formatDate(epoch: number): string {
  const { year, month, day } = civil(epoch);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `YYYY-MM-DDTHH:mm:ss.SSSZ`. */
export function formatDateTime(epoch: number): string {
  const time = epoch - startOfDay(epoch);
  const hours = pad(Math.floor(time / 3_600_000), 2);
  const minutes = pad(Math.floor(time / 60_000) % 60, 2);
  const seconds = pad(Math.floor(time / 1000) % 60, 2);
  return `${formatDate(epoch)}T${hours}:${minutes}:${seconds}.${pad(Math.floor(time) % 1000, 3)}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
