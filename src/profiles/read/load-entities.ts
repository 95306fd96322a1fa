import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { JsonObject } from '../json.ts';
import { readProfiles } from './profiles.ts';

/** A profile as an evaluator reads it. */
export interface LoadedProfile {
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  readonly profileNo: number;
  /** Merged attributes and `identityMap`; `segmentMembership` as far as it was ingested. */
  readonly entity: JsonObject;
  /** Experience events by time, then `_id`; empty when they were not asked for. */
  readonly events: readonly JsonObject[];
}

export interface LoadOptions {
  readonly events: boolean;
  readonly signal?: AbortSignal;
}

/** Profiles that are read at a time, which bounds memory together with the events of one profile. */
const PROFILES_AT_ONCE = 500;

/** Reads profiles by their keys, in groups; keys without a profile are left out. */
export async function* loadEntities(
  columnar: Columnar,
  database: string,
  keys: readonly string[],
  options: LoadOptions,
): AsyncGenerator<LoadedProfile, void, undefined> {
  const signal = options.signal ? { signal: options.signal } : {};
  for (let start = 0; start < keys.length; start += PROFILES_AT_ONCE) {
    const group = keys.slice(start, start + PROFILES_AT_ONCE);
    const [profiles, events] = await Promise.all([
      readProfiles(columnar, database, group, signal),
      options.events ? readEvents(columnar, { database, params: { keys: group.map(BigInt) }, ...signal }) : undefined,
    ]);
    for (const { profileKey, profileNo, entity } of profiles) {
      yield { profileKey, profileNo, entity, events: events?.get(profileKey) ?? [] };
    }
  }
}

async function readEvents(
  columnar: Columnar,
  options: QueryOptions,
): Promise<ReadonlyMap<string, readonly JsonObject[]>> {
  const rows = await columnar.query<{ profile_key: string; docs: string[] }>(
    `SELECT profile_key, arrayMap(event -> event.3, arraySort(groupArray((timestamp, id, doc)))) AS docs
     FROM events WHERE profile_key IN {keys:Array(UInt64)} GROUP BY profile_key`,
    options,
  );
  return new Map(rows.map(({ profile_key, docs }) => [profile_key, docs.map((doc) => JSON.parse(doc))]));
}
