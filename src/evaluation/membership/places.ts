import { EXIT_RETENTION, type Membership } from './read.ts';

/** Where the memberships of an audience that others decide are shown in `segmentMembership`. */
export interface MembershipPlace {
  /** Key of the outer map. */
  readonly key: string;
  /** Key of the inner map. */
  readonly audienceId: string;
  /** Epoch milliseconds from which on members are none any more. */
  readonly validUntil?: number;
}

/** The places of external audiences, by their id; every other audience is under `ups` and its id. */
export type MembershipPlaces = ReadonlyMap<string, MembershipPlace>;

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whether the time of the members of an audience is over: they have left then, whether or not their exits are stored. */
export function isOver(places: MembershipPlaces, audienceId: string, now: number): boolean {
  const { validUntil } = places.get(audienceId) ?? {};
  return validUntil !== undefined && validUntil <= now;
}

/**
 * Memberships as `segmentMembership` holds them at an instant, in epoch milliseconds (profile-store.md section 1.7);
 * without those that ended with their time, more than 30 days ago.
 */
export function membershipMap(memberships: Iterable<Membership>, places: MembershipPlaces, now: number): Entries {
  const map: Record<string, Record<string, unknown>> = {};
  for (const membership of memberships) {
    if (isOver(places, membership.audienceId, now - EXIT_RETENTION - 1)) continue;
    const { key, audienceId } = places.get(membership.audienceId) ?? { key: 'ups', audienceId: membership.audienceId };
    map[key] = { ...map[key], [audienceId]: entryOf(membership, places, now) };
  }
  return map;
}

/** One membership as an entry of `segmentMembership` holds it. */
export function entryOf(
  { audienceId, lastQualificationTime, status }: Membership,
  places: MembershipPlaces,
  now: number,
) {
  const { validUntil } = places.get(audienceId) ?? {};
  const at = (time: number) => ({ lastQualificationTime: new Date(time).toISOString() });
  if (status === 'exited' || validUntil === undefined) return { ...at(lastQualificationTime), status };
  if (validUntil <= now) return { ...at(validUntil), status: 'exited' };
  return { ...at(lastQualificationTime), validUntil: new Date(validUntil).toISOString(), status };
}

/** Two such maps as one; of an entry that both have the second counts. */
export function mergedMemberships(first: unknown, second: Entries): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = isRecord(first) ? { ...first } : {};
  for (const [key, entries] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isRecord(before) && key !== 'ups' ? { ...before, ...entries } : entries;
  }
  return merged;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
