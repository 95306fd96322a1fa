import { memberOf, notMemberOf } from '../functions/lists.ts';
import { isInSegment } from '../functions/segments.ts';
import type { Ir } from '../ir.ts';
import { numberOf } from '../values/compare.ts';
import { type PqlValue, textOf } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import { type Js, join } from './program.ts';
import { someValue, wholeValue } from './tests.ts';

/** Lists up to this length are compared one by one. */
const FEW = 8;

/** `x in L` and `x notIn L`; a list of literals is looked up in sets. */
export function compileMembership(compiler: Compiler, subject: Ir, list: Ir, negated: boolean): Js {
  const { js } = compiler;
  const slow = negated ? notMemberOf : memberOf;
  const constants = list.kind === 'list' ? literals(list.items) : undefined;
  if (constants === undefined) return js`${slow}(${compiler.value(subject)}, ${compiler.value(list)})`;
  const texts = new Set(constants.map(textOf).filter((text) => text !== null));
  const numbers = new Set(
    constants
      .map((item) => (typeof item === 'string' ? numberOf(item) : item))
      .filter((item) => typeof item === 'number'),
  );
  numbers.delete(Number.NaN);
  const test = {
    string: among(compiler, texts, negated),
    number: among(compiler, numbers, negated),
    other: js`${slow}(v, ${constants})`,
  };
  return negated ? wholeValue(compiler, compiler.value(subject), test) : someValue(compiler, subject, test);
}

/** Whether `v` is among constants of its type, or is not. */
function among({ js }: Compiler, constants: ReadonlySet<string | number>, negated: boolean): Js {
  if (constants.size > FEW) return js`${constants}.has(v) !== ${negated}`;
  const equal = join([js`false`, ...[...constants].map((constant) => js`v === ${constant}`)], ' || ');
  return negated ? js`!(${equal})` : equal;
}

function literals(items: readonly Ir[]): readonly PqlValue[] | undefined {
  const constants = items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  return constants.length === items.length ? constants : undefined;
}

/** `inSegment("id")`. */
export function compileInSegment(compiler: Compiler, id: Ir): Js {
  const { program, js, frame } = compiler;
  const isMember = js`${isInSegment}(${frame}.root?.segmentMembership ?? null, id, ${frame}.now)`;
  if (id.kind === 'literal' && typeof id.value === 'string')
    return program.fn([js`id`], js`return ${isMember};`)(js`${id.value}`);
  return program.fn([js`id`], js`return id !== null && ${isMember};`)(js`${textOf}(${compiler.value(id)})`);
}
