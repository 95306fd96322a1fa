import type { Call, Ir } from '../ir.ts';
import { neverNull } from './compared.ts';
import { anyElement, compareScalars, notNull } from './comparison.ts';
import { textOf } from './conversions.ts';
import { refuse } from './refusal.ts';
import { beside, compile, type Scope } from './scope.ts';
import { not, text } from './sql.ts';
import { truth } from './truth.ts';
import { constant, nothing, type Scalar, scalar, type Value } from './value.ts';

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
  const [subject, pattern, sensitive] = call.args;
  const known = tests[call.name];
  if (known === undefined || subject === undefined || pattern === undefined)
    throw new Error(`Not a text test: ${call.name}`);
  const value = compile(subject, scope);
  const other = asText(compile(pattern, beside(value, scope)), pattern);
  const ignoreCase = ignoresCase(sensitive);
  return anyElement(value, known.negative, scope, call, (item) => {
    const s = asText(item, subject);
    if (s === undefined || other === undefined) return 'false';
    const [a, b] = ignoreCase ? [lower(s), lower(other)] : [s, other];
    return neverNull(known.test(a.sql, b.sql), a, b);
  });
}

/** `equals` and `notEqualTo` with the case flag off: texts ignore case, everything else is compared as by `=`. */
export function equalsIgnoringCase(left: Ir, right: Ir, negative: boolean, at: Ir, scope: Scope): Value {
  const value = compile(left, scope);
  const other = compile(right, beside(value, scope));
  const op = negative ? '!=' : '=';
  return anyElement(value, negative, scope, at, (item) => {
    if (other.kind === 'nothing') return 'false';
    if (other.kind !== 'scalar') return refuse('ignoring case in a list, map or object', right);
    const texts = item.type === 'string' && other.type === 'string';
    const [a, b] = texts ? [lower(item), lower(other)] : [item, other];
    return compareScalars(op, a, b, at);
  });
}

/** `s like p`: the pattern is read here and written again in the engine's own escapes. */
export function like(call: Call, scope: Scope): Value {
  const [subject, pattern] = call.args;
  if (subject === undefined || pattern === undefined) throw new Error('like has two operands');
  const known = compile(pattern, scope);
  if (known.kind === 'nothing') return constant(false);
  if (known.kind !== 'scalar' || typeof known.constant !== 'string')
    return refuse('a pattern that is not constant', pattern);
  const written = text(enginePattern(known.constant));
  return anyElement(compile(subject, scope), false, scope, call, (item) => {
    const s = asText(item, subject);
    return s === undefined ? 'false' : neverNull(`${s.sql} LIKE ${written}`, s);
  });
}

function enginePattern(pattern: string): string {
  return pattern.replace(/\\([%_\\])|\\/g, (_, escaped: string | undefined) => `\\${escaped ?? '\\'}`);
}

/** Functions of one text that give a text or a number. */
const textFunctions: Readonly<Record<string, (s: Scalar) => Scalar>> = {
  length: (s) => scalar('number', `toFloat64(lengthUTF8(${s.sql}))`, s.nullable),
  lowerCase: lower,
  upperCase: (s) => scalar('string', `upperUTF8(${s.sql})`, s.nullable),
};

export function textFunction(call: Call, scope: Scope): Value {
  const [subject] = call.args;
  const apply = textFunctions[call.name];
  if (subject === undefined || apply === undefined) throw new Error(`Not a function of one text: ${call.name}`);
  const value = compile(subject, scope);
  if (value.kind === 'nothing') return nothing;
  const s =
    value.kind === 'scalar' ? asText(value, subject) : refuse('a text function of a list, map or object', subject);
  return s === undefined ? nothing : apply(s);
}

/** `concat(s, t)`: null when either is. */
export function concat(call: Call, scope: Scope): Value {
  const parts = call.args.map((argument) => asText(compile(argument, scope), argument));
  if (!parts.every((part) => part !== undefined)) return nothing;
  return scalar(
    'string',
    `concat(${parts.map((part) => part.sql).join(', ')})`,
    parts.some((part) => part.nullable),
  );
}

function lower(s: Scalar): Scalar {
  if (typeof s.constant === 'string') return constant(s.constant.toLowerCase());
  return scalar('string', `lowerUTF8(${s.sql})`, s.nullable);
}

/** A value where a String is wanted; undefined where it surely is none. */
function asText(value: Value, at: Ir): Scalar | undefined {
  if (value.kind === 'nothing') return undefined;
  return value.kind === 'scalar' ? textOf(value) : refuse('a list, map or object in the place of a text', at);
}

/** The optional case flag; only a constant one is known here. */
export function ignoresCase(flag: Ir | undefined): boolean {
  if (flag === undefined) return false;
  if (flag.kind === 'literal' && typeof flag.value === 'boolean') return !flag.value;
  return refuse('a case flag that is not constant', flag);
}

/** `isEmpty`: null, the empty text and the empty list. */
export function isEmpty(value: Value, scope: Scope, at: Ir): string {
  if (value.kind === 'scalar' && value.type === 'string') return not(neverNull(`${value.sql} != ''`, value));
  return value.kind === 'scalar' ? not(notNull(value, at)) : not(truth(value, scope, at));
}
