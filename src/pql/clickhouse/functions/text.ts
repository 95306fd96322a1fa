import type { Call, Ir } from '../../ir.ts';
import { numberOfText, SPACE, textOf } from '../conversions.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { or, text } from '../sql.ts';
import { asText, lower } from '../strings.ts';
import { textOfInstant } from '../time/text.ts';
import { constant, isNullable, nothing, type Scalar, scalar, type Value } from '../value.ts';
import { argument, type CallCompiler } from './arguments.ts';

/** Functions of texts that give a text or a number (pql.md section 6.9): null where an argument is null. */

function ofTexts(sql: (...texts: string[]) => string, type: 'string' | 'number'): CallCompiler {
  return (call, scope) => {
    const texts = call.args.map((ir) => asText(compile(ir, scope)));
    if (!texts.every((value) => value !== undefined)) return nothing;
    return scalar(type, sql(...texts.map((value) => value.sql)), texts.some(isNullable));
  };
}

const START = text(`^[${SPACE}]+`);
const END = text(`[${SPACE}]+$`);

function trimmed(...ends: readonly string[]): CallCompiler {
  return ofTexts((s) => ends.reduce((sql, end) => `replaceRegexpOne(${sql}, ${end}, '')`, s), 'string');
}

export const length = ofTexts((s) => `toFloat64(lengthUTF8(${s}))`, 'number');
export const upperCase = ofTexts((s) => `upperUTF8(${s})`, 'string');
export const trim = trimmed(START, END);
export const leftTrim = trimmed(START);
export const rightTrim = trimmed(END);
export const concat = ofTexts((...texts) => `concat(${texts.join(', ')})`, 'string');
export const indexOf = ofTexts((s, t) => `(toFloat64(positionUTF8(${s}, ${t})) - 1.)`, 'number');

/** The engine searches forwards only: the place is found in the reversed texts. */
export const lastIndexOf = ofTexts((s, t) => {
  const place = `toInt64(positionUTF8(reverseUTF8(${s}), reverseUTF8(${t})))`;
  const from = `toInt64(lengthUTF8(${s})) - toInt64(lengthUTF8(${t}))`;
  return `toFloat64(if(${place} = 0, toInt64(-1), ${from} - ${place} + 1))`;
}, 'number');

export function lowerCase(call: Call, scope: Scope): Value {
  const value = asText(compile(argument(call, 0), scope));
  return value === undefined ? nothing : lower(value);
}

/** `replace(s, t, u)`: every occurrence of t. */
export function replace(call: Call, scope: Scope): Value {
  const part = asText(compile(argument(call, 1), scope));
  if (part !== undefined && (typeof part.constant !== 'string' || part.constant === ''))
    return refuse('replacing a text that is empty or not constant', argument(call, 1));
  return ofTexts((s, t, u) => `replaceAll(${s}, ${t}, ${u})`, 'string')(call, scope);
}

/** `substr(s, b[, e])` in code points; places are clamped, and cut to whole numbers. */
export function substr(call: Call, scope: Scope): Value {
  const subject = asText(compile(argument(call, 0), scope));
  const [begin, end] = call.args.slice(1).map((ir) => place(ir, scope));
  if (subject === undefined || begin === undefined || (call.args.length > 2 && end === undefined)) return nothing;
  const size = end === undefined ? String(FAR) : `greatest(${end.sql} - ${begin.sql}, 0)`;
  const places = [begin, end ?? begin].filter(isNullable);
  const part = `substringUTF8(${subject.sql}, ${begin.sql} + 1, ${size})`;
  if (places.length === 0) return scalar('string', part, subject.nullable);
  return scalar('string', `if(${or(places.map(({ sql }) => `isNull(${sql})`))}, NULL, ${part})`, true);
}

/** Longer than every text. */
const FAR = 2 ** 31;

/** A zero-based place as an Int64 of at least 0. */
function place(ir: Ir, scope: Scope): Scalar | undefined {
  const value = compile(ir, scope);
  if (value.kind === 'list' || value.kind === 'events') return undefined;
  if (value.kind !== 'scalar' || value.type !== 'number') return undefined;
  const number = typeof value.constant === 'number' ? value.constant : undefined;
  if (number !== undefined) {
    const whole = Math.min(Math.max(Math.trunc(number) || 0, 0), FAR);
    return scalar('number', `toInt64(${whole})`, false);
  }
  // The greatest of null and a number is the number.
  const clamped = `toInt64(least(greatest(if(isNaN(${value.sql}), 0., ${value.sql}), 0.), ${FAR}.))`;
  return scalar('number', value.nullable ? `if(isNull(${value.sql}), NULL, ${clamped})` : clamped, value.nullable);
}

/** `split(s, sep)`; a separator without characters splits between all of them. */
export function split(call: Call, scope: Scope): Value {
  const subject = asText(compile(argument(call, 0), scope));
  const separator = asText(compile(argument(call, 1), scope));
  if (subject === undefined || separator === undefined) return nothing;
  if (typeof separator.constant !== 'string') return refuse('a separator that is not constant', argument(call, 1));
  const source = subject.nullable ? `ifNull(${subject.sql}, '')` : subject.sql;
  const parts =
    separator.constant === '' ? `extractAll(${source}, '(?s).')` : `splitByString(${separator.sql}, ${source})`;
  const missing = `isNull(${subject.sql})`;
  return {
    kind: 'list',
    sql: subject.nullable ? `if(${missing}, [], ${parts})` : parts,
    items: { kind: 'string' },
    itemsNullable: false,
    compact: false,
    present: subject.nullable ? { kind: 'column', sql: `(NOT ${missing})` } : { kind: 'always' },
  };
}

/** `toString(x)`; the text of a date of the data is not stored. */
export function toText(call: Call, scope: Scope): Value {
  const value = compile(argument(call, 0), scope);
  if (value.kind !== 'scalar') return nothing;
  if (value.type !== 'instant') return textOf(value) ?? nothing;
  if (value.written === undefined) return refuse('the text of a date of the data', call);
  return scalar('string', textOfInstant(value.sql, value.written), value.nullable);
}

/** `toInt(x)`: numbers are cut to whole ones, texts are read, true is 1 and false nothing. */
export function toInt(call: Call, scope: Scope): Value {
  const value = compile(argument(call, 0), scope);
  if (value.kind !== 'scalar') return nothing;
  switch (value.type) {
    case 'instant':
      return nothing;
    case 'boolean':
      return scalar('number', `if(${value.sql}, 1., NULL)`, true);
    case 'string':
      return cut(numberOfText(value));
    case 'number':
      return cut(value);
  }
}

function cut(value: Scalar | undefined): Value {
  if (value === undefined) return nothing;
  if (typeof value.constant === 'number')
    return Number.isFinite(value.constant) ? constant(Math.trunc(value.constant) + 0) : nothing;
  return scalar('number', `if(isFinite(${value.sql}), trunc(${value.sql}) + 0., NULL)`, true);
}
