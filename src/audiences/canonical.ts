import { factsOf, type Ir } from '../pql/index.ts';
import type { AudienceRepository } from './audience-repository.ts';
import { findReferences } from './references.ts';

/** An expression whose `inSegment` names audiences by their ids, as memberships are kept (api-audiences.md section 1.6). */
export async function withAudienceIds(ir: Ir, audiences: AudienceRepository, sandboxId: string): Promise<Ir> {
  const { inSegment } = factsOf(ir);
  if (inSegment.length === 0) return ir;
  const found = await findReferences(audiences, sandboxId, { inSegment, membershipReads: [] });
  const ids = new Map([...found.inSegment].map(([written, { id }]) => [written, id]));
  return [...ids].every(([written, id]) => written === id) ? ir : rewritten(ir, ids);
}

/** A copy of the plain data that an expression is. */
function rewritten(ir: Ir, ids: ReadonlyMap<string, string>): Ir {
  return JSON.parse(JSON.stringify(ir), (_name, node) => {
    if (node?.kind !== 'call' || node.name !== 'inSegment') return node;
    const [id] = node.args;
    return { ...node, args: [{ ...id, value: ids.get(id.value) ?? id.value }] };
  });
}
