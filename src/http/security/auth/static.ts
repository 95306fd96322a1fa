import { createHash } from 'node:crypto';
import type { StaticToken } from '../../../config/grants.ts';
import { type Authenticator, invalidApiKey, invalidToken } from './authenticator.ts';

/** Opaque tokens from the configuration. Looked up by digest, so that timing tells nothing about a token. */
export function staticAuthentication(tokens: readonly StaticToken[]): Authenticator {
  const byDigest = new Map(tokens.map((entry) => [digest(entry.token), entry]));
  return {
    async authenticate(token, apiKey) {
      const entry = byDigest.get(digest(token));
      if (entry === undefined) throw invalidToken();
      if (entry.clientId !== apiKey) throw invalidApiKey();
      return {
        userId: entry.userId ?? entry.clientId,
        orgs: entry.orgs,
        grants: entry.permissions === undefined ? [] : [entry.permissions],
        lacksScope: false,
      };
    },
  };
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
