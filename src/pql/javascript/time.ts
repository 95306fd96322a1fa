import type { Occurs, TimeRef, TimeTest } from '../ir.ts';
import { addUnits, startOfUnit } from '../values/calendar.ts';
import {
  extentOfValue,
  instantOrNull,
  isBetween,
  isOn,
  moved,
  passesInSomeYear,
  resolve,
} from '../values/time-tests.ts';
import { epochOf, parseTime } from '../values/time-text.ts';
import { MonthDay } from '../values/value.ts';
import { timeRefsOf } from '../walk.ts';
import type { Compiler } from './compiler.ts';
import { readPath } from './paths.ts';
import { type Js, join } from './program.ts';
import { someValue, wholeValue } from './tests.ts';
import { inRange, isKnown, knownInstant, mayBeInRange, rangeOf } from './time-ranges.ts';

/** `subject occurs test`. */
export function compileOccurs(compiler: Compiler, { subject, test }: Occurs): Js {
  const { program, js } = compiler;
  const references = compileReferences(compiler, test);
  const holds = program.fn([js`t`], js`return t === t && ${compileTimeTest(compiler, test, references)};`);
  const range = rangeOf(test);
  const mayHold = range === undefined ? js`true` : mayBeInRange(compiler, range);
  const string = js`${mayHold} && ${holds(js`${parseTime}(v)`)}`;
  const time = holds(js`${epochOf}(v)`);
  if (subject.kind === 'field' && (subject.type.kind === 'date' || subject.type.kind === 'datetime')) {
    return wholeValue(compiler, readPath(compiler, subject), { string, other: time });
  }
  const anyYear = js`${passesInSomeYear}(${test}, v.epoch, ${scopeOf(compiler, references)})`;
  return someValue(compiler, subject, { string, other: js`v instanceof ${MonthDay} ? ${anyYear} : ${time}` });
}

/** A `TimeScope` of the evaluation. */
function scopeOf({ js, frame }: Compiler, references: References): Js {
  const values = [...references].map(([reference, value]) => js`r === ${reference} ? ${value} : `);
  return js`({
    now: ${frame}.now,
    valueOf: (r) => ${join(values, '')}null,
    labelTime: (r) => ${frame}.labelTimes[r.id],
  })`;
}

/** The values of the expressions that a test refers to, each a call of a function. */
export type References = ReadonlyMap<TimeRef, Js>;

export function compileReferences(compiler: Compiler, test: TimeTest): References {
  const { program, js } = compiler;
  return new Map(
    timeRefsOf(test).flatMap((reference) =>
      reference.kind === 'expression'
        ? [[reference, program.fn([], js`return ${compiler.value(reference.value)};`)()] as const]
        : [],
    ),
  );
}

/** A test of the instant `t` in epoch milliseconds, which is not NaN; false where a reference has no time. */
export function compileTimeTest(compiler: Compiler, test: TimeTest, references: References): Js {
  const { js } = compiler;
  const range = rangeOf(test);
  if (range !== undefined) return inRange(compiler, range);
  switch (test.kind) {
    case 'and':
    case 'or': {
      const operands = test.operands.map((operand) => compileTimeTest(compiler, operand, references));
      return js`(${join(operands, test.kind === 'and' ? ' && ' : ' || ')})`;
    }
    case 'not':
      return js`!${compileTimeTest(compiler, test.operand, references)}`;
    case 'between': {
      const [from, to] = [test.from, test.to].map((reference) => extent(compiler, reference, references));
      return js`${isBetween}(t, ${from}, ${to})`;
    }
    case 'on':
      return js`${isOn}(t, ${extent(compiler, test.reference, references)})`;
    case 'relation': {
      const at = instant(compiler, test.reference, references);
      if (test.direction === 'before') return js`(t < ${at})`;
      return test.direction === 'from' ? js`(t >= ${at})` : js`(t > ${at})`;
    }
    case 'distance': {
      const body = distance(compiler, test);
      const at = instant(compiler, test.reference, references);
      return compiler.program.fn([js`t`, js`at`], js`return ${body};`)(js`t`, at);
    }
  }
}

/** The instant of a reference, NaN if it has none. */
function instant(compiler: Compiler, reference: TimeRef, references: References): Js {
  const { js, frame } = compiler;
  if (reference.kind === 'label') return js`${frame}.labelTimes[${reference.id}]`;
  if (reference.kind === 'expression') return js`${epochOf}(${references.get(reference) ?? js`null`})`;
  if (reference.kind !== 'offset' || isKnown(reference)) return knownInstant(compiler, reference, ({ at }) => at);
  const amount = reference.direction === 'before' ? -reference.amount : reference.amount;
  return js`${addUnits}(${instant(compiler, reference.reference, references)}, ${amount}, ${reference.unit})`;
}

/** The extent of a reference, null if it has none. */
function extent(compiler: Compiler, reference: TimeRef, references: References): Js {
  const { js, frame } = compiler;
  switch (reference.kind) {
    case 'label':
      return js`${instantOrNull}(${frame}.labelTimes[${reference.id}])`;
    case 'expression':
      return js`${extentOfValue}(${references.get(reference) ?? js`null`})`;
    case 'offset':
      return js`${moved}(${extent(compiler, reference.reference, references)}, ${reference})`;
    default:
      return js`${resolve}(${reference}, ${scopeOf(compiler, references)})`;
  }
}

/** A distance of the instant `t` from the instant `at`, NaN if there is none. */
function distance(compiler: Compiler, test: Extract<TimeTest, { kind: 'distance' }>): Js {
  const { js } = compiler;
  const { op, direction, amount, unit } = test;
  if (op === '!=') return js`(at === at && !${distance(compiler, { ...test, op: '=' })})`;
  if (direction === 'from') {
    const before = distance(compiler, { ...test, direction: 'before' });
    return js`(${before} || ${distance(compiler, { ...test, direction: 'after' })})`;
  }
  const before = direction === 'before';
  const limit = js`${addUnits}(at, ${before ? -amount : amount}, ${unit})`;
  switch (op) {
    case '<=':
      return before ? js`(t >= ${limit} && t <= at)` : js`(t >= at && t <= ${limit})`;
    case '<':
      return before ? js`(t > ${limit} && t <= at)` : js`(t >= at && t < ${limit})`;
    case '>=':
      return before ? js`(t <= ${limit})` : js`(t >= ${limit})`;
    case '>':
      return before ? js`(t < ${limit})` : js`(t > ${limit})`;
    case '=':
      return js`(${startOfUnit}(t, ${unit}) === ${startOfUnit}(${limit}, ${unit}))`;
  }
}
