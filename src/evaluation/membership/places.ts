import type { Membership } from './read.ts';

/** Where the memberships of an audience that others decide are shown in `segmentMembership`. */
export interface MembershipPlace {
  /** Key of the outer map. */
  readonly key: string;
  /** Key of the inner map. */
  readonly audienceId: string;
  /** Epoch milliseconds after which members are none any more. */
  readonly validUntil?: number;
}

/** The places of external audiences, by their id; every other audience is under `ups` and its id. */
export type MembershipPlaces = ReadonlyMap<string, MembershipPlace>;

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Memberships as `segmentMembership` holds them (profile-store.md section 1.7). */
export function membershipMap(memberships: Iterable<Membership>, places: MembershipPlaces): Entries {
  const map: Record<string, Record<string, unknown>> = {};
  for (const membership of memberships) {
    const { key, audienceId, validUntil } = places.get(membership.audienceId) ?? {
      key: 'ups',
      audienceId: membership.audienceId,
    };
    const isValid = membership.status === 'realized' && validUntil !== undefined;
    map[key] = {
      ...map[key],
      [audienceId]: {
        lastQualificationTime: new Date(membership.lastQualificationTime).toISOString(),
        ...(isValid && { validUntil: new Date(validUntil).toISOString() }),
        status: membership.status,
      },
    };
  }
  return map;
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
