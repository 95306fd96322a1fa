/** One of the seven fields of an expression. */
export interface Field {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Values by their names; the first is `minimum`. */
  readonly names?: readonly string[];
  /** Whether a range whose end lies before its start goes on at the minimum. */
  readonly wraps: boolean;
}

export const SECONDS: Field = { name: 'seconds', minimum: 0, maximum: 59, wraps: true };
export const MINUTES: Field = { name: 'minutes', minimum: 0, maximum: 59, wraps: true };
export const HOURS: Field = { name: 'hours', minimum: 0, maximum: 23, wraps: true };
export const DAY_OF_MONTH: Field = { name: 'day of month', minimum: 1, maximum: 31, wraps: true };
export const MONTH: Field = {
  name: 'month',
  minimum: 1,
  maximum: 12,
  wraps: true,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
export const DAY_OF_WEEK: Field = {
  name: 'day of week',
  minimum: 1,
  maximum: 7,
  wraps: true,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
export const YEAR: Field = { name: 'year', minimum: 1970, maximum: 2099, wraps: false };

/** Why an expression is not valid, as a sentence for users. */
export class CronError extends Error {
  override readonly name = 'CronError';
}

/** `*`, a value or a range, and a step after either. */
const ITEM = /^(?:(\*)|([0-9]+|[A-Z]+)(?:-([0-9]+|[A-Z]+))?)?(?:\/([0-9]+))?$/;

/**
 * The values of a field that is a list of values, ranges and steps, in ascending order.
 *
 * @param text in upper case
 * @throws CronError
 */
export function valuesOf(field: Field, text: string): readonly number[] {
  const values = new Set(text.split(',').flatMap((item) => itemValues(field, item)));
  return [...values].toSorted((a, b) => a - b);
}

/** One value, by number or by name. */
export function valueFor(field: Field, text: string): number {
  if (!/^[0-9]+$/.test(text)) {
    const index = field.names?.indexOf(text) ?? -1;
    if (index < 0) throw new CronError(`The ${field.name} '${text}' is unknown.`);
    return field.minimum + index;
  }
  const value = Number(text);
  if (value < field.minimum || value > field.maximum) {
    throw new CronError(`The ${field.name} ${text} is not within ${field.minimum}–${field.maximum}.`);
  }
  return value;
}

function itemValues(field: Field, item: string): number[] {
  const match = ITEM.exec(item);
  if (item === '' || match === null) throw new CronError(`'${item}' is not possible in the field ${field.name}.`);
  const [, every, from, to, stepText] = match;
  const step = stepText === undefined ? 1 : stepOf(field, stepText);
  if (every !== undefined || from === undefined) return sequence(field, field.minimum, field.maximum, step);
  const start = valueFor(field, from);
  if (to !== undefined) return sequence(field, start, valueFor(field, to), step);
  return stepText === undefined ? [start] : sequence(field, start, field.maximum, step);
}

function stepOf(field: Field, text: string): number {
  const step = Number(text);
  if (step < 1 || step > field.maximum) {
    throw new CronError(`The step ${text} of the field ${field.name} is not within 1–${field.maximum}.`);
  }
  return step;
}

function sequence(field: Field, from: number, to: number, step: number): number[] {
  if (from > to && !field.wraps)
    throw new CronError(`The range ${from}-${to} of the field ${field.name} runs backwards.`);
  const size = field.maximum - field.minimum + 1;
  const end = from > to ? to + size : to;
  const values: number[] = [];
  for (let value = from; value <= end; value += step) values.push(value > field.maximum ? value - size : value);
  return values;
}
