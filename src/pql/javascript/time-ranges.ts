import type { TimeRef, TimeTest } from '../ir.ts';
import { addUnits, DAY, formatDate } from '../values/calendar.ts';
import { type Extent, resolve } from '../values/time-tests.ts';
import { dateTime } from '../values/time-text.ts';
import type { Compiler } from './compiler.ts';
import { type Js, join } from './program.ts';

/** One end of a range, as an instant in epoch milliseconds of the extent of a known reference. */
interface End {
  readonly reference: TimeRef;
  readonly instant: (extent: Extent) => number;
  /** True if the range does not contain it. */
  readonly open: boolean;
}

/** The instants that pass a test, between ends that change with nothing but now. */
export interface Range {
  readonly from?: End;
  readonly to?: End;
}

/** True for references that are constant while now is. */
export function isKnown(reference: TimeRef): boolean {
  if (reference.kind === 'offset') return isKnown(reference.reference);
  return reference.kind !== 'label' && reference.kind !== 'expression';
}

/** The range of a test (pql.md section 8.3); undefined for tests that are no range or refer to data. */
export function rangeOf(test: TimeTest): Range | undefined {
  switch (test.kind) {
    case 'between':
      if (!isKnown(test.from) || !isKnown(test.to)) return undefined;
      return { from: end(test.from, ({ at }) => at), to: end(test.to, lastInstant) };
    case 'on':
      if (!isKnown(test.reference)) return undefined;
      return { from: end(test.reference, ({ from }) => from), to: end(test.reference, lastInstant) };
    case 'relation':
      return isKnown(test.reference) ? relationRange(test) : undefined;
    case 'distance':
      return isKnown(test.reference) ? distanceRange(test) : undefined;
    default:
      return undefined;
  }
}

function end(reference: TimeRef, instant: (extent: Extent) => number, open = false): End {
  return { reference, instant, open };
}

function lastInstant(extent: Extent): number {
  return extent.instant ? extent.at : extent.to - 1;
}

function relationRange({ direction, reference }: Extract<TimeTest, { kind: 'relation' }>): Range {
  if (direction === 'before') return { to: end(reference, ({ at }) => at, true) };
  if (direction === 'from') return { from: end(reference, ({ at }) => at) };
  if (reference.kind === 'period') return { from: end(reference, ({ to }) => to) };
  return { from: end(reference, ({ at }) => at, true) };
}

function distanceRange(test: Extract<TimeTest, { kind: 'distance' }>): Range | undefined {
  const { op, direction, amount, unit, reference } = test;
  if (op === '=' || op === '!=') return undefined;
  const at = end(reference, (extent) => extent.at);
  const moved = (sign: number) =>
    end(reference, (extent) => addUnits(extent.at, sign * amount, unit), op === '<' || op === '>');
  if (op === '<' || op === '<=') {
    return { from: direction === 'after' ? at : moved(-1), to: direction === 'before' ? at : moved(1) };
  }
  if (direction === 'from') return undefined;
  return direction === 'before' ? { to: moved(-1) } : { from: moved(1) };
}

/** Whether the instant `t` is in a range. */
export function inRange(compiler: Compiler, { from, to }: Range): Js {
  const { js } = compiler;
  const tests: Js[] = [];
  if (from !== undefined) tests.push(js`t ${from.open ? js`>` : js`>=`} ${instantOf(compiler, from)}`);
  if (to !== undefined) tests.push(js`t ${to.open ? js`<` : js`<=`} ${instantOf(compiler, to)}`);
  return js`(${join(tests, ' && ')})`;
}

function instantOf(compiler: Compiler, { reference, instant }: End): Js {
  return knownInstant(compiler, reference, instant);
}

/** An instant of a known reference, computed once for each now; NaN if it has none. */
export function knownInstant({ js, frame }: Compiler, reference: TimeRef, instant: (extent: Extent) => number): Js {
  return js`${frame.bound(() => instantAt(reference, frame.now, instant))}.value`;
}

function instantAt(reference: TimeRef, now: number, instant: (extent: Extent) => number): number {
  const extent = resolve(reference, { now, valueOf: () => null, labelTime: () => Number.NaN });
  return extent === null ? Number.NaN : instant(extent);
}

/**
 * Whether the text `v` can be of an instant in a range, as far as its date says: cheaper than reading it. Text that is
 * no time may be taken for one; zones move an instant by less than a day.
 */
export function mayBeInRange({ js, frame }: Compiler, { from, to }: Range): Js {
  const dateOf = (limit: End, days: number, beyond: string) =>
    frame.bound(() => dateText(instantAt(limit.reference, frame.now, limit.instant) + days * DAY, beyond));
  if (from !== undefined) return js`v >= ${dateOf(from, -1, '')}.value`;
  return to === undefined ? js`true` : js`v < ${dateOf(to, 2, '~')}.value`;
}

/** The date of an instant as text; something else where no text has such a date. */
function dateText(epoch: number, beyond: string): string {
  return dateTime(epoch) === null ? beyond : formatDate(epoch);
}
