import { isRecord, type MembershipPlaces } from './places.ts';
import { EXIT_RETENTION } from './read.ts';

/** `segmentMembership` as it was ingested. */
export type IngestedMemberships = Readonly<Record<string, unknown>>;

type Entry = Readonly<Record<string, unknown>>;

/** Milliseconds for which an entry without `validUntil` counts (api-audiences.md section 4.10). */
const ASSUMED_VALIDITY = EXIT_RETENTION;

/**
 * The ingested entries of audiences that are known by their metadata, by the id of the audience and with the end of
 * their validity; what was ingested for others decides nothing.
 */
export function membersElsewhere(ingested: IngestedMemberships, places: MembershipPlaces): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  const index = indexOf(places);
  for (const [key, entries] of Object.entries(ingested)) {
    for (const [audienceId, entry] of Object.entries(isRecord(entries) ? entries : {})) {
      const id = index.get(pathOf(key, audienceId)) ?? index.get(pathOf(key.toLowerCase(), audienceId));
      if (id !== undefined && isRecord(entry)) found.set(id, { ...entry, ...validity(entry) });
    }
  }
  return found;
}

/** Without the entries that have vanished: of members whose time is over, and of exits that are forgotten. */
export function withoutVanished(memberships: IngestedMemberships, now: number): IngestedMemberships {
  return Object.fromEntries(
    Object.entries(memberships).flatMap(([key, entries]) => {
      if (key === 'ups' || !isRecord(entries)) return [[key, entries]];
      const left = Object.entries(entries).filter(([, entry]) => !hasVanished(entry, now));
      return left.length === 0 ? [] : [[key, Object.fromEntries(left)]];
    }),
  );
}

function hasVanished(entry: unknown, now: number): boolean {
  if (!isRecord(entry)) return false;
  if (entry.status === 'exited') return since(entry) + EXIT_RETENTION < now;
  return !hasEnd(entry) && since(entry) + ASSUMED_VALIDITY <= now;
}

function validity(entry: Entry) {
  const end = since(entry) + ASSUMED_VALIDITY;
  return hasEnd(entry) || Number.isNaN(end) ? {} : { validUntil: new Date(end).toISOString() };
}

const hasEnd = ({ validUntil }: Entry): boolean => validUntil !== undefined && validUntil !== null;

/** Epoch milliseconds; not a number when the entry does not say it. */
const since = ({ lastQualificationTime: time }: Entry): number =>
  typeof time === 'string' ? Date.parse(time) : Number.NaN;

const indexes = new WeakMap<MembershipPlaces, ReadonlyMap<string, string>>();

/** Ids of the audiences whose members this system does not keep, by where their entries are, in any case of the key. */
function indexOf(places: MembershipPlaces): ReadonlyMap<string, string> {
  const known = indexes.get(places);
  if (known !== undefined) return known;
  const foreign = [...places].filter(([, { validUntil }]) => validUntil === undefined);
  const index = new Map([
    ...foreign
      .toReversed()
      .map(([id, { audienceId, key }]): [string, string] => [pathOf(key.toLowerCase(), audienceId), id]),
    ...foreign.map(([id, { audienceId, key }]): [string, string] => [pathOf(key, audienceId), id]),
  ]);
  indexes.set(places, index);
  return index;
}

const pathOf = (key: string, audienceId: string): string => JSON.stringify([key, audienceId]);
