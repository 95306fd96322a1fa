import { DAY } from '../../values/calendar.ts';
import { parseTime } from '../../values/time-text.ts';
import { named, text } from '../sql.ts';
import { instant, type Scalar, scalar } from '../value.ts';
import { civilDate, remainder } from './civil.ts';

/** Date or DateTime text (pql.md section 4.1) in parts: a day of the month may still be one that the month has not. */
const PARTS = [
  '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
  '(?:T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\\.([0-9]{1,3})[0-9]*)?)?',
  '(?:Z|([+-])([01][0-9]|2[0-3]):?([0-5][0-9]))?)?$',
].join('');

/** The instant that a text stands for, or undefined where it surely is none; null where the text of a row is none. */
export function instantOfText(value: Scalar): Scalar | undefined {
  if (typeof value.constant === 'string') {
    const parsed = parseTime(value.constant);
    return Number.isNaN(parsed) ? undefined : instant(parsed);
  }
  const source = value.nullable ? `ifNull(${value.sql}, '')` : value.sql;
  return scalar('instant', `arrayMap(part -> ${ofParts()}, [extractGroups(${source}, ${text(PARTS)})])[1]`, true);
}

/** Whether the text of a row is as long as a Date: of texts that stand for an instant, only those are Dates. */
export function isDateLong(value: Scalar): string {
  return `ifNull(length(${value.sql}) = 10, false)`;
}

/** Whether two texts both have the form of a date-time, by their instants. */
export function isDateTime(value: Scalar, time: Scalar): string {
  return `(isNotNull(${time.sql}) AND NOT ${isDateLong(value)})`;
}

function ofParts(): string {
  const number = (index: number) => `toInt64OrZero(part[${index}])`;
  // The engine's dates end at 2299: the year is moved into 1900 to 2299, and back by cycles of 400 years.
  const cycle = `(intDiv(${number(1)} + 100, 400) - 5)`;
  const day = `makeDate32(${number(1)} - 400 * ${cycle}, ${number(2)}, ${number(3)})`;
  const zone = `if(part[8] = '-', -1, 1) * (${number(9)} * 3600000 + ${number(10)} * 60000)`;
  const time = `${number(4)} * 3600000 + ${number(5)} * 60000 + ${number(6)} * 1000`;
  const fraction = `toInt64OrZero(rightPad(part[7], 3, '0'))`;
  const epoch = `(toInt64(${day}) + ${cycle} * 146097) * ${DAY} + ${time} + ${fraction} - ${zone}`;
  return `if(empty(part) OR toDayOfMonth(${day}) != ${number(3)}, NULL, ${epoch})`;
}

/** The text of an instant of the years 0 to 9999 that was computed. */
export function textOfInstant(sql: string, written: 'date' | 'date-time'): string {
  return named('at', sql, (at) => {
    const { year, month, day } = civilDate(at);
    const padded = (value: string, width: number) => `leftPad(toString(${value}), ${width}, '0')`;
    const date = `${padded(year, 4)}, '-', ${padded(month, 2)}, '-', ${padded(day, 2)}`;
    if (written === 'date') return `concat(${date})`;
    const part = (size: number, count: number, width: number) =>
      padded(remainder(`intDiv(${remainder(at, DAY)}, ${size})`, count), width);
    const time = `${part(3_600_000, 24, 2)}, ':', ${part(60_000, 60, 2)}, ':', ${part(1000, 60, 2)}`;
    return `concat(${date}, 'T', ${time}, '.', ${part(1, 1000, 3)}, 'Z')`;
  });
}
