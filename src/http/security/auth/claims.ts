import type { JWTPayload } from 'jose';
import { ALL_PERMISSIONS, type Grant, type Permission } from '../../../config/grants.ts';

/** Seconds that clocks may differ. */
export const LEEWAY_SECONDS = 60;

/**
 * Whether the token is alive (api-conventions.md section 3.2, step 3): `exp`, `nbf` and `iat` where present; a token
 * without `exp` needs `created_at` and `expires_in`, both milliseconds and possibly strings.
 *
 * @param now epoch milliseconds
 */
export function isAlive(claims: JWTPayload, now: number): boolean {
  const lifetime: Lifetime | undefined = claims.exp === undefined ? imsLifetime(claims) : { end: claims.exp * 1000 };
  if (lifetime === undefined) return false;
  const begins = [claims.nbf, claims.iat].flatMap((seconds) => (seconds === undefined ? [] : [seconds * 1000]));
  if (lifetime.begin !== undefined) begins.push(lifetime.begin);
  const leeway = LEEWAY_SECONDS * 1000;
  return begins.every((begin) => begin <= now + leeway) && now < lifetime.end + leeway;
}

interface Lifetime {
  readonly begin?: number;
  readonly end: number;
}

function imsLifetime(claims: JWTPayload): Lifetime | undefined {
  const begin = milliseconds(claims.created_at);
  const length = milliseconds(claims.expires_in);
  return begin === undefined || length === undefined ? undefined : { begin, end: begin + length };
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
}

/** The first of the named claims that is a non-empty string. */
export function text(claims: JWTPayload, ...names: readonly string[]): string | undefined {
  return names.map((name) => claims[name]).find((value): value is string => typeof value === 'string' && value !== '');
}

/** Claim `orgs`. */
export function organizations(claims: JWTPayload): readonly string[] {
  return strings(claims.orgs);
}

/** Claim `scope`: separated by spaces or commas, or an array. */
export function scopes(claims: JWTPayload): ReadonlySet<string> {
  const scope = claims.scope;
  return new Set(typeof scope === 'string' ? scope.split(/[\s,]+/) : strings(scope));
}

/**
 * Claim `permissions`: a list, or lists by sandbox name. Names that are not permissions grant nothing. Undefined when
 * there is no such claim, which is not the same as an empty one.
 */
export function grant(claims: JWTPayload): Grant | undefined {
  const claim = claims.permissions;
  if (claim === undefined) return undefined;
  if (typeof claim !== 'object' || claim === null || Array.isArray(claim)) return permissions(claim);
  return Object.fromEntries(Object.entries(claim).map(([sandbox, list]) => [sandbox, permissions(list)]));
}

function permissions(list: unknown): Permission[] {
  const named = new Set(strings(list));
  return ALL_PERMISSIONS.filter((permission) => named.has(permission));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
