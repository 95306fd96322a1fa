const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Epoch milliseconds of 00:00 UTC of an ISO date; NaN when the text is none or the day does not exist. */
export function instantOfDate(text: string): number {
  const parts = DATE.exec(text);
  return parts === null ? Number.NaN : midnightOf(text, Number(parts[3]));
}

/**
 * Epoch milliseconds of an RFC 3339 date-time with an offset or `Z`; NaN when the text is none or the day does not
 * exist. Digits below the millisecond are cut off.
 */
export function instantOfDateTime(text: string): number {
  // The instants of one row are asked for several times in a row.
  if (text !== lastText) {
    lastInstant = parsedDateTime(text);
    lastText = text;
  }
  return lastInstant;
}

let lastText = '';
let lastInstant = Number.NaN;

function parsedDateTime(text: string): number {
  return plainDateTime(text) ?? anyDateTime(text);
}

/** `yyyy-mm-ddThh:mm:ssZ`, or with `.sss`, of a day that every month has, which most are; undefined for anything else. */
function plainDateTime(text: string): number | undefined {
  const isWhole = text.length === 20 && text[19] === 'Z';
  if (!isWhole && (text.length !== 24 || text[23] !== 'Z' || text[19] !== '.')) return undefined;
  if (text[10] !== 'T') return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const millisecond = isWhole ? 0 : twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10);
  const plain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!plain || !(hour <= 23 && minute <= 59 && second <= 59 && millisecond <= 999)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** The number of two digits; NaN where one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function anyDateTime(text: string): number {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return Number.NaN;
  // The platform's parser is quick, but takes more than RFC 3339 and moves days that do not exist.
  if (parts[8] === undefined && text.length <= 'yyyy-mm-ddThh:mm:ss.sssZ'.length && Number(parts[3]) <= 28)
    return Date.parse(text);
  const [, , , day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = parts;
  const midnight = midnightOf(text.slice(0, 'yyyy-mm-dd'.length), Number(day));
  const millisecond = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset =
    sign === undefined ? 0 : (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000);
  return midnight + Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + millisecond - offset;
}

/** ISO date-time of an instant; undefined beyond the years 0001 to 9999. */
export function dateTimeOf(instant: number): string | undefined {
  const text = Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : '';
  return /^\d/.test(text) ? text : undefined;
}

/** The platform takes the 30th of February for a day of March. */
function midnightOf(date: string, day: number): number {
  const instant = Date.parse(date);
  return new Date(instant).getUTCDate() === day ? instant : Number.NaN;
}
