import { type IngestedMemberships, membersElsewhere } from '../membership/elsewhere.ts';
import { entryOf, isRecord, type MembershipPlaces, membershipMap, mergedMemberships } from '../membership/places.ts';
import type { Membership } from '../membership/read.ts';

/** What an audience of this run was decided to be for a profile. */
export type Decisions = ReadonlyMap<string, boolean>;

/**
 * `segmentMembership` of a profile as an expression reads it during a run (evaluation.md section 6): the stored
 * memberships, brought up to date by the decisions of the run, beside those that were evaluated elsewhere. Undefined
 * when there are none.
 *
 * @param places undefined where nothing is known of the audiences: then the ids of the entries are theirs
 */
export function segmentMembership(
  elsewhere: unknown,
  stored: readonly Membership[],
  decisions: Decisions,
  now: number,
  places: MembershipPlaces | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const ingested = isRecord(elsewhere) ? elsewhere : undefined;
  const entries = new Map(stored.map((membership) => [membership.audienceId, membership]));
  for (const [audienceId, member] of decisions) {
    const status = member ? 'realized' : 'exited';
    const before = entries.get(audienceId)?.status ?? 'exited';
    if (before !== status) entries.set(audienceId, { audienceId, status, lastQualificationTime: now });
  }
  if (entries.size === 0 && ingested === undefined) return undefined;
  const shown = mergedMemberships(ingested, membershipMap(entries.values(), places ?? NO_PLACES, now));
  if (places === undefined) return shown;
  // Not enumerable, so that the map has no other keys and values than those that are shown.
  return Object.defineProperty(shown, BY_ID, {
    value: entriesById(ingested ?? {}, [...entries.values()], places, now),
  });
}

const NO_PLACES: MembershipPlaces = new Map();

/** Where `inSegment` finds the entries of audiences by their ids, wherever they are shown; no namespace is empty. */
const BY_ID = '';

function entriesById(
  ingested: IngestedMemberships,
  kept: readonly Membership[],
  places: MembershipPlaces,
  now: number,
): Readonly<Record<string, unknown>> {
  const own = kept.map((membership): [string, unknown] => [membership.audienceId, entryOf(membership, places, now)]);
  return Object.fromEntries([...membersElsewhere(ingested, places), ...own]);
}
