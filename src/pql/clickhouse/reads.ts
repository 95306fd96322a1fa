import type { Ir, TimeTest } from '../ir.ts';
import { boundBy, childrenOf, timeRefsOf } from '../walk.ts';

/** What an expression reads from outside of itself: variables by their number, attributes, events, memberships. */
export type Read = number | 'profile' | 'events' | 'audiences';

const known = new WeakMap<Ir, ReadonlySet<Read>>();

export function readsOf(ir: Ir): ReadonlySet<Read> {
  const before = known.get(ir);
  if (before !== undefined) return before;
  const found = new Set<Read>(childrenOf(ir).flatMap((child) => [...readsOf(child)]));
  switch (ir.kind) {
    case 'variable':
      found.add(ir.id);
      break;
    case 'root':
      found.add('profile');
      break;
    case 'events':
      found.add('events');
      break;
    case 'call':
      if (ir.name === 'inSegment') found.add('audiences');
      break;
    case 'occurs':
      for (const read of readsOfTest(ir.test)) found.add(read);
      break;
    case 'chain':
      for (const { when } of ir.elements) if (when !== undefined) for (const read of readsOfTest(when)) found.add(read);
      break;
  }
  for (const { id } of boundBy(ir)) found.delete(id);
  known.set(ir, found);
  return found;
}

/** What a time test reads: the times of labels, and what its references read. */
export function readsOfTest(test: TimeTest): ReadonlySet<Read> {
  return new Set(
    timeRefsOf(test).flatMap((reference): readonly Read[] => {
      if (reference.kind === 'label') return [reference.id];
      return reference.kind === 'expression' ? [...readsOf(reference.value)] : [];
    }),
  );
}

/** Names of the fields that an expression may read, of whatever objects: by path or, as text, by `get`. */
export function fieldNames(ir: Ir): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Ir): void => {
    if (node.kind === 'field') names.add(node.name);
    if (node.kind === 'literal' && typeof node.value === 'string') names.add(node.value);
    if (node.kind === 'chain') for (const name of node.timestamp) names.add(name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(ir);
  return names;
}
