import type { Direction, TimeRef, TimeTest } from '../ast.ts';
import type { CompareOp, TimeUnit } from '../ir.ts';
import { nearest } from '../nearest.ts';
import type { Cursor, Grammar } from './cursor.ts';
import { timeHint } from './hints.ts';
import { UNIT_WORDS } from './keywords.ts';

const COMPARISONS: Readonly<Record<string, CompareOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** What may follow a reference, and is no unit. */
const JOINING: ReadonlySet<string> = new Set(['and', 'or']);

/** Reads what follows `occurs` (pql.md section 8.3). */
export function parseTimeTest(grammar: Grammar): TimeTest {
  const { cursor } = grammar;
  const token = cursor.peek();
  const op = token.kind === 'punct' ? COMPARISONS[token.text] : undefined;
  if (op !== undefined) return distance(grammar, op);
  const hint = timeHint(token, cursor.peek(1));
  if (hint !== undefined) cursor.fail(['a time test'], hint);
  const { start, keyword } = token;
  if (keyword === 'before' || keyword === 'after' || keyword === 'from') {
    cursor.take();
    return { kind: 'relation', direction: keyword, reference: timeRef(grammar), ...cursor.spanFrom(start) };
  }
  if (cursor.acceptKeyword('between')) {
    const from = timeRef(grammar);
    cursor.expectKeyword('and');
    return { kind: 'between', from, to: timeRef(grammar), ...cursor.spanFrom(start) };
  }
  cursor.acceptKeyword('on');
  return { kind: 'on', reference: timeRef(grammar), ...cursor.spanFrom(start) };
}

/** Reads the content of `WHEN(…)`: time tests joined by `and`, `or` and `not`. */
export function parseTimePredicate(grammar: Grammar): TimeTest {
  return timeLogic(grammar, 'or', () => timeLogic(grammar, 'and', () => timeNot(grammar)));
}

function timeLogic({ cursor }: Grammar, kind: 'and' | 'or', operand: () => TimeTest): TimeTest {
  const first = operand();
  if (!cursor.isKeyword(kind)) return first;
  const operands = [first];
  while (cursor.acceptKeyword(kind)) operands.push(operand());
  return { kind, operands, ...cursor.spanFrom(first.start) };
}

function timeNot(grammar: Grammar): TimeTest {
  const { cursor } = grammar;
  const { start } = cursor.peek();
  if (cursor.acceptKeyword('not') || cursor.accept('!')) {
    return cursor.nested(() => ({ kind: 'not', operand: timeNot(grammar), ...cursor.spanFrom(start) }));
  }
  if (!cursor.is('(') || continuesPath(cursor)) return parseTimeTest(grammar);
  return cursor.nested(() => {
    cursor.take();
    const inner = parseTimePredicate(grammar);
    cursor.expect(')');
    return { ...inner, ...cursor.spanFrom(start) };
  });
}

function continuesPath(cursor: Cursor): boolean {
  const after = cursor.afterBracket();
  return after?.kind === 'punct' && (after.text === '.' || after.text === '[');
}

function distance(grammar: Grammar, op: CompareOp): TimeTest {
  const { cursor } = grammar;
  const { start } = cursor.take();
  const amount = integer(cursor);
  const unit = timeUnit(cursor);
  const direction = directionOf(cursor, ['before', 'after', 'from']);
  return { kind: 'distance', op, amount, unit, direction, reference: timeRef(grammar), ...cursor.spanFrom(start) };
}

function timeRef(grammar: Grammar): TimeRef {
  return grammar.cursor.nested(() => reference(grammar));
}

function reference(grammar: Grammar): TimeRef {
  const { cursor } = grammar;
  const token = cursor.peek();
  const { start, keyword } = token;
  const pathFollows = cursor.is('.', 1) || cursor.is('[', 1);
  if ((keyword === 'now' || keyword === 'today' || keyword === 'yesterday' || keyword === 'tomorrow') && !pathFollows) {
    cursor.take();
    return { kind: keyword, ...cursor.spanFrom(start) };
  }
  if ((keyword === 'this' || keyword === 'last' || keyword === 'next') && cursor.peek(1).kind === 'word') {
    const unit = UNIT_WORDS.get(cursor.peek(1).keyword);
    if (unit !== undefined) {
      cursor.take();
      cursor.take();
      return { kind: 'period', which: keyword, unit, ...cursor.spanFrom(start) };
    }
  }
  if (token.kind === 'integer' && cursor.peek(1).kind === 'word' && !JOINING.has(cursor.peek(1).keyword)) {
    const amount = integer(cursor);
    const unit = timeUnit(cursor);
    const direction = directionOf(cursor, ['before', 'after']);
    return { kind: 'offset', amount, unit, direction, reference: timeRef(grammar), ...cursor.spanFrom(start) };
  }
  const value = grammar.postfix();
  return { kind: 'expression', value, start: value.start, end: value.end };
}

/** Reads an unsigned integer literal. */
export function integer(cursor: Cursor): number {
  if (cursor.peek().kind !== 'integer') cursor.fail(['an integer']);
  return Number(cursor.take().text);
}

function timeUnit(cursor: Cursor): TimeUnit {
  const token = cursor.peek();
  const unit = UNIT_WORDS.get(token.keyword);
  if (unit === undefined) {
    const close = token.kind === 'word' ? nearest(token.text.toLowerCase(), UNIT_WORDS.keys()) : undefined;
    return cursor.fail(
      ['a unit of time'],
      close === undefined ? 'for example days or hours' : `did you mean ${close}?`,
    );
  }
  cursor.take();
  return unit;
}

function directionOf<D extends Direction>(cursor: Cursor, directions: readonly D[]): D {
  const { keyword, text } = cursor.peek();
  const direction = directions.find((name) => name === keyword);
  if (direction === undefined) {
    const hint = text.toLowerCase() === 'ago' ? 'write before now' : 'for example before now';
    return cursor.fail(
      directions.map((name) => `'${name}'`),
      hint,
    );
  }
  cursor.take();
  return direction;
}
