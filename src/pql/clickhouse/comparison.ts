import type { CompareOp, Ir } from '../ir.ts';
import { isDateTimeText } from '../values/time-text.ts';
import { type Collection, every, filter, nonNull, some } from './collections.ts';
import { compared } from './compared.ts';
import { booleanOfText, numberOfText, textOf } from './conversions.ts';
import { overEvents } from './eventRows.ts';
import { notNull } from './presence.ts';
import { refuse } from './refusal.ts';
import { beside, compile, type Scope } from './scope.ts';
import { and, not } from './sql.ts';
import { instantOfText, isDateTime } from './time/text.ts';
import { constant, predicate, type Scalar, type Value } from './value.ts';
import { compareLists, compareMaps } from './wholes.ts';

/** A test of one scalar that is false for null: text of a condition that is never null. */
export type ScalarTest = (value: Scalar) => string;

/** `=`, `!=` and the order operators (pql.md section 4.4). */
export function comparison(op: CompareOp, left: Ir, right: Ir, at: Ir, scope: Scope): Value {
  return overEvents(compile(left, scope), scope, at, (a) => {
    const b = compile(right, beside(a, scope));
    if (a.kind === 'map' && b.kind === 'map') return compareMaps(op, a, b, at);
    if (!isList(b)) return anyElement(a, op === '!=', scope, at, (item) => compareValues(op, item, b, at));
    if (isList(a)) return compareLists(op, a, b, scope, at);
    return overEvents(b, scope, at, (list) => {
      const first = compile(left, beside(list, scope));
      return anyElement(list, op === '!=', scope, at, (item) => compareValues(op, first, item, at));
    });
  });
}

function isList(value: Value): boolean {
  return value.kind === 'list' || value.kind === 'events';
}

function compareValues(op: CompareOp, a: Value, b: Value, at: Ir): string {
  if (a.kind === 'nothing' || b.kind === 'nothing') return 'false';
  if (a.kind === 'scalar' && b.kind === 'scalar') return compareScalars(op, a, b, at);
  return refuse('comparing lists, maps or objects', at);
}

/**
 * A predicate on a value that may be a list: positive ones hold for some element, negative ones for every element that
 * is not null, of which there must be one. `test` itself is false for null.
 */
export function anyElement(value: Value, negative: boolean, scope: Scope, at: Ir, test: ScalarTest): Scalar {
  switch (value.kind) {
    case 'nothing':
      return predicate('false');
    case 'scalar':
      return predicate(test(value));
    case 'list':
    case 'events':
      return negative
        ? allNonNull(value, scope, at, test)
        : some(uncompacted(value), scope, at, (item) => testItem(item, test, at));
    case 'map':
    case 'object':
      return refuse('comparing maps or objects', at);
  }
}

function allNonNull(list: Collection, scope: Scope, at: Ir, test: ScalarTest): Scalar {
  const items = filter(list, scope, at, (item) => notNull(item, at));
  const holds = every(items, scope, at, (item) => testItem(item, test, at));
  return predicate(and([`(${nonNull(list, scope, at).sql} > 0)`, holds.sql]));
}

/** Null elements fail every test, so there is no need to drop them first. */
function uncompacted(list: Collection): Collection {
  return list.kind === 'nothing' ? list : { ...list, compact: false };
}

function testItem(item: Value, test: ScalarTest, at: Ir): string {
  if (item.kind === 'nothing') return 'false';
  return item.kind === 'scalar' ? test(item) : refuse('comparing lists, maps or objects inside of a list', at);
}

/** Compares after converting the second operand to the type of the first; `!=` also holds where that is impossible. */
export function compareScalars(op: CompareOp, a: Scalar, b: Scalar, at: Ir): string {
  const pair = converted(op, a, b);
  if (op === '!=' && a.type !== b.type)
    return and([notNull(a, at), notNull(b, at), not(pair === undefined ? 'false' : compared('=', ...pair))]);
  if (pair === undefined) return 'false';
  const [left, right] = pair;
  if (op === '=' || op === '!=') return compared(op, left, right);
  if (left.type === 'boolean') return 'false';
  return a.type === 'string' && b.type === 'string' ? ordered(op, a, b) : compared(op, left, right);
}

/** Two texts that both are date-times are ordered as instants; one that surely is none decides for text order. */
function ordered(op: CompareOp, a: Scalar, b: Scalar): string {
  const texts = compared(op, a, b);
  if ([a, b].some(({ constant: text }) => typeof text === 'string' && !isDateTimeText(text))) return texts;
  const [x, y] = [instantOfText(a), instantOfText(b)];
  if (x === undefined || y === undefined) return texts;
  return `if(${and([isDateTime(a, x), isDateTime(b, y)])}, ${compared(op, x, y)}, ${texts})`;
}

/** Both operands in one type, or undefined where no conversion exists. */
function converted(op: CompareOp, a: Scalar, b: Scalar): readonly [Scalar, Scalar] | undefined {
  if (a.type === b.type) return [a, b];
  if (a.type === 'string') return b.type === 'instant' ? pairOf(instantOfText(a), b) : asTexts(op, a, b);
  if (b.type !== 'string') return undefined;
  switch (a.type) {
    case 'instant':
      return pairOf(a, instantOfText(b));
    case 'number':
      return pairOf(a, numberOfText(b));
    case 'boolean':
      return pairOf(a, booleanOfText(b));
  }
}

/** A constant text equals a number iff it is how the number is written: then numbers can be compared. */
function asTexts(op: CompareOp, a: Scalar, b: Scalar): readonly [Scalar, Scalar] | undefined {
  const equality = op === '=' || op === '!=';
  if (!equality || typeof a.constant !== 'string' || b.type !== 'number') return pairOf(a, textOf(b));
  const number = Number(a.constant);
  if (!Number.isFinite(number)) return pairOf(a, textOf(b));
  return String(number) === a.constant ? [constant(number), b] : undefined;
}

function pairOf(a: Scalar | undefined, b: Scalar | undefined): readonly [Scalar, Scalar] | undefined {
  return a && b && [a, b];
}
