import { factsOf, type Ir } from '../pql/index.ts';
import { type Audience, isPlatform } from './audience.ts';
import type { AudienceRepository } from './audience-repository.ts';
import { findReferences } from './references.ts';

/**
 * An expression with the keys in `inSegment` under which memberships are found (api-audiences.md section 4.11): of
 * audiences that this system keeps the members of, their ids; of others, the identifiers that the profiles carry.
 *
 * @param kept whether the system has members of the audience
 */
export async function withMembershipKeys(
  ir: Ir,
  audiences: AudienceRepository,
  sandboxId: string,
  kept: (id: string) => boolean,
): Promise<Ir> {
  const { inSegment } = factsOf(ir);
  if (inSegment.length === 0) return ir;
  const found = await findReferences(audiences, sandboxId, { inSegment, membershipReads: [] });
  const keyOf = (audience: Audience): string =>
    isPlatform(audience) || kept(audience.id) ? audience.id : audience.audienceId;
  const keys = new Map([...found.inSegment].map(([written, audience]) => [written, keyOf(audience)]));
  return [...keys].every(([written, key]) => written === key) ? ir : rewritten(ir, keys);
}

/** A copy of the plain data that an expression is. */
function rewritten(ir: Ir, keys: ReadonlyMap<string, string>): Ir {
  return JSON.parse(JSON.stringify(ir), (_name, node) => {
    if (node?.kind !== 'call' || node.name !== 'inSegment') return node;
    const [id] = node.args;
    return { ...node, args: [{ ...id, value: keys.get(id.value) ?? id.value }] };
  });
}
