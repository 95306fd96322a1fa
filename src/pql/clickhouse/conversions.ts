import { numberOf } from '../values/compare.ts';
import { text } from './sql.ts';
import { constant, type Scalar, scalar } from './value.ts';

/** Conversions between scalars as the language makes them (pql.md sections 4.4 and 6); instants are in time/text.ts. */

/** White space of the language: what its numeric text may be surrounded by, and what `trim` takes away. */
export const SPACE = [
  ...['\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', '\u1680'],
  ...['\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200a'],
  ...['\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff'],
].join('');

/** Numeric text: its sign, its digits without leading zeros, its exponent. */
const NUMERIC = `^[${SPACE}]*([+-]?)0*([0-9]+(?:\\.[0-9]+)?)([eE][+-]?[0-9]+)?[${SPACE}]*$`;

/** Text of a String, number or Boolean as `str` arguments take it; undefined for an instant, which has none. */
export function textOf(value: Scalar): Scalar | undefined {
  if (value.type === 'string') return value;
  if (value.type === 'instant') return undefined;
  if (value.constant !== undefined) return constant(String(value.constant));
  const sql = value.type === 'number' ? numberText(value.sql) : `if(${value.sql}, 'true', 'false')`;
  if (value.type === 'number' || !value.nullable) return scalar('string', sql, value.nullable);
  return scalar('string', `if(isNull(${value.sql}), NULL, ${sql})`, true);
}

/** The engine writes the shortest digits too, but exponents without `+`, zeros with a sign, and other infinities. */
function numberText(sql: string): string {
  const digits = `replaceRegexpOne(toString(${sql} + 0.), 'e([0-9])', 'e+\\\\1')`;
  return `replaceOne(replaceOne(${digits}, 'nan', 'NaN'), 'inf', 'Infinity')`;
}

/** The number that a text stands for, or undefined where it surely is none; null where the text of a row is none. */
export function numberOfText(value: Scalar): Scalar | undefined {
  if (typeof value.constant === 'string') {
    const parsed = numberOf(value.constant);
    return Number.isNaN(parsed) ? undefined : constant(parsed);
  }
  // The engine's own conversion is exact or not as a setting says; its JSON reader always is, but knows no infinity.
  const json = `concat(replaceOne(part[1], '+', ''), part[2], if(part[3] = '', 'e0', part[3]))`;
  const number = `ifNull(JSONExtract(${json}, 'Nullable(Float64)'), if(part[1] = '-', -inf, inf))`;
  const source = value.nullable ? `ifNull(${value.sql}, '')` : value.sql;
  const parts = `[extractGroups(${source}, ${text(NUMERIC)})]`;
  return scalar('number', `arrayMap(part -> if(empty(part), NULL, ${number}), ${parts})[1]`, true);
}

/** The Boolean that a text stands for, or undefined where it surely is none; null where the text of a row is none. */
export function booleanOfText(value: Scalar): Scalar | undefined {
  if (typeof value.constant === 'string') {
    const word = value.constant.toLowerCase();
    return word === 'true' || word === 'false' ? constant(word === 'true') : undefined;
  }
  const word = `lowerUTF8(ifNull(${value.sql}, ''))`;
  return scalar('boolean', `if(${word} = 'true', true, if(${word} = 'false', false, NULL))`, true);
}
