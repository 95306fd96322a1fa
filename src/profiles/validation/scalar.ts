import type { ScalarField } from '../../schema/node.ts';
import { Rejection } from './rejection.ts';
import { dateTimeOf, instantOfDate, instantOfDateTime } from './time.ts';

/** Converts and checks a scalar by profile-store.md sections 2.2 and 2.5. */
export function scalarCheck(field: ScalarField, text: boolean): (value: unknown) => unknown {
  switch (field.type) {
    case 'string':
      return stringCheck(field);
    case 'integer':
      return numberCheck(field, toInteger);
    case 'double':
      return numberCheck(field, toDouble);
    case 'boolean':
      return (value) => toBoolean(value, text);
    case 'date':
      return (value) => toDate(value, text);
    case 'date-time':
      return (value) => toDateTime(value, text);
  }
}

function stringCheck(field: ScalarField): (value: unknown) => unknown {
  const pattern = field.pattern === undefined ? undefined : new RegExp(field.pattern, 'u');
  const allowed = field.enum && new Set(field.enum);
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = field;
  const isPlain = !pattern && !allowed && minLength === 0 && maxLength === Number.POSITIVE_INFINITY;
  return (value) => {
    const string = typeof value === 'number' ? String(value) : value;
    if (typeof string !== 'string') throw mismatch('a string', value);
    if (isPlain) return string;
    if (allowed && !allowed.has(string))
      throw new Rejection('ENUM', `${shown(string)} is not one of ${[...allowed].join(', ')}`);
    if (pattern && !pattern.test(string))
      throw new Rejection('PATTERN', `${shown(string)} does not match ${pattern.source}`);
    if (string.length < minLength)
      throw new Rejection('LENGTH', `${shown(string)} is shorter than ${minLength} characters`);
    if (string.length > maxLength)
      throw new Rejection('LENGTH', `${shown(string)} is longer than ${maxLength} characters`);
    return string;
  };
}

function numberCheck(field: ScalarField, convert: (value: unknown) => number): (value: unknown) => unknown {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field;
  return (value) => {
    const number = convert(value);
    if (minimum !== undefined && number < minimum) throw outOfRange(number, `below ${minimum}`);
    if (maximum !== undefined && number > maximum) throw outOfRange(number, `above ${maximum}`);
    if (exclusiveMinimum !== undefined && number <= exclusiveMinimum)
      throw outOfRange(number, `not above ${exclusiveMinimum}`);
    if (exclusiveMaximum !== undefined && number >= exclusiveMaximum)
      throw outOfRange(number, `not below ${exclusiveMaximum}`);
    return number;
  };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function toDouble(value: unknown): number {
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
  if (typeof number !== 'number') throw mismatch('a number', value);
  if (!Number.isFinite(number)) throw outOfRange(number, 'beyond the range of a double');
  return number;
}

function toInteger(value: unknown): number {
  const number = toDouble(value);
  if (!Number.isInteger(number)) throw mismatch('an integer', value);
  if (!Number.isSafeInteger(number)) throw outOfRange(number, 'beyond ±9007199254740991');
  return number;
}

function toBoolean(value: unknown, text: boolean): boolean {
  if (typeof value === 'boolean') return value;
  const word = text && typeof value === 'string' ? value.toLowerCase() : undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  throw mismatch('true or false', value);
}

function toDate(value: unknown, text: boolean): string {
  const instant = milliseconds(value, text);
  if (instant !== undefined) return fromInstant(instant).slice(0, 'yyyy-mm-dd'.length);
  if (typeof value !== 'string') throw mismatch('a date', value);
  if (Number.isNaN(instantOfDate(value)))
    throw new Rejection('FORMAT', `${shown(value)} is not a date that exists, as 2026-01-31`);
  return value;
}

function toDateTime(value: unknown, text: boolean): string {
  const instant = milliseconds(value, text);
  if (instant !== undefined) return fromInstant(instant);
  if (typeof value !== 'string') throw mismatch('a date-time', value);
  if (Number.isNaN(instantOfDateTime(value))) {
    throw new Rejection('FORMAT', `${shown(value)} is not a date-time that exists, as 2026-01-31T08:00:00Z`);
  }
  return value;
}

/** Unix milliseconds come as a number; in text cells as at least nine digits, so that a bare year is not one. */
function milliseconds(value: unknown, text: boolean): number | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  return text && typeof value === 'string' && /^-?\d{9,}$/.test(value) ? Number(value) : undefined;
}

function fromInstant(instant: number): string {
  const text = dateTimeOf(instant);
  if (text === undefined) throw outOfRange(instant, 'not an instant of the years 0001 to 9999');
  return text;
}

/** A rejection that says what was expected and what was found. */
export function mismatch(expected: string, found: unknown): Rejection {
  const what = Array.isArray(found) ? 'a list' : typeof found === 'object' ? 'an object' : shown(found);
  return new Rejection('TYPE', `expected ${expected}, found ${what}`);
}

const outOfRange = (number: number, why: string) => new Rejection('RANGE', `${number} is ${why}`);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
