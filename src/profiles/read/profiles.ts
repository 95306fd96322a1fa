import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { isObject, type JsonObject } from '../json.ts';
import { mergeValues } from '../merge/merge-values.ts';
import { type IdentityPair, identityMapOf } from '../merge/profile.ts';
import { isOneOf, LONG_QUERY } from './keys.ts';

/** A merged profile, rebuilt from its fragments. */
export interface ReadProfile {
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  readonly profileNo: number;
  readonly identities: readonly IdentityPair[];
  /** Merged attributes and `identityMap`. */
  readonly entity: JsonObject;
  /** Where the attributes come from, in order of priority; empty for a profile that is known by events only. */
  readonly fragments: readonly { readonly datasetId: string; readonly batchId: string }[];
  /** Epoch milliseconds; events do not count. */
  readonly lastModified: number;
}

interface ProfileRow {
  readonly profile_key: string;
  readonly profile_no: number;
  readonly identities: readonly IdentityPair[];
  readonly last_modified: string;
}

interface FragmentRow {
  readonly profile_key: string;
  readonly dataset_id: string;
  readonly batch_id: string;
  readonly doc: string;
}

/** The profiles of at most 20,000 keys, in the order of their keys; keys without a profile are left out. */
export async function readProfiles(
  columnar: Columnar,
  keys: readonly string[],
  given: QueryOptions,
): Promise<readonly ReadProfile[]> {
  const options = { ...given, settings: LONG_QUERY };
  const wanted = isOneOf(keys);
  const [profiles, fragments] = await Promise.all([
    columnar.query<ProfileRow>(
      `SELECT profile_key, profile_no, identities, last_modified FROM profiles FINAL
       WHERE ${wanted} ORDER BY profile_key`,
      options,
    ),
    columnar.query<FragmentRow>(
      `SELECT profile_key, dataset_id, batch_id, doc FROM record_fragments FINAL
       WHERE ${wanted} ORDER BY profile_key, ingested_at DESC, seq DESC, dataset_id`,
      options,
    ),
  ]);
  const byKey = Map.groupBy(fragments, (fragment) => fragment.profile_key);
  return profiles.map((profile) => toProfile(profile, byKey.get(profile.profile_key) ?? []));
}

function toProfile(profile: ProfileRow, fragments: readonly FragmentRow[]): ReadProfile {
  const merged = mergeValues(fragments.map((fragment) => JSON.parse(fragment.doc)));
  return {
    profileKey: profile.profile_key,
    profileNo: profile.profile_no,
    identities: profile.identities,
    entity: { ...(isObject(merged) ? merged : {}), identityMap: identityMapOf(profile.identities) },
    fragments: fragments.map((fragment) => ({ datasetId: fragment.dataset_id, batchId: fragment.batch_id })),
    lastModified: Number(profile.last_modified),
  };
}
