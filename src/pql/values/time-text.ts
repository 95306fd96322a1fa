import { DAY, epochOfDate } from './calendar.ts';
import { type PqlValue, Time } from './value.ts';

/**
 * Epoch milliseconds of Date or DateTime text (pql.md section 4.1), NaN if it is neither: `YYYY-MM-DD` or
 * `YYYY-MM-DDTHH:mm[:ss[.f+]][Z|±HH:mm|±HHmm]`, without a zone UTC. Fractions are cut to milliseconds.
 */
export function parseTime(text: string): number {
  if (text.length < 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return Number.NaN;
  const date = epochOfDate(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  if (date === null) return Number.NaN;
  return text.length === 10 ? date : date + timeOfDay(text);
}

const DASH = 45;
const COLON = 58;
const DOT = 46;

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Milliseconds that the part from `T` on adds to the date. */
function timeOfDay(text: string): number {
  if (text.charAt(10) !== 'T' || text.charCodeAt(13) !== COLON) return Number.NaN;
  const hours = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  let at = 16;
  let milliseconds = 0;
  if (text.charCodeAt(at) === COLON) {
    const seconds = digits(text, 17, 2);
    if (!(seconds <= 59)) return Number.NaN;
    at = 19;
    milliseconds = seconds * 1000;
    if (text.charCodeAt(at) === DOT) {
      const start = at + 1;
      at = start;
      while (digits(text, at, 1) >= 0) at += 1;
      if (at === start) return Number.NaN;
      milliseconds += Number(
        text
          .slice(start, start + 3)
          .slice(0, at - start)
          .padEnd(3, '0'),
      );
    }
  }
  return hours * 3_600_000 + minutes * 60_000 + milliseconds - zoneOffset(text, at);
}

function zoneOffset(text: string, at: number): number {
  const rest = text.length - at;
  if (rest === 0 || (rest === 1 && text.charAt(at) === 'Z')) return 0;
  const sign = text.charAt(at) === '+' ? 1 : text.charAt(at) === '-' ? -1 : Number.NaN;
  const colon = text.charCodeAt(at + 3) === COLON;
  if (rest !== (colon ? 6 : 5)) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + (colon ? 4 : 3), 2);
  return hours <= 23 && minutes <= 59 ? sign * (hours * 3_600_000 + minutes * 60_000) : Number.NaN;
}

/** True for text of the date-time form, with a `T`. */
export function isDateTimeText(text: string): boolean {
  return text.charAt(10) === 'T' && !Number.isNaN(parseTime(text));
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
