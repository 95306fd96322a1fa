import { formatDate, formatDateTime } from './calendar.ts';

/**
 * What an expression can evaluate to. Data are plain JSON values; computed maps and objects are `Map`, which keeps the
 * order of keys that look like numbers.
 */
export type PqlValue =
  | null
  | boolean
  | number
  | string
  | readonly PqlValue[]
  | PqlObject
  | ReadonlyMap<string, PqlValue>
  | Time
  | MonthDay
  | MapEntry;

export interface PqlObject {
  readonly [key: string]: PqlValue | undefined;
}

/** A Date or a DateTime. */
export class Time {
  /** Epoch milliseconds; a Date is 00:00 UTC of its day. */
  readonly epoch: number;
  readonly dateOnly: boolean;
  /** The text that a value from data keeps. */
  readonly text: string | undefined;

  constructor(epoch: number, dateOnly: boolean, text?: string) {
    this.epoch = epoch;
    this.dateOnly = dateOnly;
    this.text = text;
  }

  toString(): string {
    return this.text ?? (this.dateOnly ? formatDate(this.epoch) : formatDateTime(this.epoch));
  }
}

/** The result of `ignoreYear`. */
export class MonthDay {
  readonly epoch: number;

  constructor(epoch: number) {
    this.epoch = epoch;
  }
}

/** The result of `mapEntry`. */
export class MapEntry {
  readonly key: string;
  readonly value: PqlValue;

  constructor(key: string, value: PqlValue) {
    this.key = key;
    this.value = value;
  }
}

export function isList(value: unknown): value is readonly PqlValue[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is ReadonlyMap<string, PqlValue> {
  return value instanceof Map;
}

/** True for maps and objects, computed or from data. */
export function isEntries(value: PqlValue | undefined): value is PqlObject | ReadonlyMap<string, PqlValue> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Time || value instanceof MonthDay || value instanceof MapEntry);
}

/** Reads a JSON value as the input of an evaluation; what JSON cannot hold is null. */
export function fromData(value: unknown): PqlValue {
  return isData(value) ? value : null;
}

function isData(value: unknown): value is PqlValue {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
}

/** Keys and values in stored order; a value that is null stays. */
export function entriesOf(value: PqlObject | ReadonlyMap<string, PqlValue>): readonly (readonly [string, PqlValue])[] {
  if (isMap(value)) return [...value];
  return Object.entries(value).map(([key, item]) => [key, item ?? null]);
}

export function sizeOf(value: PqlObject | ReadonlyMap<string, PqlValue>): number {
  return isMap(value) ? value.size : Object.keys(value).length;
}

/** The value of one key, or undefined if it is not there. */
export function ownValue(value: PqlObject | ReadonlyMap<string, PqlValue>, key: string): PqlValue | undefined {
  if (isMap(value)) return value.get(key);
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Truth of pql.md section 4.3. */
export function truth(value: PqlValue): boolean {
  if (typeof value === 'boolean') return value;
  if (isList(value)) return value.length > 0;
  return value !== null;
}

/** The elements that a list function works on: null is empty, a single value is one element. */
export function elementsOf(value: PqlValue): readonly PqlValue[] {
  if (isList(value)) return value;
  return value === null ? [] : [value];
}

/** Text of a String, number or Boolean as `str` arguments take it (pql.md section 6); null for anything else. */
export function textOf(value: PqlValue): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Text of any scalar as a map key or for `toString`; times in ISO form, lists and objects null. */
export function scalarText(value: PqlValue): string | null {
  return value instanceof Time ? value.toString() : textOf(value);
}

/** The JSON form of a result (pql.md section 4.1). */
export function valueToJson(value: PqlValue): unknown {
  if (isList(value)) return value.map(valueToJson);
  if (value instanceof Time) return value.toString();
  if (value instanceof MonthDay) return formatDate(value.epoch).slice(5);
  if (value instanceof MapEntry) return Object.fromEntries([[value.key, valueToJson(value.value)]]);
  if (isEntries(value)) return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, valueToJson(item)]));
  return Object.is(value, -0) ? 0 : value;
}
