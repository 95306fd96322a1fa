import type { Call, Ir, TimeUnit } from '../../ir.ts';
import { DAY, daysFromCivil, epochOfDate } from '../../values/calendar.ts';
import { argument, type CallCompiler } from '../functions/arguments.ts';
import { compile, type Scope } from '../scope.ts';
import { integer } from '../sql.ts';
import { instant, isNullable, nothing, type Scalar, scalar, type Value } from '../value.ts';
import { inMonth, monthIndex } from './civil.ts';
import { toInstant } from './occurs.ts';
import { fixedLength, monthsIn } from './units.ts';

/** Functions that give a time. */

/** `date(y, m, d)`: null where there is no such day in the years 0 to 9999. */
export function date(call: Call, scope: Scope): Value {
  const parts = call.args.map((ir) => numberOf(ir, scope));
  if (!parts.every((part) => part !== undefined)) return nothing;
  const [year, month, day] = parts.map(({ constant }) => constant);
  if (typeof year === 'number' && typeof month === 'number' && typeof day === 'number') {
    const epoch = epochOfDate(year, month, day);
    return epoch === null ? nothing : { ...instant(epoch), written: 'date' };
  }
  const [y = '', m = '', d = ''] = parts.map(({ sql }) => sql);
  // The engine's dates end at 2299: the year is moved into 1900 to 2299, and back by cycles of 400 years.
  const cycle = '(intDiv(toInt64(part.1) + 100, 400) - 5)';
  const engine = `makeDate32(toInt64(part.1) - 400 * ${cycle}, toInt64(part.2), toInt64(part.3))`;
  const exists = [
    'part.1 >= 0. AND part.1 <= 9999. AND part.1 = trunc(part.1)',
    'part.2 >= 1. AND part.2 <= 12. AND part.2 = trunc(part.2)',
    `part.3 >= 1. AND part.3 <= 31. AND toDayOfMonth(${engine}) = part.3`,
  ].join(' AND ');
  const epoch = `(toInt64(${engine}) + ${cycle} * 146097) * ${DAY}`;
  const numbers = `[(${[y, m, d].map((sql) => `ifNull(${sql}, nan)`).join(', ')})]`;
  const sql = `arrayMap(part -> if(${exists}, ${epoch}, NULL), ${numbers})[1]`;
  return { ...scalar('instant', sql, true), written: 'date' };
}

/** Later, or by negative amounts earlier; null outside of the years 0 to 9999 (pql.md section 8.2). */
export function adding(unit: TimeUnit): CallCompiler {
  return (call, scope) => {
    const value = compile(argument(call, 0), scope);
    const time = value.kind === 'scalar' ? toInstant(value, argument(call, 0)) : undefined;
    const amount = numberOf(argument(call, 1), scope);
    if (time === undefined || amount === undefined) return nothing;
    const moved = `arrayMap(at -> if(${whole(unit, 'at.2')} AND isNotNull(at.1), ${later(unit)}, NULL), `;
    const source = `[(${time.sql}, ${[amount].some(isNullable) ? `ifNull(${amount.sql}, nan)` : amount.sql})]`;
    return { ...scalar('instant', bounded(`${moved}${source})[1]`), true), written: 'date-time' };
  };
}

/** Whether an amount is an integer that cannot lead out of what the engine counts with. */
function whole(unit: TimeUnit, amount: string): string {
  const most = monthsIn(unit) === undefined ? Math.floor(FARTHEST / fixedLength(unit)) : 200_000;
  return `${amount} = trunc(${amount}) AND abs(${amount}) <= ${integer(most)}`;
}

/** Milliseconds after which every time is outside of the years that text can hold. */
const FARTHEST = 1e15;

function later(unit: TimeUnit): string {
  const months = monthsIn(unit);
  const amount = 'toInt64(at.2)';
  if (months === undefined) return `at.1 + ${amount} * ${fixedLength(unit)}`;
  const source = 'assumeNotNull(at.1)';
  return inMonth(source, `(${monthIndex(source)} + ${amount} * ${months})`);
}

function bounded(time: string): string {
  const [first, end] = [daysFromCivil(0, 1, 1) * DAY, daysFromCivil(10_000, 1, 1) * DAY];
  return `arrayMap(at -> if(at >= ${integer(first)} AND at < ${integer(end)}, at, NULL), [${time}])[1]`;
}

function numberOf(ir: Ir, scope: Scope): Scalar | undefined {
  const value = compile(ir, scope);
  return value.kind === 'scalar' && value.type === 'number' ? value : undefined;
}
