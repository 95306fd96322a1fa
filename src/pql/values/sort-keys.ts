import { timestampOf } from './events.ts';
import { dateTimeOf } from './time-text.ts';
import { type PqlValue, Time } from './value.ts';

/** Text of a date-time up to the millisecond has one form for each of its lengths that end in `Z`. */
const LONGEST = 24;

/**
 * The order of two keys that are numbers, times or alike texts of times: negative, zero or positive as of `orderOf`, NaN
 * for all others. Texts are not read for it; the answer holds if the key that is taken in the end is valid (`isValidKey`).
 */
export function quickOrder(a: PqlValue, b: PqlValue): number {
  if (typeof a === 'string' && typeof b === 'string') {
    const alike = a.length === b.length && a.length <= LONGEST && a.endsWith('Z') && b.endsWith('Z');
    return alike ? (a === b ? 0 : a < b ? -1 : 1) : Number.NaN;
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a instanceof Time && b instanceof Time ? a.epoch - b.epoch : Number.NaN;
}

/** Whether a key is a number, a time or text of a date-time. */
export function isValidKey(key: PqlValue): boolean {
  if (typeof key === 'string') return !Number.isNaN(dateTimeOf(key));
  return key instanceof Time || (typeof key === 'number' && !Number.isNaN(key));
}

/** Whether an event comes before another in order of time; false for equal times, and for events without valid time. */
export function isEarlier(event: PqlValue, other: PqlValue): boolean {
  const [time, otherTime] = [timestampOf(event), timestampOf(other)];
  return time < otherTime || (Number.isNaN(otherTime) && !Number.isNaN(time));
}
