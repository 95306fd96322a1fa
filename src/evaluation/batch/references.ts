import type { Ir } from '../../pql/ir.ts';
import { children } from './children.ts';

/**
 * Ids of the audiences whose membership an expression reads: by `inSegment("id")`, or by a literal path into
 * `segmentMembership` (evaluation.md section 6).
 */
export function referencesOf(ir: Ir): ReadonlySet<string> {
  return new Set([...subexpressions(ir)].map(referenced).filter((id) => id !== undefined));
}

/** Whether an expression reads `segmentMembership`, by name or through `inSegment`. */
export function readsMembership(ir: Ir): boolean {
  return subexpressions(ir).some(
    (part) => (part.kind === 'call' && part.name === 'inSegment') || isMembershipMap(part),
  );
}

/** Whether an expression reads `xEvent`. */
export function readsEvents(ir: Ir): boolean {
  return subexpressions(ir).some((part) => part.kind === 'events');
}

function* subexpressions(ir: Ir): Generator<Ir, undefined> {
  yield ir;
  for (const child of children(ir)) yield* subexpressions(child);
}

function referenced(ir: Ir): string | undefined {
  if (ir.kind === 'call' && ir.name === 'inSegment') {
    const [id] = ir.args;
    return id?.kind === 'literal' && typeof id.value === 'string' ? id.value : undefined;
  }
  return ir.kind === 'field' && ir.object.kind === 'field' && isMembershipMap(ir.object.object) ? ir.name : undefined;
}

function isMembershipMap(ir: Ir): boolean {
  return ir.kind === 'field' && ir.name === 'segmentMembership' && ir.object.kind === 'root';
}
