import type { Config } from '../../../config/settings.ts';
import type { Authenticator } from './authenticator.ts';
import { jwtAuthentication } from './jwt.ts';
import { jwksKeys, pemKey } from './keys.ts';
import { noAuthentication } from './none.ts';
import { staticAuthentication } from './static.ts';

/** The mode that the configuration asks for; reads the PEM file when there is one. `now` is epoch milliseconds. */
export async function createAuthenticator(config: Config, now: () => number): Promise<Authenticator> {
  switch (config.authMode) {
    case 'none':
      return noAuthentication;
    case 'static':
      return staticAuthentication(config.staticTokens);
    case 'jwt':
      return jwtAuthentication({
        key: await keySource(config, now),
        algorithms: config.jwtAlgorithms,
        issuer: config.jwtIssuer,
        audience: config.jwtAudience,
        requiredScopes: config.requiredScopes,
        openClients: config.openClients,
        clients: config.clients,
        now,
      });
  }
}

async function keySource(config: Config, now: () => number) {
  if (config.jwksUrl !== undefined) return jwksKeys(config.jwksUrl, now);
  if (config.jwtKeyFile !== undefined) return pemKey(config.jwtKeyFile);
  throw new Error('authMode jwt without a key was not refused at the start');
}
