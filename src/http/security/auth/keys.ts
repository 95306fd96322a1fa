import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  errors,
  exportJWK,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type JWTVerifyGetKey,
} from 'jose';
import { unavailable } from '../../errors/catalogue.ts';

const CACHE_MS = 10 * 60_000;
const FETCH_TIMEOUT_MS = 5_000;
/** Refetches for unknown keys while one fetched set is current, so that invented `kid`s cannot flood the issuer. */
const REFETCH_LIMIT = 10;

/** The one key of a PEM file: a public key or a certificate. Throws when the file cannot be read as that. */
export async function pemKey(file: string): Promise<JWTVerifyGetKey> {
  const key = createPublicKey(await readFile(file));
  const keys = createLocalJWKSet({ keys: [await exportJWK(key)] });
  // The file has no key id to compare with.
  return async ({ kid: _, ...header }, token) => keys(header, token);
}

/**
 * The keys of a JWKS URL, cached for 10 minutes and fetched again once for an unknown `kid`.
 *
 * @param now epoch milliseconds
 */
export function jwksKeys(url: string, now: () => number): JWTVerifyGetKey {
  let current: { readonly keys: LocalKeys; readonly fetchedAt: number } | undefined;
  let pending: Promise<LocalKeys> | undefined;
  let refetches = 0;

  const fetchNow = async (): Promise<LocalKeys> => {
    pending ??= fetchKeys(url).finally(() => {
      pending = undefined;
    });
    const keys = await pending;
    current = { keys, fetchedAt: now() };
    return keys;
  };

  const cached = async (): Promise<LocalKeys> => {
    if (current !== undefined && now() - current.fetchedAt < CACHE_MS) return current.keys;
    refetches = 0;
    return fetchNow();
  };

  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const keys = await cached();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || refetches >= REFETCH_LIMIT) throw error;
      refetches += 1;
      return (await fetchNow())(header, token);
    }
  };
}

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

async function fetchKeys(url: string): Promise<LocalKeys> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return createLocalJWKSet(JSON.parse(await response.text()));
  } catch (error) {
    throw unavailable(error);
  }
}
