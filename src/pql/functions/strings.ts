import { STRING } from '../check/types.ts';
import { compare, everyElement } from '../values/compare.ts';
import { like } from '../values/like.ts';
import { regularExpression } from '../values/regular-expression.ts';
import { isList, type PqlValue, textOf } from '../values/value.ts';
import type { FunctionGroup, ValueFunction } from './declaration.ts';
import { predicate, values } from './define.ts';

type TextTest = (text: string, other: string) => boolean;

/** A positive predicate: null is false, a list holds for some element. */
export function someText(subject: PqlValue, other: PqlValue, test: TextTest): boolean {
  if (isList(subject)) return subject.some((item) => someText(item, other, test));
  const text = textOf(subject);
  const argument = textOf(other);
  return text !== null && argument !== null && test(text, argument);
}

/** A negative predicate: null is false, a list must hold for every non-null element. */
export function everyText(subject: PqlValue, other: PqlValue, test: TextTest): boolean {
  if (isList(subject)) return everyElement(subject, (item) => everyText(item, other, test));
  const text = textOf(subject);
  const argument = textOf(other);
  return text !== null && argument !== null && !test(text, argument);
}

/** The test with the case of both sides ignored if the flag is false. */
function cased(test: TextTest, flag: PqlValue | undefined): TextTest {
  return flag === false ? (text, other) => test(text.toLowerCase(), other.toLowerCase()) : test;
}

/** `equals` and its relatives: `=`, and with case ignored a comparison of texts. */
export function equalsText(a: PqlValue, b: PqlValue, flag: PqlValue | undefined): boolean {
  return flag === false && areTexts(a, b)
    ? someText(
        a,
        b,
        cased((x, y) => x === y, false),
      )
    : compare('=', a, b);
}

export function notEqualTo(a: PqlValue, b: PqlValue, flag: PqlValue | undefined): boolean {
  return flag === false && areTexts(a, b)
    ? everyText(
        a,
        b,
        cased((x, y) => x === y, false),
      )
    : compare('!=', a, b);
}

function areTexts(a: PqlValue, b: PqlValue): boolean {
  return isList(a) ? textOf(b) !== null : textOf(a) !== null && textOf(b) !== null;
}

export const startsWith: TextTest = (text, other) => text.startsWith(other);
export const endsWith: TextTest = (text, other) => text.endsWith(other);
export const contains: TextTest = (text, other) => text.includes(other);

function positive(name: string, test: TextTest, doc: string, example: readonly [string, string]): ValueFunction {
  return predicate({
    name,
    params: 'subject string boolean?',
    signature: '(String, String[, Boolean]) → Boolean',
    doc: `${doc} The flag false ignores case.`,
    example,
    apply: ([subject = null, other = null, flag]) => someText(subject, other, cased(test, flag)),
  });
}

function negative(name: string, test: TextTest, doc: string, example: readonly [string, string]): ValueFunction {
  return predicate({
    name,
    params: 'subject string boolean?',
    signature: '(String, String[, Boolean]) → Boolean',
    doc: `${doc} The flag false ignores case. False for null.`,
    example,
    apply: ([subject = null, other = null, flag]) => everyText(subject, other, cased(test, flag)),
  });
}

export const STRINGS: FunctionGroup = {
  title: 'Strings',
  functions: [
    predicate({
      name: 'like',
      params: 'subject string',
      signature: '(String, String) → Boolean',
      doc: 'True if the whole text matches a pattern: `%` is any run, `_` one character, `\\` makes either literal. As an operator: `s like p`.',
      example: ['name like "A__ %"', 'true'],
      apply: ([subject = null, pattern = null]) => someText(subject, pattern, like),
    }),
    positive('startsWith', startsWith, 'True if the text starts with the other.', [
      'name.startsWith("ana", false)',
      'true',
    ]),
    negative('doesNotStartWith', startsWith, 'Negation of `startsWith`.', ['name.doesNotStartWith("B")', 'true']),
    positive('endsWith', endsWith, 'True if the text ends with the other.', ['endsWith(name, "lee")', 'false']),
    negative('doesNotEndWith', endsWith, 'Negation of `endsWith`.', ['name.doesNotEndWith("lee", false)', 'false']),
    positive('contains', contains, 'True if the text contains the other.', ['name.contains("a L")', 'true']),
    negative('doesNotContain', contains, 'Negation of `contains`.', ['name.doesNotContain("x")', 'true']),
    predicate({
      name: 'equals',
      params: 'any any boolean?',
      signature: '(T, T[, Boolean]) → Boolean',
      doc: 'The same as `=`; the flag false ignores the case of texts.',
      example: ['name.equals("ANA LEE", false)', 'true'],
      apply: ([a = null, b = null, flag]) => equalsText(a, b, flag),
    }),
    predicate({
      name: 'notEqualTo',
      params: 'any any boolean?',
      signature: '(T, T[, Boolean]) → Boolean',
      doc: 'The same as `!=`; the flag false ignores the case of texts.',
      example: ['name.notEqualTo("Ana Lee")', 'false'],
      apply: ([a = null, b = null, flag]) => notEqualTo(a, b, flag),
    }),
    predicate({
      name: 'matches',
      params: 'subject string',
      signature: '(String, String) → Boolean',
      doc: 'True if the regular expression is found anywhere in the text.',
      example: ['name.matches("L[a-z]{2}$")', 'true'],
      apply: ([subject = null, pattern = null]) =>
        someText(subject, pattern, (text, source) => regularExpression(source)?.test(text) ?? false),
    }),
    values({
      name: 'regexGroup',
      params: 'string string integer?',
      signature: '(String, String[, Integer]) → String',
      doc: 'The text of a group in the first match; the group is 1 by default, 0 if the pattern has none.',
      example: ['name.regexGroup("(\\\\w+) (\\\\w+)", 2)', '"Lee"'],
      result: STRING,
      apply: ([subject = null, pattern = null, group]) => regexGroup(textOf(subject), textOf(pattern), group),
    }),
  ],
};

function regexGroup(text: string | null, pattern: string | null, group: PqlValue | undefined): string | null {
  if (text === null || pattern === null || group === null) return null;
  const expression = regularExpression(pattern);
  if (expression === undefined) return null;
  const number = group === undefined ? Math.min(expression.groups, 1) : group;
  return typeof number === 'number' ? expression.group(text, number) : null;
}
