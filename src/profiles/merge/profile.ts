import { isObject, type JsonObject } from '../json.ts';
import { mergeValues } from './merge-values.ts';
import { isOptedOut } from './opted-out.ts';
import { patched } from './patch.ts';

/** An identity by the registered code of its namespace. */
export interface IdentityPair {
  readonly ns: string;
  readonly id: string;
}

/** The record of one primary identity in one dataset. */
export interface Fragment {
  readonly datasetId: string;
  readonly document: JsonObject;
  readonly identities: readonly IdentityPair[];
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly ingestedAt: number;
}

/** One accepted record. */
export type RecordWrite = Pick<Fragment, 'document' | 'identities' | 'seq'>;

/** The fragment after some writes, oldest first (profile-store.md section 1.2); there is at least one write. */
export function writtenFragment(
  stored: Fragment | undefined,
  writes: readonly RecordWrite[],
  { upsert, ...target }: { readonly datasetId: string; readonly upsert: boolean; readonly ingestedAt: number },
): Fragment {
  const start = stored ?? { document: {}, identities: [], seq: 0 };
  const { document, identities, seq } = writes.reduce<RecordWrite>(
    (before, write) => ({
      document: patched(upsert ? before.document : {}, write.document),
      identities: upsert ? distinct([...write.identities, ...before.identities]) : write.identities,
      seq: write.seq,
    }),
    start,
  );
  return { ...target, document, identities, seq };
}

/** What the default merge policy makes of the fragments of one profile. */
export interface MergedProfile {
  /** Merged attributes with the profile's `identityMap`. */
  readonly entity: JsonObject;
  readonly identities: readonly IdentityPair[];
  readonly optedOut: boolean;
  /** Newest ingestion number, and time of ingestion in epoch milliseconds. */
  readonly version: number;
  readonly lastModified: number;
}

/**
 * Merges fragments, the most recently ingested first (`timestampOrdered`, profile-store.md section 3.5.3). `known` are
 * identities that the profile has already, from its events and from records that have been replaced since.
 */
export function mergedProfile(fragments: readonly Fragment[], known: readonly IdentityPair[]): MergedProfile {
  const ordered = fragments.toSorted(
    (a, b) => b.ingestedAt - a.ingestedAt || b.seq - a.seq || (a.datasetId < b.datasetId ? -1 : 1),
  );
  const identities = distinct([...ordered.flatMap((fragment) => fragment.identities), ...known]);
  const merged = mergeValues(ordered.map((fragment) => fragment.document));
  const entity = { ...(isObject(merged) ? merged : {}), identityMap: identityMapOf(identities) };
  return {
    entity,
    identities,
    optedOut: isOptedOut(entity),
    version: Math.max(...fragments.map((fragment) => fragment.seq)),
    lastModified: Math.max(...fragments.map((fragment) => fragment.ingestedAt)),
  };
}

/** Identities as the `identityMap` of a merged profile. */
export function identityMapOf(identities: readonly IdentityPair[]): JsonObject {
  const groups = Map.groupBy(identities, (identity) => identity.ns);
  return Object.fromEntries([...groups].map(([ns, members]) => [ns, members.map(({ id }) => ({ id }))]));
}

function distinct(identities: readonly IdentityPair[]): readonly IdentityPair[] {
  return [...new Map(identities.map((identity) => [JSON.stringify([identity.ns, identity.id]), identity])).values()];
}
