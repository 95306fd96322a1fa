import fc from 'fast-check';
import { quoteString } from '../../../src/pql/text/strings.ts';
import { NUMBERS, TEXTS } from './profile.ts';

/** A part of a random expression, as text. */
export type Text = fc.Arbitrary<string>;

export const numberLiteral = fc
  .constantFrom(...NUMBERS)
  .map((value) => (Number.isInteger(value) ? `${value}` : value.toFixed(2)));
export const textLiteral = fc.constantFrom(...TEXTS).map(quoteString);
export const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
export const unit = fc.constantFrom('seconds', 'hours', 'days', 'weeks', 'months', 'years');
export const amount = fc.integer({ min: 0, max: 40 });
export const regularExpression = fc
  .constantFrom('a', '^a', 'b$', '[a-z]+', '(a)|(b)', '(?i)A', '\\d', '.')
  .map(quoteString);

/** Joins arbitrary parts to a text. */
export function join(parts: readonly TemplatePart[]): Text {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));
}

type TemplatePart = string | Text | fc.Arbitrary<number>;

/** Makes an arbitrary only when it is drawn, so that the grammar may recurse. */
export function lazy(make: () => Text): Text {
  return fc.constant(undefined).chain(make);
}

export function among(choices: readonly (() => Text)[]): Text {
  return fc.nat({ max: choices.length - 1 }).chain((index) => choices[index]?.() ?? fc.constant('null'));
}

export function oneOfPaths(paths: readonly string[], fallback: Text): Text {
  return paths.length === 0 ? fallback : fc.constantFrom(...paths);
}
