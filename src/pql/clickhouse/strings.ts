import type { Call, Ir } from '../ir.ts';
import { neverNull } from './compared.ts';
import { anyElement, compareScalars, comparison } from './comparison.ts';
import { textOf } from './conversions.ts';
import { overEvents } from './eventRows.ts';
import { notNull, presence } from './presence.ts';
import { refuse } from './refusal.ts';
import { beside, compile, type Scope } from './scope.ts';
import { not, text } from './sql.ts';
import { truth } from './truth.ts';
import { constant, type Scalar, scalar, type Value } from './value.ts';

/** A test of two texts of which none is null. */
type TextTest = (s: string, t: string) => string;

const tests: Readonly<Record<string, { readonly test: TextTest; readonly negative: boolean }>> = {
  startsWith: { test: (s, t) => `startsWith(${s}, ${t})`, negative: false },
  doesNotStartWith: { test: (s, t) => `NOT startsWith(${s}, ${t})`, negative: true },
  endsWith: { test: (s, t) => `endsWith(${s}, ${t})`, negative: false },
  doesNotEndWith: { test: (s, t) => `NOT endsWith(${s}, ${t})`, negative: true },
  contains: { test: (s, t) => `(position(${s}, ${t}) > 0)`, negative: false },
  doesNotContain: { test: (s, t) => `(position(${s}, ${t}) = 0)`, negative: true },
};

/** `startsWith(s, t[, cs])` and its siblings: byte search finds code points, because UTF-8 synchronises itself. */
export function textTest(call: Call, scope: Scope): Value {
  const [subject, pattern, flag] = call.args;
  const known = tests[call.name];
  if (known === undefined || subject === undefined || pattern === undefined)
    throw new Error(`Not a text test: ${call.name}`);
  return overEvents(compile(subject, scope), scope, call, (value) => {
    const other = asText(compile(pattern, beside(value, scope)));
    const choose = cased(flag, beside(value, scope));
    return anyElement(value, known.negative, scope, call, (item) => {
      const s = asText(item);
      if (s === undefined || other === undefined) return 'false';
      return choose((fold) => {
        const [a, b] = [fold(s), fold(other)];
        return neverNull(known.test(a.sql, b.sql), a, b);
      });
    });
  });
}

/** `equals`, `notEqualTo` and their siblings: with case ignored texts are compared, everything else as by `=`. */
export function equality(call: Call, op: '=' | '!=', flag: Ir | undefined, scope: Scope): Value {
  const [left, right] = call.args;
  if (left === undefined || right === undefined) throw new Error(`${call.name} lacks an operand`);
  if (flag === undefined) return comparison(op, left, right, call, scope);
  return overEvents(compile(left, scope), scope, call, (value) => {
    const other = compile(right, beside(value, scope));
    if (other.kind === 'nothing') return constant(false);
    const choose = cased(flag, beside(value, scope));
    if (other.kind !== 'scalar') return comparison(op, left, right, call, scope);
    const isList = value.kind === 'list' || value.kind === 'events';
    return anyElement(value, op === '!=', scope, call, (item) =>
      choose(
        (fold) => compareCased(op, item, other, fold, call, isList),
        () => compareScalars(op, item, other, call),
      ),
    );
  });
}

function compareCased(op: '=' | '!=', a: Scalar, b: Scalar, fold: Fold, at: Ir, isList: boolean): string {
  const [s, t] = [textOf(a), textOf(b)];
  if (s !== undefined && t !== undefined) return compareScalars(op, fold(s), fold(t), at);
  return isList && t !== undefined ? 'false' : compareScalars(op, a, b, at);
}

type Fold = (text: Scalar) => Scalar;

/** The test of two texts with the case flag: constant false ignores case, one of the data chooses row by row. */
function cased(flag: Ir | undefined, scope: Scope) {
  const value = flag === undefined ? undefined : compile(flag, scope);
  const keep: Fold = (text) => text;
  return (test: (fold: Fold) => string, sensitive = () => test(keep)): string => {
    if (value?.kind !== 'scalar' || value.type !== 'boolean' || value.constant === true) return sensitive();
    if (value.constant === false) return test(lower);
    return `if(${neverNull(`NOT ${value.sql}`, value)}, ${test(lower)}, ${sensitive()})`;
  };
}

/** `s like p`: the pattern is read here and written again in the engine's own escapes. */
export function like(call: Call, scope: Scope): Value {
  const [, pattern] = call.args;
  if (pattern === undefined) throw new Error('like has two operands');
  const known = asText(compile(pattern, scope));
  if (known === undefined) return constant(false);
  if (typeof known.constant !== 'string') return refuse('a pattern that is not constant', pattern);
  const written = text(enginePattern(known.constant));
  return textSubject(call, scope, (s) => neverNull(`${s.sql} LIKE ${written}`, s));
}

/** A test of the first argument of a call as text; a list holds when one of its elements does. */
export function textSubject(call: Call, scope: Scope, test: (s: Scalar) => string): Value {
  const [subject] = call.args;
  if (subject === undefined) throw new Error(`${call.name} has no subject`);
  return overEvents(compile(subject, scope), scope, call, (value) =>
    anyElement(value, false, scope, call, (item) => {
      const s = asText(item);
      return s === undefined ? 'false' : test(s);
    }),
  );
}

function enginePattern(pattern: string): string {
  return pattern.replace(/\\([%_\\])|\\/g, (_, escaped: string | undefined) => `\\${escaped ?? '\\'}`);
}

export function lower(s: Scalar): Scalar {
  if (typeof s.constant === 'string') return constant(s.constant.toLowerCase());
  return scalar('string', `lowerUTF8(${s.sql})`, s.nullable);
}

/** A value where a String is wanted; undefined where it surely is none. */
export function asText(value: Value): Scalar | undefined {
  return value.kind === 'scalar' ? textOf(value) : undefined;
}

/** `isEmpty`: null, the empty text and the empty list. */
export function isEmpty(value: Value, scope: Scope, at: Ir): string {
  if (value.kind === 'map') return not(presence(value, at));
  if (value.kind === 'scalar' && value.type === 'string') return not(neverNull(`${value.sql} != ''`, value));
  return value.kind === 'scalar' ? not(notNull(value, at)) : not(truth(value, scope, at));
}
