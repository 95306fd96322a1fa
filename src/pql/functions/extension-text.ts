import { BOOLEAN, INTEGER, listOf, STRING } from '../check/types.ts';
import { numberOf } from '../values/compare.ts';
import { regularExpression } from '../values/regular-expression.ts';
import { isList, type PqlValue, scalarText, textOf } from '../values/value.ts';
import type { FunctionGroup, ValueFunction } from './declaration.ts';
import { predicate, values } from './define.ts';
import { equalsText, notEqualTo } from './strings.ts';

/** A function of one text; null if the argument is none. */
function ofText(
  name: string,
  doc: string,
  example: readonly [string, string],
  result: ValueFunction['result'],
  apply: (text: string) => PqlValue,
): ValueFunction {
  return values({
    name,
    params: 'string',
    signature: `(String) → ${name === 'length' ? 'Integer' : 'String'}`,
    doc,
    example,
    result,
    apply: ([value = null]) => {
      const text = textOf(value);
      return text === null ? null : apply(text);
    },
  });
}

/** A function of several texts; null if any of them is none. */
function ofTexts(
  name: string,
  signature: string,
  doc: string,
  example: readonly [string, string],
  result: ValueFunction['result'],
  apply: (...texts: string[]) => PqlValue,
): ValueFunction {
  const count = signature.split('String,').length;
  return values({
    name,
    params: Array.from({ length: count }, () => 'string').join(' '),
    signature,
    doc,
    example,
    result,
    apply: (args) => {
      const texts = args.map(textOf).filter((text) => text !== null);
      return texts.length === args.length ? apply(...texts) : null;
    },
  });
}

const text = () => STRING;
const integer = () => INTEGER;

/** Zero-based place of a part in code points, -1 if absent. */
function placeOf(whole: string, unit: number): number {
  return unit < 0 ? -1 : [...whole.slice(0, unit)].length;
}

/** The empty part occurs before and after every code point. */
function replaced(whole: string, part: string, other: string): string {
  if (part !== '') return whole.replaceAll(part, () => other);
  return other + [...whole].map((character) => character + other).join('');
}

function substr(value: PqlValue, begin: PqlValue | undefined, end: PqlValue | undefined): string | null {
  const whole = textOf(value);
  if (whole === null || typeof begin !== 'number' || (end !== undefined && typeof end !== 'number')) return null;
  const characters = [...whole];
  const clamp = (place: number) => Math.min(Math.max(place, 0), characters.length);
  return characters.slice(clamp(begin), clamp(end ?? characters.length)).join('');
}

function toInt(value: PqlValue): number | null {
  if (typeof value === 'boolean') return value ? 1 : null;
  const number = typeof value === 'string' ? numberOf(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) + 0 : null;
}

function isEmpty(value: PqlValue): boolean {
  return value === null || value === '' || (isList(value) && value.length === 0);
}

