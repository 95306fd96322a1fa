import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import { DISTINCT_KEYS, type Staging } from '../batches/staging.ts';
import type { Namespace } from '../identity/namespaces.ts';

/** Indexes every identity of the staged profiles, also by its XID (as `xidOf` makes it). */
export async function stageIdentities(
  columnar: Columnar,
  database: string,
  staging: Staging,
  namespaces: readonly Namespace[],
): Promise<void> {
  const codes = namespaces.map(({ code }) => code);
  const ids = namespaces.map(({ id }) => String(id));
  await columnar.command(
    `INSERT INTO ${identifier(staging.identities)} (ns, id, profile_key, xid, seq)
     SELECT identity.ns, identity.id, profile_key,
       base64URLEncode(substring(SHA256(concat('1|', transform(identity.ns, {codes:Array(String)}, {ids:Array(String)}, ''),
         '|', identity.id)), 1, 20)),
       version
     FROM ${identifier(staging.profiles)} ARRAY JOIN identities AS identity`,
    { database, params: { codes, ids }, settings: DISTINCT_KEYS },
  );
}
