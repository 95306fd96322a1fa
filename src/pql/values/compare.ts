import type { CompareOp } from '../ir.ts';
import { dateTimeOf, parseTime } from './time-text.ts';
import { entriesOf, isEntries, isList, ownValue, type PqlValue, sizeOf, Time } from './value.ts';

const NUMERIC_TEXT = /^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;

/** The number that text stands for, or NaN (pql.md section 4.4). */
export function numberOf(text: string): number {
  return NUMERIC_TEXT.test(text) ? Number(text) : Number.NaN;
}

/**
 * A comparison of pql.md section 4.4: false if an operand is null; the second operand is converted to the type of the
 * first; a list against a single value holds for some element, `!=` for every non-null element of at least one.
 */
export function compare(op: CompareOp, a: PqlValue, b: PqlValue): boolean {
  if (a === null || b === null) return false;
  if (isList(a) !== isList(b)) {
    const test = isList(a) ? (item: PqlValue) => compare(op, item, b) : (item: PqlValue) => compare(op, a, item);
    const list = isList(a) ? a : isList(b) ? b : [];
    return op === '!=' ? everyElement(list, test) : list.some(test);
  }
  if (op === '=') return equal(a, b);
  if (op === '!=') return !equal(a, b);
  const order = orderOf(a, b);
  if (order === undefined) return false;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
}

/** True iff the list has a non-null element and the test holds for every non-null element. */
export function everyElement(list: readonly PqlValue[], test: (item: PqlValue) => boolean): boolean {
  const present = list.filter((item) => item !== null);
  return present.length > 0 && present.every(test);
}

/** `=` of two values that are not null; the second is converted to the type of the first. */
export function equal(a: PqlValue, b: PqlValue): boolean {
  if (a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    if (isList(a) && isList(b)) return sameElements(a, b);
    return isList(a) ? a.some((item) => equal(item, b)) : isList(b) && b.some((item) => equal(a, item));
  }
  if (isEntries(a) || isEntries(b)) return isEntries(a) && isEntries(b) && sameEntries(a, b);
  if (typeof a === 'boolean') return a === booleanOf(b);
  if (typeof a === 'string' && !(b instanceof Time)) {
    return typeof b === 'string' || typeof b === 'number' || typeof b === 'boolean' ? a === String(b) : false;
  }
  return orderOf(a, b) === 0;
}

/** `=`, but null equals null: for elements of compared lists and values of compared objects. */
function same(a: PqlValue, b: PqlValue): boolean {
  return a === null || b === null ? a === b : equal(a, b);
}

/**
 * One-to-one pairing of equal elements, order ignored. Equality converts: a number equals more texts than a text equals
 * numbers, so that texts choose first, and the same text before anything else.
 */
function sameElements(a: readonly PqlValue[], b: readonly PqlValue[]): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  const texts = a.filter((item) => typeof item === 'string');
  const others = a.filter((item) => typeof item !== 'string');
  return [...texts, ...others].every((item) => {
    const identical = typeof item === 'string' ? rest.indexOf(item) : -1;
    const at = identical === -1 ? rest.findIndex((other) => same(item, other)) : identical;
    if (at === -1) return false;
    rest.splice(at, 1);
    return true;
  });
}

type Entries = Parameters<typeof entriesOf>[0];

function sameEntries(a: Entries, b: Entries): boolean {
  return (
    sizeOf(a) === sizeOf(b) &&
    entriesOf(a).every(([key, value]) => {
      const other = ownValue(b, key);
      return other !== undefined && same(value, other);
    })
  );
}

function booleanOf(value: PqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/**
 * Negative, zero or positive as `a` is before, equal to or after `b`; undefined if the two have no order. Numbers by
 * value, times by instant, text by code point, two date-time texts by instant.
 */
export function orderOf(a: PqlValue, b: PqlValue): number | undefined {
  if (typeof a === 'number') {
    return typeof b === 'number' ? difference(a, b) : typeof b === 'string' ? difference(a, numberOf(b)) : undefined;
  }
  if (a instanceof Time) {
    if (b instanceof Time) return difference(a.epoch, b.epoch);
    return typeof b === 'string' ? difference(a.epoch, parseTime(b)) : undefined;
  }
  if (typeof a !== 'string') return undefined;
  if (b instanceof Time) return difference(parseTime(a), b.epoch);
  if (typeof b === 'string') {
    const difference = dateTimeOf(a) - dateTimeOf(b);
    return Number.isNaN(difference) ? compareText(a, b) : difference;
  }
  return typeof b === 'number' || typeof b === 'boolean' ? compareText(a, String(b)) : undefined;
}

function difference(a: number, b: number): number | undefined {
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order by code point; differs from the order of code units where surrogates meet U+E000 to U+FFFF. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
