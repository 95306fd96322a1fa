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
