import type { Occurs, TimeRef, TimeTest } from '../ir.ts';
import { addUnits, startOfUnit } from '../values/calendar.ts';
import { type Extent, passes, passesInSomeYear, resolve, type TimeScope } from '../values/time-tests.ts';
import { epochOf } from '../values/time-text.ts';
import { isList, MonthDay, type PqlValue } from '../values/value.ts';
import type { Compiler, Condition, Value } from './compiler.ts';
import type { Frame } from './frame.ts';
import { readPath, somePathValue } from './paths.ts';

/** A compiled time test of an instant in epoch milliseconds. */
export type InstantTest = (epoch: number) => boolean;

/** `subject occurs test`. */
export function compileOccurs(compiler: Compiler, { subject, test }: Occurs): Condition {
  const scope = timeScope(compiler, test);
  const holds = compileTimeTest(compiler.frame, test, scope);
  if (subject.kind === 'field' && (subject.type.kind === 'date' || subject.type.kind === 'datetime')) {
    const text = readPath(compiler, subject);
    return () => {
      const epoch = epochOf(text());
      return !Number.isNaN(epoch) && holds(epoch);
    };
  }
  const one = (value: PqlValue): boolean => {
    if (isList(value)) return value.some(one);
    if (value instanceof MonthDay) return passesInSomeYear(test, value.epoch, scope);
    const epoch = epochOf(value);
    return !Number.isNaN(epoch) && holds(epoch);
  };
  const along = somePathValue(compiler, subject, one);
  if (along !== undefined) return along;
  const value = compiler.value(subject);
  return () => one(value());
}

/** What references need of the evaluation; expressions in them are compiled once. */
export function timeScope(compiler: Compiler, test: TimeTest): TimeScope {
  const { frame } = compiler;
  const compiled = new Map<TimeRef, Value>();
  const compileRef = (reference: TimeRef): void => {
    if (reference.kind === 'offset') compileRef(reference.reference);
    if (reference.kind === 'expression') compiled.set(reference, compiler.value(reference.value));
  };
  forEachReference(test, compileRef);
  return {
    get now() {
      return frame.now;
    },
    valueOf: (reference) => compiled.get(reference)?.() ?? null,
    labelTime: (reference) => frame.labelTimes[reference.id] ?? Number.NaN,
  };
}

function forEachReference(test: TimeTest, visit: (reference: TimeRef) => void): void {
  switch (test.kind) {
    case 'and':
    case 'or':
      for (const operand of test.operands) forEachReference(operand, visit);
      return;
    case 'not':
      forEachReference(test.operand, visit);
      return;
    case 'between':
      visit(test.from);
      visit(test.to);
      return;
    default:
      visit(test.reference);
  }
}

/** Compiles a test; references that depend on nothing but now are resolved once for each now. */
export function compileTimeTest(frame: Frame, test: TimeTest, scope: TimeScope): InstantTest {
  switch (test.kind) {
    case 'and': {
      const operands = test.operands.map((operand) => compileTimeTest(frame, operand, scope));
      return (epoch) => operands.every((operand) => operand(epoch));
    }
    case 'or': {
      const operands = test.operands.map((operand) => compileTimeTest(frame, operand, scope));
      return (epoch) => operands.some((operand) => operand(epoch));
    }
    case 'not': {
      const operand = compileTimeTest(frame, test.operand, scope);
      return (epoch) => !operand(epoch);
    }
    case 'between': {
      if (!dependsOnNow(test.from) || !dependsOnNow(test.to)) return (epoch) => passes(test, epoch, scope);
      const from = forNow(frame, () => resolve(test.from, scope)?.at ?? Number.NaN);
      const to = forNow(frame, () => lastInstant(resolve(test.to, scope)));
      return (epoch) => epoch >= from() && epoch <= to();
    }
    case 'on': {
      if (!dependsOnNow(test.reference)) return (epoch) => passes(test, epoch, scope);
      const from = forNow(frame, () => resolve(test.reference, scope)?.from ?? Number.NaN);
      const to = forNow(frame, () => lastInstant(resolve(test.reference, scope)));
      return (epoch) => epoch >= from() && epoch <= to();
    }
    case 'relation':
      return (epoch) => passes(test, epoch, scope);
    case 'distance':
      return compileDistance(frame, test, scope);
  }
}

/** The last millisecond of an extent; instants have one. */
function lastInstant(extent: Extent | null): number {
  if (extent === null) return Number.NaN;
  return extent.instant ? extent.at : extent.to - 1;
}

function compileDistance(frame: Frame, test: Extract<TimeTest, { kind: 'distance' }>, scope: TimeScope): InstantTest {
  const { op, direction, amount, unit, reference } = test;
  const known = dependsOnNow(reference) || reference.kind === 'label';
  if (direction === 'from' || op === '!=' || !known) return (epoch) => passes(test, epoch, scope);
  const constant = reference.kind === 'label' ? always : forNow;
  const at =
    reference.kind === 'label'
      ? () => frame.labelTimes[reference.id] ?? Number.NaN
      : forNow(frame, () => resolve(reference, scope)?.at ?? Number.NaN);
  const limit = constant(frame, () => addUnits(at(), direction === 'before' ? -amount : amount, unit));
  const before = direction === 'before';
  switch (op) {
    case '<=':
      return before ? (epoch) => epoch >= limit() && epoch <= at() : (epoch) => epoch >= at() && epoch <= limit();
    case '<':
      return before ? (epoch) => epoch > limit() && epoch <= at() : (epoch) => epoch >= at() && epoch < limit();
    case '>=':
      return before ? (epoch) => epoch <= limit() : (epoch) => epoch >= limit();
    case '>':
      return before ? (epoch) => epoch < limit() : (epoch) => epoch > limit();
    case '=': {
      const start = constant(frame, () => startOfUnit(limit(), unit));
      const end = constant(frame, () => addUnits(start(), 1, unit));
      return (epoch) => epoch >= start() && epoch < end();
    }
  }
}

/** True for references that are constant while now is. */
function dependsOnNow(reference: TimeRef): boolean {
  if (reference.kind === 'offset') return dependsOnNow(reference.reference);
  return reference.kind !== 'label' && reference.kind !== 'expression';
}

/** A number that is computed again every time. */
function always(_: Frame, compute: () => number): () => number {
  return compute;
}

/** A number that is computed again only when now changes. */
function forNow(frame: Frame, compute: () => number): () => number {
  let now = Number.NaN;
  let value = Number.NaN;
  return () => {
    if (frame.now !== now) {
      now = frame.now;
      value = compute();
    }
    return value;
  };
}
