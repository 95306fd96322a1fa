import type { Columnar } from '../../store/columnar/columnar.ts';
import type { NamespaceDirectory } from '../identity/namespace-directory.ts';
import { xidOf } from '../identity/xid.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { IdentityPair } from '../merge/profile.ts';
import { findProfile, type IdentityReference } from './find-profile.ts';
import { readProfiles } from './profiles.ts';

/** One merged profile as `GET /access/entities` shows it (profile-store.md section 4.1). */
export interface ProfileEntity {
  /** XID of the identity that was asked for. */
  readonly xid: string;
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  readonly profileNo: number;
  readonly entity: JsonObject;
  readonly identities: readonly IdentityPair[];
  /** XIDs of all identities of the profile. */
  readonly identityGraph: readonly string[];
  /** Ids of the datasets that contribute. */
  readonly sources: readonly string[];
  /** Ids of the batches that contribute. */
  readonly tags: readonly string[];
  /** Epoch milliseconds of the newest contribution. */
  readonly lastModifiedAt: number;
}

export interface EntityOptions {
  readonly namespaces: NamespaceDirectory;
  /** The `segmentMembership` that this system has evaluated, by namespace; it is added to what was ingested. */
  readonly memberships?: (profileNo: number) => Promise<JsonObject>;
}

/** The profile that an identity finds; undefined when there is none. The namespace may be a code in any case, or an id. */
export async function getEntity(
  columnar: Columnar,
  database: string,
  identity: IdentityReference,
  { namespaces, memberships }: EntityOptions,
): Promise<ProfileEntity | undefined> {
  const registered = registeredIdentity(identity, namespaces);
  const found = registered && (await findProfile(columnar, database, registered));
  const [profile] = found === undefined ? [] : await readProfiles(columnar, [found.profileKey], { database });
  if (found === undefined || profile === undefined) return undefined;
  const events = await eventSources(columnar, database, found.profileKey);
  const xid = ({ ns, id }: IdentityPair) => xidOf(namespaces.find(ns)?.id ?? -1, id);
  const evaluated = await memberships?.(profile.profileNo);
  return {
    xid: xid(found),
    profileKey: profile.profileKey,
    profileNo: profile.profileNo,
    entity: evaluated === undefined ? profile.entity : withMemberships(profile.entity, evaluated),
    identities: profile.identities,
    identityGraph: profile.identities.map(xid),
    sources: unique([...profile.fragments.map((fragment) => fragment.datasetId), ...events.datasets]),
    tags: unique([...profile.fragments.map((fragment) => fragment.batchId), ...events.batches]),
    lastModifiedAt: Math.max(profile.lastModified, events.ingestedAt),
  };
}

function registeredIdentity(
  identity: IdentityReference,
  namespaces: NamespaceDirectory,
): IdentityReference | undefined {
  if ('xid' in identity) return identity;
  const namespace = namespaces.find(identity.ns);
  return namespace && { ns: namespace.code, id: identity.id.trim() };
}

function withMemberships(entity: JsonObject, evaluated: JsonObject): JsonObject {
  const merged = new Map(Object.entries(isObject(entity.segmentMembership) ? entity.segmentMembership : {}));
  for (const [key, entries] of Object.entries(evaluated)) {
    const before = merged.get(key);
    const others = key !== 'ups' && isObject(before) ? before : {};
    merged.set(key, { ...others, ...(isObject(entries) ? entries : {}) });
  }
  return { ...entity, segmentMembership: Object.fromEntries(merged) };
}

async function eventSources(columnar: Columnar, database: string, profileKey: string) {
  const [row] = await columnar.query<{ datasets: string[]; batches: string[]; ingested: string }>(
    `SELECT groupUniqArray(dataset_id) AS datasets, groupUniqArray(batch_id) AS batches, max(ingested_at) AS ingested
     FROM events WHERE profile_key = {key:UInt64}`,
    { database, params: { key: profileKey } },
  );
  return {
    datasets: row?.datasets.toSorted() ?? [],
    batches: row?.batches.toSorted() ?? [],
    ingestedAt: Number(row?.ingested ?? 0),
  };
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];
