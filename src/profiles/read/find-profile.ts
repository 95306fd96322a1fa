import type { Columnar } from '../../store/columnar/columnar.ts';

/** An identity by its registered namespace code, or by its XID. */
export type IdentityReference = { readonly ns: string; readonly id: string } | { readonly xid: string };

export interface FoundProfile {
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  /** The identity that was asked for. */
  readonly ns: string;
  readonly id: string;
}

/**
 * The profile that an identity finds: the one that it is the primary identity of, else the one that took it up last.
 * Undefined when no profile has it.
 */
export async function findProfile(
  columnar: Columnar,
  database: string,
  identity: IdentityReference,
): Promise<FoundProfile | undefined> {
  const condition = 'xid' in identity ? 'xid = {xid:String}' : 'ns = {ns:String} AND id = {id:String}';
  const [row] = await columnar.query<FoundProfile>(
    `SELECT profile_key AS profileKey, ns, id FROM identity_index WHERE ${condition}
     ORDER BY profile_key = sipHash64(ns, id) DESC, seq DESC, profile_key LIMIT 1`,
    { database, params: { ...identity } },
  );
  return row;
}
