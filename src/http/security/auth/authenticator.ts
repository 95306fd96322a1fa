import type { Grant } from '../../../config/grants.ts';
import { gatewayError } from '../../errors/catalogue.ts';

/** What a token proves about the caller. */
export interface Caller {
  readonly userId: string;
  /** Organizations that the caller may act in. */
  readonly orgs: readonly string[] | 'any';
  /** Explicit grants, which add up; none means all permissions everywhere (api-conventions.md section 3.3). */
  readonly grants: readonly Grant[];
  /** A required scope is missing from the token. */
  readonly lacksScope: boolean;
}

/** One mode of authentication (api-conventions.md section 3.2). */
export interface Authenticator {
  /** @throws ApiError row 4 (token) or row 5 (API key) of section 2.1; 503 when keys cannot be had */
  authenticate(token: string, apiKey: string): Promise<Caller>;
}

/** Row 4. */
export const invalidToken = () => gatewayError('401013', 'Oauth token is not valid', { 'www-authenticate': 'Bearer' });

/** Row 5. */
export const invalidApiKey = () => gatewayError('403003', 'Api Key is invalid');
