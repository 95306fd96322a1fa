import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { JsonObject } from '../json.ts';
import { isOneOf, KEYS_AT_ONCE, LONG_QUERY } from './keys.ts';
import { type ReadProfile, readProfiles } from './profiles.ts';

/** A profile as an evaluator reads it. */
export interface LoadedProfile {
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  readonly profileNo: number;
  /** Merged attributes and `identityMap`; `segmentMembership` as far as it was ingested. */
  readonly entity: JsonObject;
  /** Experience events by time, then `_id`: those that were asked for. */
  readonly events: readonly JsonObject[];
}

export interface LoadOptions {
  /** No events, all, or those of some event types. */
  readonly events: 'none' | 'all' | ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Reads profiles by their keys, in groups; keys without a profile are left out.
 *
 * The events of a group arrive in the order of profiles, so that those of one profile at a time are in memory. Groups
 * are large because events lie by type first: each group reads a piece of every type.
 */
export async function* loadEntities(
  columnar: Columnar,
  database: string,
  keys: readonly string[],
  { events, signal }: LoadOptions,
): AsyncGenerator<LoadedProfile, void, undefined> {
  const options: QueryOptions = { database, ...(signal ? { signal } : {}) };
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const group = keys.slice(start, start + KEYS_AT_ONCE);
    const profiles = await readProfiles(columnar, group, options);
    const open = new Map(profiles.map((profile) => [profile.profileKey, profile]));
    const found = events === 'none' ? [] : eventsByProfile(columnar, group, events, options);
    for await (const { profileKey, documents } of found) {
      const profile = open.get(profileKey);
      open.delete(profileKey);
      if (profile !== undefined) yield loaded(profile, documents);
    }
    for (const profile of open.values()) yield loaded(profile, []);
  }
}

const loaded = ({ profileKey, profileNo, entity }: ReadProfile, events: readonly JsonObject[]): LoadedProfile => ({
  profileKey,
  profileNo,
  entity,
  events,
});

/** The events of profiles that have any, profile by profile. */
async function* eventsByProfile(
  columnar: Columnar,
  keys: readonly string[],
  wanted: 'all' | ReadonlySet<string>,
  options: QueryOptions,
) {
  const ofTypes = wanted === 'all' ? 'true' : 'event_type IN {types:Array(String)}';
  const rows = columnar.stream<{ profile_key: string; doc: string }>(
    `SELECT profile_key, doc FROM events WHERE ${ofTypes} AND ${isOneOf(keys)}
     ORDER BY profile_key, timestamp, id`,
    { ...options, settings: LONG_QUERY, ...(wanted !== 'all' && { params: { types: [...wanted] } }) },
  );
  let profileKey: string | undefined;
  let documents: JsonObject[] = [];
  for await (const row of rows) {
    if (row.profile_key !== profileKey) {
      if (profileKey !== undefined) yield { profileKey, documents };
      profileKey = row.profile_key;
      documents = [];
    }
    documents.push(JSON.parse(row.doc));
  }
  if (profileKey !== undefined) yield { profileKey, documents };
}
