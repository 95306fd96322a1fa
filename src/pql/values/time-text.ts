import { DAY, daysFromTextYear, daysInMonth } from './calendar.ts';
import { type PqlValue, Time } from './value.ts';

const DASH = 45;
const COLON = 58;
const DOT = 46;
const PLUS = 43;
const LETTER_T = 84;
const LETTER_Z = 90;

/**
 * Epoch milliseconds of Date or DateTime text (pql.md section 4.1), NaN if it is neither: `YYYY-MM-DD` or
 * `YYYY-MM-DDTHH:mm[:ss[.f+]][Z|±HH:mm|±HHmm]`, without a zone UTC. Fractions are cut to milliseconds.
 */
export function parseTime(text: string): number {
  if (text.length < 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return Number.NaN;
  const century = twoDigits(text, 0);
  const year = century * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || year < century * 100 || month < 1 || month > 12) return Number.NaN;
  if (day < 1 || (day > 28 && day > daysInMonth(year, month))) return Number.NaN;
  const date = daysFromTextYear(year, month, day) * DAY;
  return text.length === 10 ? date : date + timeOfDay(text);
}

/** The number of two digits, -1000 if they are none: any sum with it is out of range. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1000;
}

/** Milliseconds that the part from `T` on adds to the date. */
function timeOfDay(text: string): number {
  const { length } = text;
  if (length < 16 || text.charCodeAt(10) !== LETTER_T || text.charCodeAt(13) !== COLON) return Number.NaN;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  const milliseconds = hours * 3_600_000 + minutes * 60_000;
  if (length === 16 || text.charCodeAt(16) !== COLON) return milliseconds - zoneOffset(text, 16);
  const seconds = length < 19 ? -1 : twoDigits(text, 17);
  if (seconds < 0 || seconds > 59) return Number.NaN;
  if (length === 19 || text.charCodeAt(19) !== DOT) return milliseconds + seconds * 1000 - zoneOffset(text, 19);
  return milliseconds + seconds * 1000 + fraction(text, 20);
}

/** Milliseconds of the digits of a fraction, and of the zone after them. */
function fraction(text: string, start: number): number {
  let milliseconds = 0;
  let at = start;
  for (let weight = 100; at < text.length; weight = (weight / 10) | 0) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    milliseconds += digit * weight;
    at += 1;
  }
  return at === start ? Number.NaN : milliseconds - zoneOffset(text, at);
}

/** Milliseconds east of UTC; NaN if the rest of the text is no zone. */
function zoneOffset(text: string, at: number): number {
  const rest = text.length - at;
  if (rest === 0) return 0;
  const sign = text.charCodeAt(at);
  if (rest === 1) return sign === LETTER_Z ? 0 : Number.NaN;
  if ((sign !== PLUS && sign !== DASH) || rest < 5) return Number.NaN;
  const colon = text.charCodeAt(at + 3) === COLON;
  if (rest !== (colon ? 6 : 5)) return Number.NaN;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + (colon ? 4 : 3));
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  const offset = hours * 3_600_000 + minutes * 60_000;
  return sign === PLUS ? offset : -offset;
}

/** Epoch milliseconds of text of the date-time form, with a `T`; NaN for any other. */
export function dateTimeOf(text: string): number {
  return text.length > 10 && text.charCodeAt(10) === LETTER_T ? parseTime(text) : Number.NaN;
}

/** True for text of the date-time form. */
export function isDateTimeText(text: string): boolean {
  return !Number.isNaN(dateTimeOf(text));
}

/** Reads a value where a time is required: text is parsed, an integer is epoch milliseconds; else null. */
export function timeOf(value: PqlValue): Time | null {
  if (value instanceof Time) return value;
  if (typeof value === 'number') return Number.isInteger(value) ? new Time(value, false) : null;
  if (typeof value !== 'string') return null;
  const epoch = parseTime(value);
  return Number.isNaN(epoch) ? null : new Time(epoch, value.length === 10, value);
}

/** The instant of a value in epoch milliseconds, NaN if it has none. */
export function epochOf(value: PqlValue | undefined): number {
  if (typeof value === 'string') return parseTime(value);
  if (value instanceof Time) return value.epoch;
  return typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN;
}

const FIRST = -719_528 * DAY;
const LAST = 2_932_897 * DAY;

/** A DateTime, or null outside the years 0 to 9999 that text can hold. */
export function dateTime(epoch: number): Time | null {
  return epoch >= FIRST && epoch < LAST ? new Time(epoch, false) : null;
}
