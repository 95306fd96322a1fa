import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Client } from '../../../config/grants.ts';
import { type Authenticator, type Caller, invalidApiKey, invalidToken } from './authenticator.ts';
import { grant, isAlive, LEEWAY_SECONDS, organizations, scopes, text } from './claims.ts';

export interface JwtRules {
  readonly key: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly requiredScopes: readonly string[];
  readonly openClients: boolean;
  readonly clients: readonly Client[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Signed tokens, by the steps of api-conventions.md section 3.2. */
export function jwtAuthentication(rules: JwtRules): Authenticator {
  const clients = new Map(rules.clients.map((client) => [client.id, client]));
  return {
    async authenticate(token, apiKey) {
      const claims = await verify(token, rules);
      const tokenClient = text(claims, 'client_id', 'azp');
      if (tokenClient !== undefined && tokenClient !== apiKey) throw invalidApiKey();
      const client = clients.get(apiKey);
      if (client === undefined && !(rules.openClients && tokenClient === apiKey)) throw invalidApiKey();
      return toCaller(claims, client, apiKey, rules.requiredScopes);
    },
  };
}

/** @throws ApiError row 4 */
async function verify(token: string, rules: JwtRules): Promise<JWTPayload> {
  if (!COMPACT.test(token)) throw invalidToken();
  const { key, algorithms, audience, issuer, now } = rules;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [...algorithms],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(now()),
      ...(audience !== undefined && { audience }),
    });
    if (!isAlive(payload, now())) throw invalidToken();
    if (issuer !== undefined && text(payload, 'iss', 'as') !== issuer) throw invalidToken();
    if (payload.type !== undefined && payload.type !== 'access_token') throw invalidToken();
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalidToken();
    throw error;
  }
}

function toCaller(
  claims: JWTPayload,
  client: Client | undefined,
  apiKey: string,
  requiredScopes: readonly string[],
): Caller {
  const has = scopes(claims);
  return {
    userId: text(claims, 'user_id', 'sub', 'client_id') ?? apiKey,
    orgs: [...(client?.orgs ?? []), ...organizations(claims)],
    grants: [client?.permissions, grant(claims)].filter((given) => given !== undefined),
    lacksScope: !requiredScopes.every((scope) => has.has(scope)),
  };
}
