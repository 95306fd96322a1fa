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
export function extentOf(time: Time): Extent {
  return time.dateOnly ? day(time.epoch) : instant(time.epoch);
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
      return offset(reference, scope);
    case 'label': {
      const at = scope.labelTime(reference);
      return Number.isNaN(at) ? null : instant(at);
    }
    case 'expression': {
      const time = timeOf(scope.valueOf(reference));
      return time === null ? null : extentOf(time);
    }
  }
}

function period(now: number, which: 'this' | 'last' | 'next', unit: TimeUnit): Extent {
  const start = startOfUnit(now, unit);
  const from = which === 'this' ? start : addUnits(start, which === 'last' ? -1 : 1, unit);
  return { at: from, from, to: addUnits(from, 1, unit), instant: false, period: true };
}

function offset(reference: Extract<TimeRef, { kind: 'offset' }>, scope: TimeScope): Extent | null {
  const base = resolve(reference.reference, scope);
  if (base === null) return null;
  const at = addUnits(base.at, reference.direction === 'before' ? -reference.amount : reference.amount, reference.unit);
  return base.instant || !isDayOrLonger(reference.unit) ? instant(at) : day(at);
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
    case 'between': {
      const from = resolve(test.from, scope);
      const to = resolve(test.to, scope);
      if (from === null || to === null) return false;
      return subject >= from.at && (to.instant ? subject <= to.at : subject < to.to);
    }
    case 'on': {
      const extent = resolve(test.reference, scope);
      if (extent === null) return false;
      return extent.instant ? subject === extent.at : subject >= extent.from && subject < extent.to;
    }
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
