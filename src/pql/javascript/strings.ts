import { contains, endsWith, equalsText, everyText, notEqualTo, someText, startsWith } from '../functions/strings.ts';
import type { Ir } from '../ir.ts';
import { matchesLike, parseLike } from '../values/like.ts';
import { regularExpression } from '../values/regular-expression.ts';
import type { Compiler } from './compiler.ts';
import type { Js } from './program.ts';
import { someValue, wholeValue } from './tests.ts';

type TextTest = (text: string, other: string) => boolean;

const PREDICATES: Readonly<Record<string, { readonly test: TextTest; readonly negated: boolean }>> = {
  startsWith: { test: startsWith, negated: false },
  doesNotStartWith: { test: startsWith, negated: true },
  endsWith: { test: endsWith, negated: false },
  doesNotEndWith: { test: endsWith, negated: true },
  contains: { test: contains, negated: false },
  doesNotContain: { test: contains, negated: true },
};

/** String predicates whose other operands are literals; undefined for anything else. */
export function compileStringPredicate(compiler: Compiler, name: string, args: readonly Ir[]): Js | undefined {
  const { js } = compiler;
  const [subject, other, flag] = args;
  if (subject === undefined || other?.kind !== 'literal' || typeof other.value !== 'string') return undefined;
  if (flag !== undefined && (flag.kind !== 'literal' || typeof flag.value !== 'boolean')) return undefined;
  const ignoreCase = flag?.kind === 'literal' && flag.value === false;
  const text = other.value;
  switch (name) {
    case 'like': {
      const pattern = parseLike(text);
      return positive(compiler, subject, (value) => matchesLike(value, pattern));
    }
    case 'matches': {
      const expression = regularExpression(text);
      return positive(compiler, subject, (value) => expression?.test(value) ?? false);
    }
    case 'equals':
    case 'equalsIgnoreCase':
      return someValue(compiler, subject, equality(compiler, text, ignoreCase || name === 'equalsIgnoreCase', false));
    case 'notEqualTo':
    case 'notEqualWithIgnoreCase':
      return wholeValue(
        compiler,
        compiler.value(subject),
        equality(compiler, text, ignoreCase || name === 'notEqualWithIgnoreCase', true),
      );
    default: {
      const predicate = Object.hasOwn(PREDICATES, name) ? PREDICATES[name] : undefined;
      if (predicate === undefined) return undefined;
      const test = withText(predicate.test, text, ignoreCase);
      if (!predicate.negated) return positive(compiler, subject, test);
      return wholeValue(compiler, compiler.value(subject), {
        string: js`!${test}(v)`,
        other: js`${everyText}(v, "", ${test})`,
      });
    }
  }
}

function withText(test: TextTest, text: string, ignoreCase: boolean): (value: string) => boolean {
  if (!ignoreCase) return (value) => test(value, text);
  const lower = text.toLowerCase();
  return (value) => test(value.toLowerCase(), lower);
}

/** A list holds for some element; numbers and Booleans are tested as text. */
function positive(compiler: Compiler, subject: Ir, test: (value: string) => boolean): Js {
  const { js } = compiler;
  return someValue(compiler, subject, { string: js`${test}(v)`, other: js`${someText}(v, "", ${test})` });
}

function equality({ js }: Compiler, text: string, ignoreCase: boolean, negated: boolean) {
  const lower = text.toLowerCase();
  const same = ignoreCase ? js`v.toLowerCase() === ${lower}` : js`v === ${text}`;
  const other = js`${negated ? notEqualTo : equalsText}(v, ${text}, ${!ignoreCase})`;
  return { string: negated ? js`!(${same})` : same, other };
}
