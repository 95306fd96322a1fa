import { type MembershipPlace, type MembershipPlaces, membershipMap, mergedMemberships } from '../membership/places.ts';
import type { Membership } from '../membership/read.ts';

/** What an audience of this run was decided to be for a profile. */
export type Decisions = ReadonlyMap<string, boolean>;

/**
 * `segmentMembership` of a profile as an expression reads it during a run (evaluation.md section 6): the stored
 * memberships, brought up to date by the decisions of the run, beside those that were evaluated elsewhere. Undefined
 * when there are none.
 */
export function segmentMembership(
  elsewhere: unknown,
  stored: readonly Membership[],
  decisions: Decisions,
  now: number,
  places: MembershipPlaces,
): Readonly<Record<string, unknown>> | undefined {
  const ingested = typeof elsewhere === 'object' && elsewhere !== null ? { ...elsewhere } : undefined;
  const entries = new Map(stored.map((membership) => [membership.audienceId, membership]));
  for (const [audienceId, member] of decisions) {
    const status = member ? 'realized' : 'exited';
    const before = entries.get(audienceId)?.status ?? 'exited';
    if (before !== status) entries.set(audienceId, { audienceId, status, lastQualificationTime: now });
  }
  if (entries.size === 0) return ingested;
  const shown = mergedMemberships(ingested, membershipMap(entries.values(), places, now));
  return mergedMemberships(shown, membershipsById(entries.values(), places, now));
}

/** `inSegment` asks by id, also for an audience that is shown under an identifier of its owner; no namespace is empty. */
const BY_ID = '';

function membershipsById(memberships: Iterable<Membership>, places: MembershipPlaces, now: number) {
  const own = new Map<string, MembershipPlace>();
  const renamed = [...memberships].filter(({ audienceId }) => {
    const place = places.get(audienceId);
    if (place === undefined || place.audienceId === audienceId) return false;
    own.set(audienceId, { ...place, key: BY_ID, audienceId });
    return true;
  });
  return membershipMap(renamed, own, now);
}
