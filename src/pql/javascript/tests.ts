import type { Ir } from '../ir.ts';
import type { Compiler } from './compiler.ts';
import { compilePath } from './paths.ts';
import type { Js } from './program.ts';

/** A predicate of the value `v`, by the type that it turns out to have. */
export interface Test {
  /** For a String; without it Strings are like any other value. */
  readonly string?: Js;
  /** For a number. */
  readonly number?: Js;
  /** For every other value, null and lists included. */
  readonly other: Js;
}

/** A test that holds for some element of a list, and never for null: paths through arrays are followed without making lists. */
export function someValue(compiler: Compiler, subject: Ir, test: Test): Js {
  const { program, js } = compiler;
  const { free } = js`${test.string ?? js``}${test.number ?? js``}${test.other}`;
  const end = program.recursive([js`v`], free, (self) => {
    const others = js`if (Array.isArray(v)) { for (const e of v) if (${self(js`e`)}) return true; return false; }`;
    const slow = program.recursive([js`v`], free, () => js`${others} return ${test.other};`);
    return js`${byType(compiler, test)} return ${slow(js`v`)};`;
  });
  return compilePath(compiler, subject, end) ?? end(compiler.value(subject));
}

/** A test of a value as a whole, which knows what to do with a list. */
export function wholeValue(compiler: Compiler, value: Js, test: Test): Js {
  const { program, js } = compiler;
  return program.fn([js`v`], js`${byType(compiler, test)} return ${test.other};`)(value);
}

function byType({ js }: Compiler, { string, number }: Test): Js {
  const strings = string === undefined ? js`` : js`if (typeof v === "string") return ${string};`;
  return number === undefined ? strings : js`${strings} if (typeof v === "number") return ${number};`;
}
