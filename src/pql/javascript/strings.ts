import { contains, endsWith, equalsText, everyText, notEqualTo, someText, startsWith } from '../functions/strings.ts';
import type { Ir } from '../ir.ts';
import {
  containsIgnoringCase,
  endsIgnoringCase,
  equalsIgnoringCase,
  startsIgnoringCase,
} from '../values/letter-case.ts';
import { matchesLike, parseLike } from '../values/like.ts';
import { regularExpression } from '../values/regular-expression.ts';
import type { Compiler } from './compiler.ts';
import type { Js } from './program.ts';
import { someValue, wholeValue } from './tests.ts';

type TextTest = (text: string, other: string) => boolean;

interface Predicate {
  readonly test: TextTest;
  /** The same for any case of the first text, where the second is in lower case. */
  readonly ignoringCase: TextTest;
  readonly negated: boolean;
}

const STARTS = { test: startsWith, ignoringCase: startsIgnoringCase };
const ENDS = { test: endsWith, ignoringCase: endsIgnoringCase };
const CONTAINS = { test: contains, ignoringCase: containsIgnoringCase };

const PREDICATES: Readonly<Record<string, Predicate>> = {
  startsWith: { ...STARTS, negated: false },
  doesNotStartWith: { ...STARTS, negated: true },
  endsWith: { ...ENDS, negated: false },
  doesNotEndWith: { ...ENDS, negated: true },
  contains: { ...CONTAINS, negated: false },
  doesNotContain: { ...CONTAINS, negated: true },
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
      const test = (value: string) => matchesLike(value, pattern);
      return positive(compiler, subject, js`${test}`, js`""`);
    }
    case 'matches': {
      const expression = regularExpression(text);
      const test = (value: string) => expression?.test(value) ?? false;
      return positive(compiler, subject, js`${test}`, js`""`);
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
      const test = ignoreCase ? predicate.ignoringCase : predicate.test;
      const argument = ignoreCase ? text.toLowerCase() : text;
      if (!predicate.negated) return positive(compiler, subject, js`${test}`, js`${argument}`);
      return wholeValue(compiler, compiler.value(subject), {
        string: js`!${test}(v, ${argument})`,
        other: js`${everyText}(v, ${argument}, ${test})`,
      });
    }
  }
}

/** A list holds for some element; numbers and Booleans are tested as text. */
function positive(compiler: Compiler, subject: Ir, test: Js, argument: Js): Js {
  const { js } = compiler;
  return someValue(compiler, subject, {
    string: js`${test}(v, ${argument})`,
    other: js`${someText}(v, ${argument}, ${test})`,
  });
}

function equality({ js }: Compiler, text: string, ignoreCase: boolean, negated: boolean) {
  const lower = text.toLowerCase();
  const same = ignoreCase ? js`${equalsIgnoringCase}(v, ${lower})` : js`v === ${text}`;
  const other = js`${negated ? notEqualTo : equalsText}(v, ${text}, ${!ignoreCase})`;
  return { string: negated ? js`!(${same})` : same, other };
}
