import { factsOf, type Ir } from '../../pql/index.ts';

/**
 * Ids of the audiences whose membership an expression reads: by `inSegment("id")`, or by a literal path into
 * `segmentMembership` (evaluation.md section 6).
 */
export function referencesOf(ir: Ir): ReadonlySet<string> {
  const { inSegment, membershipReads } = factsOf(ir);
  return new Set([...inSegment, ...membershipReads].map(({ id }) => id));
}

/** Whether an expression reads `segmentMembership`, by name or through `inSegment`. */
export function readsMembership(ir: Ir): boolean {
  const { inSegment, computedSegment, usesMembershipMap } = factsOf(ir);
  return inSegment.length > 0 || computedSegment || usesMembershipMap;
}

/** Whether an expression reads `xEvent`. */
export function readsEvents(ir: Ir): boolean {
  return factsOf(ir).usesEvents;
}
