import type { Call, Ir } from '../../ir.ts';
import { addUnits, civil, DAY, epochOfDate, startOfDay } from '../../values/calendar.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { constant, instant, nothing, type Scalar, scalar, type Value } from '../value.ts';
import { civilDate, remainder } from './civil.ts';
import { toInstant } from './occurs.ts';

/** Values of the clock. */
const clock: Readonly<Record<string, (now: number) => Scalar>> = {
  now: (now) => instant(now),
  today: (now) => instant(startOfDay(now)),
  yesterday: (now) => instant(addUnits(startOfDay(now), -1, 'day')),
  tomorrow: (now) => instant(addUnits(startOfDay(now), 1, 'day')),
  currentMonth: (now) => constant(civil(now).month),
  currentYear: (now) => constant(civil(now).year),
  currentDayOfMonth: (now) => constant(civil(now).day),
  currentTimeInMillis: (now) => constant(now),
};

/** Parts of an instant as integer text. */
const parts: Readonly<Record<string, (instant: string) => string>> = {
  getMonth: (at) => civilDate(at).month,
  getYear: (at) => civilDate(at).year,
  getDayOfMonth: (at) => civilDate(at).day,
  extractHours: (at) => `intDiv(${remainder(at, DAY)}, 3600000)`,
  extractMinutes: (at) => `intDiv(${remainder(at, 3_600_000)}, 60000)`,
  extractSeconds: (at) => `intDiv(${remainder(at, 60_000)}, 1000)`,
};

export function clockValue(call: Call, scope: Scope): Value {
  const value = clock[call.name];
  if (value === undefined) throw new Error(`Not a value of the clock: ${call.name}`);
  return value(scope.compilation.now);
}

export function datePart(call: Call, scope: Scope): Value {
  const [argument] = call.args;
  const part = parts[call.name];
  if (argument === undefined || part === undefined) throw new Error(`Not a part of a date: ${call.name}`);
  const time = instantArgument(argument, scope);
  return time === undefined ? nothing : scalar('number', `toFloat64(${part(time.sql)})`, time.nullable);
}

/** `date(y, m, d)` of constants; a date that does not exist is null. */
export function date(call: Call, scope: Scope): Value {
  const values = call.args.map((argument) => compile(argument, scope));
  if (values.some((value) => value.kind === 'nothing')) return nothing;
  const [year, month, dayOfMonth] = values.map((value) => (value.kind === 'scalar' ? value.constant : undefined));
  if (typeof year !== 'number' || typeof month !== 'number' || typeof dayOfMonth !== 'number') {
    return refuse('a date that is computed from data', call);
  }
  const epoch = epochOfDate(year, month, dayOfMonth);
  return epoch === null ? nothing : instant(epoch);
}

function instantArgument(ir: Ir, scope: Scope): Scalar | undefined {
  const value = compile(ir, scope);
  if (value.kind === 'nothing') return undefined;
  return value.kind === 'scalar' ? toInstant(value, ir) : refuse('a part of the dates of a list', ir);
}
