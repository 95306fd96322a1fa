import type { CompareOp, Ir, TimeTest, TimeUnit } from '../../ir.ts';
import { compared } from '../compared.ts';
import type { ScalarTest } from '../comparison.ts';
import type { Scope } from '../scope.ts';
import { and, not, or } from '../sql.ts';
import { instant, type Scalar } from '../value.ts';
import { type Bound, shift, unitStart } from './bounds.ts';
import { floorDivision, monthIndex } from './civil.ts';
import { type Reference, reference } from './references.ts';
import { monthsIn } from './units.ts';

/** A test of an instant as text that is false when the instant or a reference is null (pql.md section 8.3). */
export function timeTest(test: TimeTest, scope: Scope, at: Ir): ScalarTest {
  switch (test.kind) {
    case 'on':
      return withReference(reference(test.reference, scope, at), on);
    case 'relation':
      return withReference(reference(test.reference, scope, at), (ref) => relation(test.direction, ref));
    case 'between':
      return between(reference(test.from, scope, at), reference(test.to, scope, at));
    case 'distance':
      return withReference(reference(test.reference, scope, at), (ref) => distance(test, ref));
    case 'and':
    case 'or': {
      const operands = test.operands.map((operand) => timeTest(operand, scope, at));
      return (t) => (test.kind === 'and' ? and : or)(operands.map((operand) => operand(t)));
    }
    case 'not': {
      const operand = timeTest(test.operand, scope, at);
      return (t) => not(operand(t));
    }
  }
}

const never: ScalarTest = () => 'false';

function withReference(ref: Reference | undefined, test: (ref: Reference) => ScalarTest): ScalarTest {
  return ref === undefined ? never : test(ref);
}

function is(op: CompareOp, bound: Bound): ScalarTest {
  return (t) => compared(op, t, bound);
}

const all =
  (...tests: readonly ScalarTest[]): ScalarTest =>
  (t) =>
    and(tests.map((test) => test(t)));
const any =
  (...tests: readonly ScalarTest[]): ScalarTest =>
  (t) =>
    or(tests.map((test) => test(t)));

function on({ at, extent }: Reference): ScalarTest {
  if (extent === undefined) return is('=', at);
  const within = all(is('>=', extent.from), is('<', extent.to));
  return extent.when === undefined ? within : chosen(extent.when, within, is('=', at));
}

function chosen(when: string, yes: ScalarTest, no: ScalarTest): ScalarTest {
  return (t) => `if(${when}, ${yes(t)}, ${no(t)})`;
}

function relation(direction: 'before' | 'after' | 'from', { at, extent, period }: Reference): ScalarTest {
  if (direction === 'before') return is('<', at);
  if (direction === 'from') return is('>=', at);
  return period && extent !== undefined ? is('>=', extent.to) : is('>', at);
}

function between(from: Reference | undefined, to: Reference | undefined): ScalarTest {
  if (from === undefined || to === undefined) return never;
  return all(is('>=', from.at), endOf(to));
}

function endOf({ at, extent }: Reference): ScalarTest {
  if (extent === undefined) return is('<=', at);
  const beyond = is('<', extent.to);
  return extent.when === undefined ? beyond : chosen(extent.when, beyond, is('<=', at));
}

type Distance = Extract<TimeTest, { kind: 'distance' }>;

function distance(test: Distance, ref: Reference): ScalarTest {
  if (test.op === '!=') {
    const equal = distance({ ...test, op: '=' }, ref);
    return (t) => and([notNullAll(t, ref.at), not(equal(t))]);
  }
  if (test.direction === 'from')
    return any(distance({ ...test, direction: 'before' }, ref), distance({ ...test, direction: 'after' }, ref));
  const before = test.direction === 'before';
  const amount = before ? -test.amount : test.amount;
  if (test.op === '=') return sameUnit(ref.at, amount, test.unit);
  const end = shift(ref.at, amount, test.unit);
  const near = is(before ? '<=' : '>=', ref.at);
  switch (test.op) {
    case '<=':
      return all(is(before ? '>=' : '<=', end), near);
    case '<':
      return all(is(before ? '>' : '<', end), near);
    case '>=':
      return is(before ? '<=' : '>=', end);
    case '>':
      return is(before ? '<' : '>', end);
  }
}

/** In the calendar unit that lies so many units away from the instant. */
function sameUnit(at: Bound, amount: number, unit: TimeUnit): ScalarTest {
  const months = monthsIn(unit);
  if (typeof at.constant === 'number' || months === undefined) {
    const start = unitStart(shift(at, amount, unit), unit);
    return all(is('>=', start), is('<', shift(start, 1, unit)));
  }
  const unitOf = (instant: string) => floorDivision(monthIndex(instant), months);
  return (t) => {
    const sql = `${unitOf(t.sql)} = ${unitOf(at.sql)} + ${instant(amount).sql}`;
    return t.nullable || at.nullable ? `ifNull(${sql}, false)` : `(${sql})`;
  };
}

function notNullAll(t: Scalar, at: Bound): string {
  return and([t, at].filter((value) => value.nullable).map((value) => `isNotNull(${value.sql})`));
}
