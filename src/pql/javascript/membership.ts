import { memberOf, notMemberOf } from '../functions/lists.ts';
import { isInSegment } from '../functions/segments.ts';
import type { Ir } from '../ir.ts';
import { numberOf } from '../values/compare.ts';
import { isEntries, ownValue, type PqlValue, textOf } from '../values/value.ts';
import type { Compiler, Condition } from './compiler.ts';

/** `x in L` and `x notIn L`; a list of literals is looked up in sets. */
export function compileMembership(compiler: Compiler, subject: Ir, list: Ir, negated: boolean): Condition {
  const slow = negated ? notMemberOf : memberOf;
  const value = compiler.value(subject);
  const constants = list.kind === 'list' ? literals(list.items) : undefined;
  if (constants === undefined) {
    const elements = compiler.value(list);
    return () => slow(value(), elements());
  }
  const texts = new Set(constants.map(textOf));
  const numbers = new Set(constants.map((item) => (typeof item === 'string' ? numberOf(item) : item)));
  numbers.delete(Number.NaN);
  texts.delete(null);
  return () => {
    const found = value();
    if (typeof found === 'string') return texts.has(found) !== negated;
    return typeof found === 'number' ? numbers.has(found) !== negated : slow(found, constants);
  };
}

function literals(items: readonly Ir[]): readonly PqlValue[] | undefined {
  const constants = items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  return constants.length === items.length ? constants : undefined;
}

/** `inSegment("id")`. */
export function compileInSegment(compiler: Compiler, id: Ir): Condition {
  const { frame } = compiler;
  const value = compiler.value(id);
  return () => {
    const text = textOf(value());
    const { root } = frame;
    const membership = isEntries(root) ? (ownValue(root, 'segmentMembership') ?? null) : null;
    return text !== null && membership !== null && isInSegment(membership, text, frame.now);
  };
}
