import type { Ir, TimeRef, TimeTest, TimeUnit } from '../ir.ts';

export type WindowCode = 'WINDOW_MISSING' | 'WINDOW_TOO_LONG' | 'WINDOW_NOT_RELATIVE' | 'WINDOW_FUTURE';

/** How far back events can lie that matter (evaluation.md section 2.3, step 2). */
export interface LookBack {
  /** Worst case over all instants of evaluation; infinite if there is no bound. */
  readonly hours: number;
  /** What is wrong with it if it is too long. */
  readonly code: WindowCode;
}

export const UNBOUNDED: LookBack = { hours: Number.POSITIVE_INFINITY, code: 'WINDOW_MISSING' };
const TOO_LONG: LookBack = { hours: Number.POSITIVE_INFINITY, code: 'WINDOW_TOO_LONG' };
const FIXED: LookBack = { hours: Number.POSITIVE_INFINITY, code: 'WINDOW_NOT_RELATIVE' };
const FUTURE: LookBack = { hours: Number.POSITIVE_INFINITY, code: 'WINDOW_FUTURE' };

const HOURS: Readonly<Record<TimeUnit, number>> = {
  millisecond: 1 / 3_600_000,
  second: 1 / 3600,
  minute: 1 / 60,
  hour: 1,
  day: 24,
  week: 168,
  month: 744,
  year: 8784,
  decade: 87_840,
  century: 878_400,
  millennium: 8_784_000,
};

/** The longest time that `amount` units can last, in hours. */
function unitHours(amount: number, unit: TimeUnit): number {
  return amount * HOURS[unit];
}

/** The smaller of two look-backs that must both hold; of two unbounded ones the one with a reason. */
export function shorter(a: LookBack, b: LookBack): LookBack {
  if (a.hours === b.hours) return a.code === 'WINDOW_MISSING' ? b : a;
  return a.hours < b.hours ? a : b;
}

function longer(a: LookBack, b: LookBack): LookBack {
  return a.hours >= b.hours ? a : b;
}

/** The look-back that a time test of an event's timestamp gives. */
export function lookBackOf(test: TimeTest): LookBack {
  switch (test.kind) {
    case 'and':
      return test.operands.map(lookBackOf).reduce(shorter);
    case 'or':
      return test.operands.map(lookBackOf).reduce(longer);
    case 'not':
      return TOO_LONG;
    case 'between': {
      const from = ageOf(test.from);
      return ageOf(test.to) === undefined || from === undefined ? fixed(test.from, test.to) : since(from);
    }
    case 'on': {
      const age = ageOf(test.reference);
      if (age === undefined) return fixed(test.reference);
      return test.reference.kind === 'now' ? bounded(age) : since(age);
    }
    case 'relation': {
      const age = ageOf(test.reference);
      if (age === undefined) return fixed(test.reference);
      if (test.direction === 'before') return TOO_LONG;
      return since(test.direction === 'after' ? age - periodHours(test.reference) : age);
    }
    case 'distance': {
      const age = ageOf(test.reference);
      return age === undefined ? fixed(test.reference) : distance(test, age);
    }
  }
}

function distance({ op, amount, unit, direction }: Extract<TimeTest, { kind: 'distance' }>, age: number): LookBack {
  const length = unitHours(amount, unit);
  const oneUnit = unitHours(1, unit);
  if (op === '!=') return TOO_LONG;
  if (direction === 'after') {
    if (op === '<' || op === '<=') return since(age);
    return since(op === '=' ? age - length + oneUnit : age - length);
  }
  if (op === '>' || op === '>=') return TOO_LONG;
  return bounded(op === '=' ? age + length + oneUnit : age + length);
}

function bounded(hours: number): LookBack {
  return { hours, code: 'WINDOW_TOO_LONG' };
}

/** Everything from an instant of that age on; not of the past if the instant never is. */
function since(age: number): LookBack {
  return age <= 0 ? FUTURE : bounded(age);
}

/** A test against the label of a chain bounds nothing by itself. */
function fixed(...references: readonly TimeRef[]): LookBack {
  return references.some((reference) => reference.kind === 'label') ? UNBOUNDED : FIXED;
}

const DAY_AGES: Readonly<Record<string, number>> = { now: 0, today: 24, yesterday: 48, tomorrow: 0 };

/** The largest number of hours by which a reference can lie before now; undefined if it does not depend on now. */
function ageOf(reference: TimeRef): number | undefined {
  switch (reference.kind) {
    case 'period':
      return PERIODS[reference.which] * unitHours(1, reference.unit);
    case 'offset': {
      const age = ageOf(reference.reference);
      const length = unitHours(reference.amount, reference.unit);
      return age === undefined ? undefined : age + (reference.direction === 'before' ? length : -length);
    }
    case 'label':
      return undefined;
    case 'expression':
      return ageOfExpression(reference.value);
    default:
      return DAY_AGES[reference.kind];
  }
}

const PERIODS = { this: 1, last: 2, next: 0 } as const;

function ageOfExpression(ir: Ir): number | undefined {
  return ir.kind === 'call' && Object.hasOwn(DAY_AGES, ir.name) ? DAY_AGES[ir.name] : undefined;
}

/** `after` a period means from its end on. */
function periodHours(reference: TimeRef): number {
  return reference.kind === 'period' ? unitHours(1, reference.unit) : 0;
}

/** If the test demands a distance of at most so many hours after a label: that label and the distance. */
export function gapsOf(test: TimeTest): readonly { readonly labelId: number; readonly hours: number }[] {
  if (test.kind === 'and') return test.operands.flatMap(gapsOf);
  const close = test.kind === 'distance' && test.direction !== 'before' && (test.op === '<' || test.op === '<=');
  if (!close || test.reference.kind !== 'label') return [];
  return [{ labelId: test.reference.id, hours: unitHours(test.amount, test.unit) }];
}
