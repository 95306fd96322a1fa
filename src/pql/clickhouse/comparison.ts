import type { CompareOp, Ir } from '../ir.ts';
import { numberOf } from '../values/compare.ts';
import { isDateTimeText, parseTime } from '../values/time-text.ts';
import { type Collection, every, filter, nonNull, some } from './collections.ts';
import { compared } from './compared.ts';
import { refuse } from './refusal.ts';
import { beside, compile, type Scope } from './scope.ts';
import { and } from './sql.ts';
import { constant, instant, predicate, type Scalar, type Value } from './value.ts';

/** A test of one scalar that is false for null: text of a condition that is never null. */
export type ScalarTest = (value: Scalar) => string;

/** `=`, `!=` and the order operators (pql.md section 4.4). */
export function comparison(op: CompareOp, left: Ir, right: Ir, at: Ir, scope: Scope): Value {
  const a = compile(left, scope);
  const b = compile(right, beside(a, scope));
  if (!isList(b)) return anyElement(a, op === '!=', scope, at, (item) => compareValues(op, item, b, at));
  if (isList(a)) return refuse('comparing two lists', at);
  const first = compile(left, beside(b, scope));
  return anyElement(b, op === '!=', scope, at, (item) => compareValues(op, first, item, at));
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

export function notNull(item: Value, at: Ir): string {
  if (item.kind === 'nothing') return 'false';
  if (item.kind !== 'scalar') return refuse('whether an object is there at all', at);
  return item.nullable ? `isNotNull(${item.sql})` : 'true';
}

/** Compares after converting the second operand to the type of the first. */
export function compareScalars(op: CompareOp, a: Scalar, b: Scalar, at: Ir): string {
  const pair = converted(a, b, op, at);
  if (pair === undefined) return op === '!=' ? and([a, b].map((side) => notNull(side, at))) : 'false';
  const [left, right] = pair;
  const ordered = op !== '=' && op !== '!=';
  if (ordered && left.type === 'boolean') return 'false';
  if (ordered && left.type === 'string') refuseTimes(left, right, at);
  return compared(op, left, right);
}

/** Two strings that both are date-times are ordered as instants: one that surely is none decides for text order. */
function refuseTimes(a: Scalar, b: Scalar, at: Ir): void {
  const surelyText = [a, b].some(({ constant: text }) => typeof text === 'string' && !isDateTimeText(text));
  if (!surelyText) refuse('ordering texts that may be date-times', at);
}

/** Both operands in one type, or undefined where no conversion exists. */
function converted(a: Scalar, b: Scalar, op: CompareOp, at: Ir): readonly [Scalar, Scalar] | undefined {
  if (a.type === b.type) return [a, b];
  if (a.type === 'string' && b.type === 'instant') return pairOf(toInstant(a, at), b);
  if (a.type === 'string' && b.constant !== undefined) return [a, constant(String(b.constant))];
  if (a.type === 'string')
    return a.constant === undefined ? refuse('comparing a text with a number', at) : constantText(a, b, op, at);
  if (b.type !== 'string') return undefined;
  if (a.type === 'instant') return pairOf(a, toInstant(b, at));
  return pairOf(a, a.type === 'number' ? toNumber(b, at) : toBoolean(b, at));
}

function pairOf(a: Scalar | undefined, b: Scalar | undefined): readonly [Scalar, Scalar] | undefined {
  return a && b && [a, b];
}

/** A constant text against a number or boolean of the data: equal iff the text is how the value is written. */
function constantText(a: Scalar, b: Scalar, op: CompareOp, at: Ir): readonly [Scalar, Scalar] | undefined {
  if (op !== '=' && op !== '!=') return refuse('ordering a text and a number', at);
  const value = b.type === 'number' ? Number(a.constant) : a.constant === 'true';
  return String(value) === a.constant ? [constant(value), b] : undefined;
}

function toInstant(value: Scalar, at: Ir): Scalar | undefined {
  if (typeof value.constant !== 'string') return refuse('reading a date from a text of the data', at);
  const parsed = parseTime(value.constant);
  return Number.isNaN(parsed) ? undefined : instant(parsed);
}

function toNumber(value: Scalar, at: Ir): Scalar | undefined {
  if (typeof value.constant !== 'string') return refuse('reading a number from a text of the data', at);
  const parsed = numberOf(value.constant);
  return Number.isNaN(parsed) ? undefined : constant(parsed);
}

function toBoolean(value: Scalar, at: Ir): Scalar | undefined {
  if (typeof value.constant !== 'string') return refuse('reading a boolean from a text of the data', at);
  const word = value.constant.toLowerCase();
  return word === 'true' || word === 'false' ? constant(word === 'true') : undefined;
}
