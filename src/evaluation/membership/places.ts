import type { Membership } from './read.ts';

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

/** Memberships as `segmentMembership` holds them at an instant, in epoch milliseconds (profile-store.md section 1.7). */
export function membershipMap(memberships: Iterable<Membership>, places: MembershipPlaces, now: number): Entries {
  const map: Record<string, Record<string, unknown>> = {};
  for (const { audienceId: id, lastQualificationTime, status } of memberships) {
    const { key, audienceId, validUntil } = places.get(id) ?? { key: 'ups', audienceId: id };
    map[key] = { ...map[key], [audienceId]: entryAt(status, lastQualificationTime, validUntil, now) };
  }
  return map;
}

function entryAt(status: Membership['status'], since: number, validUntil: number | undefined, now: number) {
  const at = (time: number) => ({ lastQualificationTime: new Date(time).toISOString() });
  if (status === 'exited' || validUntil === undefined) return { ...at(since), status };
  if (validUntil <= now) return { ...at(validUntil), status: 'exited' };
  return { ...at(since), validUntil: new Date(validUntil).toISOString(), status };
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

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