export const EXTENSION_TEXT: FunctionGroup = {
  title: 'Extension: text and conversion',
  functions: [
    ofText('length', 'The number of code points.', ['name.length()', '7'], integer, (value) => [...value].length),
    ofText('lowerCase', 'The text in lower case.', ['name.lowerCase()', '"ana lee"'], text, (value) =>
      value.toLowerCase(),
    ),
    ofText('upperCase', 'The text in upper case.', ['name.upperCase()', '"ANA LEE"'], text, (value) =>
      value.toUpperCase(),
    ),
    ofText('trim', 'The text without white space at both ends.', ['" x ".trim()', '"x"'], text, (value) =>
      value.trim(),
    ),
    ofText('leftTrim', 'The text without white space at its start.', ['" x ".leftTrim()', '"x "'], text, (value) =>
      value.trimStart(),
    ),
    ofText('rightTrim', 'The text without white space at its end.', ['" x ".rightTrim()', '" x"'], text, (value) =>
      value.trimEnd(),
    ),
    ofTexts(
      'concat',
      '(String, String) → String',
      'Both texts joined.',
      ['concat(name, "!")', '"Ana Lee!"'],
      text,
      (a = '', b = '') => a + b,
    ),
    values({
      name: 'substr',
      params: 'string integer integer?',
      signature: '(String, Integer[, Integer]) → String',
      doc: 'The part from a zero-based place up to, not including, another (by default the end). Places are clamped.',
      example: ['name.substr(4)', '"Lee"'],
      result: STRING,
      apply: ([value = null, begin, end]) => substr(value, begin, end),
    }),
    ofTexts(
      'indexOf',
      '(String, String) → Integer',
      'The zero-based place of the first occurrence, −1 if there is none.',
      ['name.indexOf("e")', '5'],
      integer,
      (whole = '', part = '') => placeOf(whole, whole.indexOf(part)),
    ),
    ofTexts(
      'lastIndexOf',
      '(String, String) → Integer',
      'The zero-based place of the last occurrence, −1 if there is none.',
      ['name.lastIndexOf("e")', '6'],
      integer,
      (whole = '', part = '') => placeOf(whole, whole.lastIndexOf(part)),
    ),
    ofTexts(
      'replace',
      '(String, String, String) → String',
      'The text with every occurrence of the second replaced by the third.',
      ['name.replace("e", "3")', '"Ana L33"'],
      text,
      (whole = '', part = '', other = '') => replaced(whole, part, other),
    ),
    ofTexts(
      'replaceAll',
      '(String, String, String) → String',
      'The text with every match of a regular expression replaced; the replacement is literal.',
      ['name.replaceAll("[a-z]+", "-")', '"A- L-"'],
      text,
      (whole = '', pattern = '', other = '') => regularExpression(pattern)?.replaceAll(whole, other) ?? null,
    ),
    ofTexts(
      'split',
      '(String, String) → List<String>',
      'The parts of the text between occurrences of the separator.',
      ['name.split(" ")', '["Ana","Lee"]'],
      () => listOf(STRING),
      (whole = '', separator = '') => (separator === '' ? [...whole] : whole.split(separator)),
    ),
    predicate({
      name: 'equalsIgnoreCase',
      params: 'subject string',
      signature: '(String, String) → Boolean',
      doc: 'The same as `equals` with the flag false.',
      example: ['name.equalsIgnoreCase("ana lee")', 'true'],
      apply: ([a = null, b = null]) => equalsText(a, b, false),
    }),
    predicate({
      name: 'notEqualWithIgnoreCase',
      params: 'subject string',
      signature: '(String, String) → Boolean',
      doc: 'The same as `notEqualTo` with the flag false.',
      example: ['name.notEqualWithIgnoreCase("ana lee")', 'false'],
      apply: ([a = null, b = null]) => notEqualTo(a, b, false),
    }),
    values({
      name: 'isEmpty',
      params: 'any',
      signature: '(Any) → Boolean',
      doc: 'True for null, the empty text and the empty list.',
      nulls: 'true',
      example: ['"".isEmpty()', 'true'],
      result: BOOLEAN,
      apply: ([value = null]) => isEmpty(value),
    }),
    values({
      name: 'isNotEmpty',
      params: 'any',
      signature: '(Any) → Boolean',
      doc: 'Negation of `isEmpty`.',
      nulls: 'false',
      example: ['tags.isNotEmpty()', 'true'],
      result: BOOLEAN,
      apply: ([value = null]) => !isEmpty(value),
    }),
    values({
      name: 'toString',
      params: 'scalar',
      signature: '(Any scalar) → String',
      doc: 'The text of a scalar; times in ISO form.',
      example: ['toString(12)', '"12"'],
      result: STRING,
      apply: ([value = null]) => scalarText(value),
    }),
    values({
      name: 'toInt',
      params: 'scalar',
      signature: '(Any scalar) → Integer',
      doc: 'A number or numeric text without its fraction; true is 1, false is null.',
      example: ['toInt("42.6")', '42'],
      result: INTEGER,
      apply: ([value = null]) => toInt(value),
    }),
  ],
};
