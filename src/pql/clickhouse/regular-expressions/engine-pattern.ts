import { regularExpression } from '../../values/regular-expression.ts';
import { translatePattern } from '../../values/regular-expression-syntax.ts';
import { type Shape, shapeOf, UnequalPattern } from './parse.ts';

/** A pattern of the language as the engine has to be given it. */
export interface EnginePattern {
  /** All of it is a group of its own, so that the groups of the pattern have numbers from 2. */
  readonly grouped: string;
  readonly plain: string;
  readonly shape: Shape;
  /** Whether `^` and `$` stand for the borders of lines. */
  readonly multiline: boolean;
}

/** States above which the engine might refuse a pattern. */
const LARGEST = 30_000;

/**
 * The pattern for `match`, `extractGroups` and their like; undefined where the pattern is not valid in the language.
 *
 * @throws UnequalPattern where the engine may find something else
 */
export function enginePattern(source: string): EnginePattern | undefined {
  const translated = translatePattern(source);
  if ('fault' in translated || regularExpression(source) === undefined) return undefined;
  const flags = /^(?:\(\?[ism]+\))*/.exec(translated.pattern)?.[0] ?? '';
  const shape = shapeOf(translated.pattern.slice(flags.length), flags.includes('i'));
  if (shape.size * (flags.includes('i') ? 2 : 1) > LARGEST)
    throw new UnequalPattern('a regular expression of that size');
  // For the engine `.` matches a line feed too, unless it is told otherwise. A pattern that speaks of case it gives to
  // RE2 as it is; of others it first looks for fixed bytes, and takes the first bytes of an optional character for such.
  const prefix = `(?-is)${flags}`;
  return {
    plain: `${prefix}${shape.text}`,
    grouped: `${prefix}(${shape.text})`,
    shape,
    multiline: flags.includes('m'),
  };
}
