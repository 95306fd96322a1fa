import type { TimeRef, TimeTest, TimeUnit } from '../ir.ts';
import { addUnits, civil, DAY, isDayOrLonger, startOfDay, startOfUnit, withYear } from './calendar.ts';
import { timeOf } from './time-text.ts';
import type { PqlValue, Time } from './value.ts';

/** What a time reference denotes (pql.md section 8.1), in epoch milliseconds. */
export interface Extent {
  readonly at: number;
  /** `[from, to)`; for an instant both are `at`. */
  readonly from: number;
  readonly to: number;
  readonly instant: boolean;
  /** True for `this`, `last` and `next` units. */
  readonly period: boolean;
}

/** What the references of a test need to know of the evaluation. */
export interface TimeScope {
  readonly now: number;
  valueOf(reference: Extract<TimeRef, { kind: 'expression' }>): PqlValue;
  /** Instant of the event bound to a chain label, NaN if none is. */
  labelTime(reference: Extract<TimeRef, { kind: 'label' }>): number;
}

function instant(at: number): Extent {
  return { at, from: at, to: at, instant: true, period: false };
}

function day(at: number): Extent {
  const from = startOfDay(at);
  return { at, from, to: from + DAY, instant: false, period: false };
}

/** Extent of a Date or DateTime value: a Date is its whole day. */
function extentOf(time: Time): Extent {
  return time.dateOnly ? day(time.epoch) : instant(time.epoch);
}

/** Extent of a value where a time is required, null if it is none. */
export function extentOfValue(value: PqlValue): Extent | null {
  const time = timeOf(value);
  return time === null ? null : extentOf(time);
}

/** Extent of an instant, null for NaN. */
export function instantOrNull(at: number): Extent | null {
  return Number.isNaN(at) ? null : instant(at);
}

/** Resolves a reference; null if it has no time. */
export function resolve(reference: TimeRef, scope: TimeScope): Extent | null {
  const { now } = scope;
  switch (reference.kind) {
    case 'now':
      return instant(now);
    case 'today':
      return day(startOfDay(now));
    case 'yesterday':
      return day(startOfDay(now) - DAY);
    case 'tomorrow':
      return day(startOfDay(now) + DAY);
    case 'period':
      return period(now, reference.which, reference.unit);
    case 'offset':
      return moved(resolve(reference.reference, scope), reference);
    case 'label':
      return instantOrNull(scope.labelTime(reference));
    case 'expression':
      return extentOfValue(scope.valueOf(reference));
  }
}

function period(now: number, which: 'this' | 'last' | 'next', unit: TimeUnit): Extent {
  const start = startOfUnit(now, unit);
  const from = which === 'this' ? start : addUnits(start, which === 'last' ? -1 : 1, unit);
  return { at: from, from, to: addUnits(from, 1, unit), instant: false, period: true };
}

/** Extent of `n units before` or `after` another. */
export function moved(base: Extent | null, offset: Extract<TimeRef, { kind: 'offset' }>): Extent | null {
  if (base === null) return null;
  const at = addUnits(base.at, offset.direction === 'before' ? -offset.amount : offset.amount, offset.unit);
  return base.instant || !isDayOrLonger(offset.unit) ? instant(at) : day(at);
}

/** Whether an instant in epoch milliseconds passes a test (pql.md section 8.3). */
export function passes(test: TimeTest, subject: number, scope: TimeScope): boolean {
  switch (test.kind) {
    case 'and':
      return test.operands.every((operand) => passes(operand, subject, scope));
    case 'or':
      return test.operands.some((operand) => passes(operand, subject, scope));
    case 'not':
      return !passes(test.operand, subject, scope);
    case 'between':
      return isBetween(subject, resolve(test.from, scope), resolve(test.to, scope));
    case 'on':
      return isOn(subject, resolve(test.reference, scope));
    case 'relation': {
      const extent = resolve(test.reference, scope);
      return extent !== null && related(test.direction, subject, extent);
    }
    case 'distance': {
      const extent = resolve(test.reference, scope);
      return extent !== null && distant(test, subject, extent.at);
    }
  }
}

/** Whether an instant lies in the extents from one to another. */
export function isBetween(subject: number, from: Extent | null, to: Extent | null): boolean {
  if (from === null || to === null) return false;
  return subject >= from.at && (to.instant ? subject <= to.at : subject < to.to);
}

/** Whether an instant lies in an extent. */
export function isOn(subject: number, extent: Extent | null): boolean {
  if (extent === null) return false;
  return extent.instant ? subject === extent.at : subject >= extent.from && subject < extent.to;
}

function related(direction: 'before' | 'after' | 'from', subject: number, extent: Extent): boolean {
  if (direction === 'before') return subject < extent.at;
  if (direction === 'from') return subject >= extent.at;
  return extent.period ? subject >= extent.to : subject > extent.at;
}

function distant(test: Extract<TimeTest, { kind: 'distance' }>, subject: number, at: number): boolean {
  if (test.op === '!=') return !distant({ ...test, op: '=' }, subject, at);
  if (test.direction === 'from') {
    return (
      distant({ ...test, direction: 'before' }, subject, at) || distant({ ...test, direction: 'after' }, subject, at)
    );
  }
  const sign = test.direction === 'before' ? -1 : 1;
  const limit = addUnits(at, sign * test.amount, test.unit);
  if (test.op === '=') return startOfUnit(subject, test.unit) === startOfUnit(limit, test.unit);
  const [first, beyond] = test.direction === 'before' ? [subject, limit] : [limit, subject];
  const inOrder = test.direction === 'before' ? subject <= at : subject >= at;
  switch (test.op) {
    case '<=':
      return inOrder && first >= beyond;
    case '<':
      return inOrder && first > beyond;
    case '>=':
      return first <= beyond;
    case '>':
      return first < beyond;
  }
}

/** The test of a month and day in any year (pql.md section 8.5). */
export function passesInSomeYear(test: TimeTest, monthDay: number, scope: TimeScope): boolean {
  const first = firstReference(test);
  const extent = first === undefined ? null : resolve(first, scope);
  if (extent === null) return false;
  const { year } = civil(extent.at);
  const years = test.kind === 'relation' ? [year] : [year - 1, year, year + 1];
  return years.some((candidate) => passes(test, withYear(monthDay, candidate), scope));
}

function firstReference(test: TimeTest): TimeRef | undefined {
  switch (test.kind) {
    case 'between':
      return test.from;
    case 'and':
    case 'or':
      return test.operands[0] === undefined ? undefined : firstReference(test.operands[0]);
    case 'not':
      return firstReference(test.operand);
    default:
      return test.reference;
  }
}
