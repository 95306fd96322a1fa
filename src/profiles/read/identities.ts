import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { IdentityPair } from '../merge/profile.ts';
import { isOneOf, KEYS_AT_ONCE, LONG_QUERY } from './keys.ts';

/** The identities of profiles by their keys, the primary one first; keys without a profile are left out. */
export async function readIdentities(
  columnar: Columnar,
  database: string,
  keys: readonly string[],
  options: Pick<QueryOptions, 'signal'> = {},
): Promise<readonly (readonly [primary: IdentityPair, ...others: IdentityPair[]])[]> {
  const found: (readonly [IdentityPair, ...IdentityPair[]])[] = [];
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const rows = await columnar.query<IdentityPair & { readonly identities: readonly IdentityPair[] }>(
      `SELECT ns, id, identities FROM profiles FINAL WHERE ${isOneOf(keys.slice(start, start + KEYS_AT_ONCE))}`,
      { ...options, database, settings: LONG_QUERY },
    );
    for (const { ns, id, identities } of rows) {
      found.push([{ ns, id }, ...identities.filter((identity) => identity.ns !== ns || identity.id !== id)]);
    }
  }
  return found;
}
