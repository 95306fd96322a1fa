import { contains, endsWith, equalsText, everyText, notEqualTo, someText, startsWith } from '../functions/strings.ts';
import type { Ir } from '../ir.ts';
import { matchesLike, parseLike } from '../values/like.ts';
import { regularExpression } from '../values/regular-expression.ts';
import type { Compiler, Condition } from './compiler.ts';
import { somePathValue } from './paths.ts';

type TextTest = (text: string, other: string) => boolean;

const PREDICATES: Readonly<Record<string, { readonly test: TextTest; readonly negated: boolean }>> = {
  startsWith: { test: startsWith, negated: false },
  doesNotStartWith: { test: startsWith, negated: true },
  endsWith: { test: endsWith, negated: false },
  doesNotEndWith: { test: endsWith, negated: true },
  contains: { test: contains, negated: false },
  doesNotContain: { test: contains, negated: true },
};

const same: TextTest = (text, other) => text === other;

/** String predicates whose other operands are literals; undefined for anything else. */
export function compileStringPredicate(compiler: Compiler, name: string, args: readonly Ir[]): Condition | undefined {
  const [subject, other, flag] = args;
  if (subject === undefined || other?.kind !== 'literal' || typeof other.value !== 'string') return undefined;
  if (flag !== undefined && (flag.kind !== 'literal' || typeof flag.value !== 'boolean')) return undefined;
  const ignoreCase = flag?.kind === 'literal' && flag.value === false;
  const text = other.value;
  switch (name) {
    case 'like': {
      const pattern = parseLike(text);
      return positive(compiler, subject, text, (value) => matchesLike(value, pattern));
    }
    case 'matches': {
      const expression = regularExpression(text);
      return positive(compiler, subject, text, (value) => expression?.test(value) ?? false);
    }
    case 'equals':
    case 'equalsIgnoreCase':
      return equality(compiler, subject, text, ignoreCase || name === 'equalsIgnoreCase', false);
    case 'notEqualTo':
    case 'notEqualWithIgnoreCase':
      return equality(compiler, subject, text, ignoreCase || name === 'notEqualWithIgnoreCase', true);
    default: {
      const predicate = Object.hasOwn(PREDICATES, name) ? PREDICATES[name] : undefined;
      if (predicate === undefined) return undefined;
      const test = withText(predicate.test, text, ignoreCase);
      return predicate.negated ? negative(compiler, subject, text, test) : positive(compiler, subject, text, test);
    }
  }
}

function withText(test: TextTest, text: string, ignoreCase: boolean): (value: string) => boolean {
  if (!ignoreCase) return (value) => test(value, text);
  const lower = text.toLowerCase();
  return (value) => test(value.toLowerCase(), lower);
}

/** A list holds for some element. */
function positive(compiler: Compiler, subject: Ir, text: string, test: (value: string) => boolean): Condition {
  const along = somePathValue(compiler, subject, (value) =>
    typeof value === 'string' ? test(value) : someText(value, text, test),
  );
  if (along !== undefined) return along;
  const value = compiler.value(subject);
  return () => {
    const found = value();
    return typeof found === 'string' ? test(found) : someText(found, text, test);
  };
}

/** A list must hold for every element. */
function negative(compiler: Compiler, subject: Ir, text: string, test: (value: string) => boolean): Condition {
  const value = compiler.value(subject);
  return () => {
    const found = value();
    return typeof found === 'string' ? !test(found) : everyText(found, text, test);
  };
}

function equality(compiler: Compiler, subject: Ir, text: string, ignoreCase: boolean, negated: boolean): Condition {
  const test = withText(same, text, ignoreCase);
  const slow = negated ? notEqualTo : equalsText;
  const flag = !ignoreCase;
  const value = compiler.value(subject);
  return () => {
    const found = value();
    return typeof found === 'string' ? test(found) !== negated : slow(found, text, flag);
  };
}
