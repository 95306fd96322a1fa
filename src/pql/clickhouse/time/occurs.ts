import type { Ir, Occurs, TimeRef, TimeTest } from '../../ir.ts';
import { civil } from '../../values/calendar.ts';
import { anyElement, type ScalarTest } from '../comparison.ts';
import { overEvents } from '../eventRows.ts';
import { refuse } from '../refusal.ts';
import { beside, compile, type Scope } from '../scope.ts';
import { named, or } from '../sql.ts';
import { instant, predicate, type Scalar, scalar, type Value } from '../value.ts';
import { inYear } from './civil.ts';
import { reference } from './references.ts';
import { timeTest } from './tests.ts';
import { instantOfText } from './text.ts';

/** `t occurs test`; a list holds when one of its elements does. */
export function occurs(ir: Occurs, scope: Scope): Value {
  const { subject } = ir;
  if (subject.kind === 'call' && subject.name === 'ignoreYear') return ignoringYear(ir, subject, scope);
  return overEvents(compile(subject, scope), scope, ir, (value) => {
    const test = timeTest(ir.test, beside(value, scope), ir);
    return anyElement(value, false, scope, ir, (item) => onInstant(item, test, subject));
  });
}

function onInstant(item: Scalar, test: ScalarTest, at: Ir): string {
  const time = toInstant(item, at);
  return time === undefined ? 'false' : named('subject', time.sql, (sql) => test({ ...time, sql }));
}

/** A value where a time is wanted; undefined where it surely is none. */
export function toInstant(value: Scalar, at: Ir): Scalar | undefined {
  switch (value.type) {
    case 'instant':
      return value;
    case 'string':
      return instantOfText(value);
    case 'boolean':
      return undefined;
    case 'number':
      if (typeof value.constant !== 'number') return refuse('reading a date from a number of the data', at);
      return Number.isInteger(value.constant) ? instant(value.constant) : undefined;
  }
}

/**
 * The subject is moved to the years around the reference and tested there (pql.md section 8.5); a list has no month and
 * day.
 */
function ignoringYear(ir: Occurs, subject: Extract<Ir, { kind: 'call' }>, scope: Scope): Value {
  const [argument] = subject.args;
  if (argument === undefined) throw new Error('ignoreYear has no argument');
  const value = compile(argument, scope);
  if (value.kind !== 'scalar') return predicate('false');
  const test = timeTest(ir.test, beside(value, scope), ir);
  const years = yearsAround(ir.test, scope, ir);
  const time = toInstant(value, argument);
  if (time === undefined) return predicate('false');
  return predicate(
    named('subject', time.sql, (sql) =>
      or(years.map((year) => test(scalar('instant', inYear(sql, year), time.nullable)))),
    ),
  );
}

function yearsAround(test: TimeTest, scope: Scope, at: Ir): readonly number[] {
  const ref = reference(firstReference(test), scope, at);
  if (ref === undefined) return [];
  if (typeof ref.at.constant !== 'number') return refuse('ignoring the year against a date of the data', at);
  const { year } = civil(ref.at.constant);
  return test.kind === 'relation' ? [year] : [year - 1, year, year + 1];
}

function firstReference(test: TimeTest): TimeRef {
  switch (test.kind) {
    case 'between':
      return test.from;
    case 'on':
    case 'relation':
    case 'distance':
      return test.reference;
    default:
      throw new Error('A combined test follows WHEN only');
  }
}
