import type { Call, Ir } from '../../ir.ts';
import { addUnits, civil, DAY, startOfDay } from '../../values/calendar.ts';
import type { CallCompiler } from '../functions/arguments.ts';
import { compile, type Scope } from '../scope.ts';
import { integer, named } from '../sql.ts';
import { constant, instant, isNullable, nothing, type Scalar, scalar, type Value } from '../value.ts';
import { civilDate, dayOfWeek, dayOfYear, remainder, weekOfYear } from './civil.ts';
import { toInstant } from './occurs.ts';
import { monthsBetween } from './periods.ts';

/** Functions of times (pql.md sections 6.7 and 6.9): null where an argument has no time. */

function ofClock(value: (now: number) => Scalar): CallCompiler {
  return (_call, scope) => value(scope.compilation.now);
}

export const now = ofClock(instant);
export const today = ofClock((at) => instant(startOfDay(at)));
export const yesterday = ofClock((at) => instant(addUnits(startOfDay(at), -1, 'day')));
export const tomorrow = ofClock((at) => instant(addUnits(startOfDay(at), 1, 'day')));
export const currentMonth = ofClock((at) => constant(civil(at).month));
export const currentYear = ofClock((at) => constant(civil(at).year));
export const currentDayOfMonth = ofClock((at) => constant(civil(at).day));
export const currentTimeInMillis = ofClock((at) => constant(at));

/** A whole number of times, given as integer text. */
function ofTimes(part: (times: readonly string[], now: string) => string): CallCompiler {
  return (call, scope) => {
    const times = timesOf(call, scope);
    if (times === undefined) return nothing;
    const sql = part(
      times.map((time) => time.sql),
      integer(scope.compilation.now),
    );
    return scalar('number', `toFloat64(${sql})`, times.some(isNullable));
  };
}

function ofTime(part: (time: string, now: string) => string): CallCompiler {
  return ofTimes(([time = ''], now) => named('at', time, (at) => part(at, now)));
}

export const getMonth = ofTime((at) => civilDate(at).month);
export const getYear = ofTime((at) => civilDate(at).year);
export const getDayOfMonth = ofTime((at) => civilDate(at).day);
export const dayOfWeekCall = ofTime(dayOfWeek);
export const dayOfYearCall = ofTime(dayOfYear);
export const weekOfYearCall = ofTime(weekOfYear);
export const extractHours = ofTime((at) => `intDiv(${remainder(at, DAY)}, 3600000)`);
export const extractMinutes = ofTime((at) => `intDiv(${remainder(at, 3_600_000)}, 60000)`);
export const extractSeconds = ofTime((at) => `intDiv(${remainder(at, 60_000)}, 1000)`);
export const age = ofTime((at, now) => `intDiv(${monthsBetween(at, now)}, 12)`);
export const ageInMonths = ofTime(monthsBetween);
export const ageInDays = ofTime((at, now) => `intDiv(${now} - ${at}, ${DAY})`);
export const dateDiff = ofTimes(([from, to]) => `intDiv(${to} - ${from}, ${DAY})`);
export const compareDates = ofTimes(([a, b]) => `sign(${a} - ${b})`);

/** `dateBetween(t, from, to)`: bounds included. A product, as `AND` of false and null would be false. */
export function dateBetween(call: Call, scope: Scope): Value {
  const times = timesOf(call, scope);
  if (times === undefined) return nothing;
  const [at, from, to] = times.map((time) => time.sql);
  return scalar('boolean', `((${at} >= ${from}) * (${at} <= ${to}) = 1)`, times.some(isNullable));
}

function timesOf(call: Call, scope: Scope): readonly Scalar[] | undefined {
  const times = call.args.map((ir) => timeOf(ir, scope));
  return times.every((time) => time !== undefined) ? times : undefined;
}

function timeOf(ir: Ir, scope: Scope): Scalar | undefined {
  const value = compile(ir, scope);
  return value.kind === 'scalar' ? toInstant(value, ir) : undefined;
}
