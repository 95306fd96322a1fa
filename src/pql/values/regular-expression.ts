import { RE2JS, RE2JSException } from 're2js';
import { translatePattern } from './regular-expression-syntax.ts';

/** A compiled regular expression; matching takes time linear in the text. */
export interface RegularExpression {
  readonly groups: number;
  /** True if it is found anywhere in the text. */
  test(text: string): boolean;
  /** Text of a group of the first match; null without match, for an unset group and for a group that is not there. */
  group(text: string, number: number): string | null;
  /** The text with every match replaced; the replacement is literal. */
  replaceAll(text: string, replacement: string): string;
}

export interface InvalidPattern {
  readonly fault: string;
}

/** Compiled patterns; run-time patterns come from data, so their number is bounded. */
const cache = new Map<string, RegularExpression | InvalidPattern>();
const CACHE_SIZE = 1000;

/** Compiles a pattern of the supported subset (pql.md section 6.5), or says why it is not one. */
export function compilePattern(source: string): RegularExpression | InvalidPattern {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const compiled = compileUncached(source);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(source, compiled);
  return compiled;
}

/** The compiled pattern, undefined if it is not valid. */
export function regularExpression(source: string): RegularExpression | undefined {
  const compiled = compilePattern(source);
  return 'fault' in compiled ? undefined : compiled;
}

function compileUncached(source: string): RegularExpression | InvalidPattern {
  const translated = translatePattern(source);
  if ('fault' in translated) return translated;
  const expression = compileTranslated(translated.pattern);
  if ('fault' in expression) return expression;
  const { groups } = translated;
  return {
    groups,
    test: (text) => expression.test(text),
    group: (text, number) => {
      if (!Number.isInteger(number) || number < 0 || number > groups) return null;
      const matcher = expression.matcher(text);
      return matcher.find() ? matcher.group(number) : null;
    },
    replaceAll: (text, replacement) => replaceMatches(expression, text, replacement),
  };
}

function replaceMatches(expression: RE2JS, text: string, replacement: string): string {
  const matcher = expression.matcher(text);
  let result = '';
  let at = 0;
  while (matcher.find()) {
    result += text.slice(at, matcher.start()) + replacement;
    at = matcher.end();
  }
  return result + text.slice(at);
}

function compileTranslated(pattern: string): RE2JS | InvalidPattern {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) return { fault: error.message };
    throw error;
  }
}
