import type { TimeUnit } from '../../ir.ts';
import { addUnits, startOfUnit } from '../../values/calendar.ts';
import { integer } from '../sql.ts';
import { instant, type Scalar, scalar } from '../value.ts';
import { floorTo, monthsLater, startOfMonths } from './civil.ts';
import { fixedLength, monthsIn } from './units.ts';

/** An instant of a time reference: constant where it comes from `now` and literals, else an expression over columns. */
export type Bound = Scalar;

/** Months after which every date of the data is on the same side, whatever the exact number. */
const FAR = 1_000_000;

/** So many units later. */
export function shift(bound: Bound, amount: number, unit: TimeUnit): Bound {
  if (typeof bound.constant === 'number') return instant(addUnits(bound.constant, amount, unit));
  const months = monthsIn(unit);
  const sql =
    months === undefined
      ? `(${bound.sql} + ${instant(amount * fixedLength(unit)).sql})`
      : monthsLater(bound.sql, Math.max(-FAR, Math.min(amount * months, FAR)));
  return scalar('instant', sql, bound.nullable);
}

/** Start of the calendar unit that contains the instant. */
export function unitStart(bound: Bound, unit: TimeUnit): Bound {
  if (typeof bound.constant === 'number') return instant(startOfUnit(bound.constant, unit));
  const months = monthsIn(unit);
  const sql = months === undefined ? fixedStart(bound.sql, unit) : startOfMonths(bound.sql, months);
  return scalar('instant', sql, bound.nullable);
}

/** Weeks are counted from a Monday, all shorter units from the epoch. */
function fixedStart(at: string, unit: TimeUnit): string {
  const origin = startOfUnit(0, unit);
  const length = fixedLength(unit);
  if (origin === 0) return floorTo(at, length);
  return `(${floorTo(`(${at} - ${integer(origin)})`, length)} + ${integer(origin)})`;
}
