import type { Ir, TimeRef } from '../../ir.ts';
import { isDayOrLonger } from '../../values/calendar.ts';
import { isDateTimeText } from '../../values/time-text.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { instant, type Scalar } from '../value.ts';
import { type Bound, shift, unitStart } from './bounds.ts';
import { instantOfText, isDateLong } from './text.ts';

export interface Extent {
  readonly from: Bound;
  readonly to: Bound;
  /** SQL that is true where there is this extent, and false where the instant itself is it; absent is always. */
  readonly when?: string;
}

/** An instant with its extent `[from, to)`; without one the extent is the instant itself (pql.md section 8.1). */
export interface Reference {
  readonly at: Bound;
  readonly extent?: Extent;
  /** `this`, `last` or `next` unit. */
  readonly period: boolean;
}

/** The reference, or undefined where it is surely null: every test against it is false. */
export function reference(ref: TimeRef, scope: Scope, at: Ir): Reference | undefined {
  const now = instant(scope.compilation.now);
  switch (ref.kind) {
    case 'now':
      return { at: now, period: false };
    case 'today':
      return day(unitStart(now, 'day'));
    case 'yesterday':
      return day(shift(unitStart(now, 'day'), -1, 'day'));
    case 'tomorrow':
      return day(shift(unitStart(now, 'day'), 1, 'day'));
    case 'period':
      return period(ref, now);
    case 'offset':
      return offset(ref, scope, at);
    case 'expression':
      return expression(ref.value, scope);
    case 'label': {
      const time = scope.labels?.get(ref.id);
      return time === undefined ? refuse('a reference to a label of a chain', at) : { at: time, period: false };
    }
  }
}

/** An instant whose extent is the day it lies in. */
function day(at: Bound, when?: string): Reference {
  const from = unitStart(at, 'day');
  const extent = { from, to: shift(from, 1, 'day') };
  return { at, extent: when === undefined ? extent : { ...extent, when }, period: false };
}

function period(ref: Extract<TimeRef, { kind: 'period' }>, now: Bound): Reference {
  const distance = { last: -1, this: 0, next: 1 }[ref.which];
  const from = shift(unitStart(now, ref.unit), distance, ref.unit);
  return { at: from, extent: { from, to: shift(from, 1, ref.unit) }, period: true };
}

function offset(ref: Extract<TimeRef, { kind: 'offset' }>, scope: Scope, at: Ir): Reference | undefined {
  const base = reference(ref.reference, scope, at);
  if (base === undefined) return undefined;
  const moved = shift(base.at, ref.direction === 'before' ? -ref.amount : ref.amount, ref.unit);
  return base.extent !== undefined && isDayOrLonger(ref.unit)
    ? day(moved, base.extent.when)
    : { at: moved, period: false };
}

function expression(ir: Ir, scope: Scope): Reference | undefined {
  const value = compile(ir, scope);
  if (value.kind === 'nothing') return undefined;
  if (value.kind !== 'scalar') return refuse('a time reference that is a list, map or object', ir);
  switch (value.type) {
    case 'string':
      return ofText(value);
    case 'number':
      return ofNumber(value, ir);
    case 'boolean':
      return undefined;
    case 'instant':
      if (ir.type.kind === 'date') return day(value);
      if (ir.type.kind === 'datetime') return { at: value, period: false };
      return refuse('a reference that is a date or a date-time', ir);
  }
}

function ofText(value: Scalar): Reference | undefined {
  const time = instantOfText(value);
  if (time === undefined) return undefined;
  if (typeof value.constant !== 'string') return day(time, isDateLong(value));
  return isDateTimeText(value.constant) ? { at: time, period: false } : day(time);
}

function ofNumber(value: Scalar, ir: Ir): Reference | undefined {
  if (typeof value.constant !== 'number') return refuse('reading a date from a number of the data', ir);
  return Number.isInteger(value.constant) ? { at: instant(value.constant), period: false } : undefined;
}
