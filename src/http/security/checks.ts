import type { FastifyRequest } from 'fastify';
import type { Permission } from '../../config/grants.ts';
import type { Config } from '../../config/settings.ts';
import type { Sandboxes } from '../../sandboxes/sandboxes.ts';
import type { RequestContext } from '../context.ts';
import { gatewayError, insufficientScope, invalidHeader } from '../errors/catalogue.ts';
import { originOf } from '../origin.ts';
import type { Authenticator, Caller } from './auth/authenticator.ts';
import { checkContentType } from './content-type.ts';
import { denied, grantsNothing, permissionsIn } from './permissions.ts';
import type { RateLimiter } from './rate-limit.ts';
import { resolveSandbox } from './sandbox.ts';

const ORG_ID = /^[A-Za-z0-9_-]{1,64}@[A-Za-z0-9.-]{1,64}$/;
const PROFILE_INSTANCE = /^[A-Za-z0-9_-]{1,64}$/;
const SEARCH_PATH = /^\/data\/core\/ups\/search\//;
const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

export interface CheckServices {
  readonly config: Config;
  readonly authenticator: Authenticator;
  readonly rateLimiter: RateLimiter;
  readonly sandboxes: Sandboxes;
}

/**
 * Rows 1 to 15 of the table of api-conventions.md section 2.1, in its order; the first failure is thrown. Rows 16 and
 * later come with the body and the route. Scopes (section 3.2, step 7) are checked after row 11, when the organization
 * and the sandbox that their answer names are known.
 */
export async function checkHeaders(request: FastifyRequest, services: CheckServices): Promise<RequestContext> {
  const { config, sandboxes } = services;
  const { token, apiKey, imsOrgId } = requiredHeaders(request);
  const caller = await services.authenticator.authenticate(token, apiKey);
  checkOrganization(imsOrgId, caller);
  checkRate(services.rateLimiter, apiKey, imsOrgId);

  const names = { name: header(request, 'x-sandbox-name'), id: header(request, 'x-sandbox-id') };
  const sandbox = (await resolveSandbox(sandboxes, imsOrgId, names, config.requireSandboxHeader)).reference;
  if (caller.lacksScope) {
    throw insufficientScope({ imsOrgId, sandboxId: sandbox.sandboxId, sandboxName: sandbox.sandboxName });
  }
  const permissions = permissionsIn(caller.grants, sandbox.sandboxName);
  if (permissions.size === 0) throw denied(imsOrgId, sandbox.sandboxName, permissionOf(request));

  const profileInstanceId = checkOptionalHeaders(request);
  if (BODY_METHODS.has(request.method)) checkContentType(header(request, 'content-type'));
  return {
    requestId: request.id,
    imsOrgId,
    sandbox,
    clientId: apiKey,
    userId: caller.userId,
    permissions,
    ...(profileInstanceId !== undefined && { profileInstanceId }),
    baseUrl: originOf(request, config.publicBaseUrl),
  };
}

/** The value of a header, trimmed; an empty one is a missing one. */
function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  const text = (Array.isArray(value) ? value.join(', ') : value)?.trim();
  return text === '' ? undefined : text;
}

/** Rows 1 to 3. */
function requiredHeaders(request: FastifyRequest) {
  const token = /^Bearer\s+(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  if (token === undefined) throw gatewayError('403010', 'Oauth token is missing.');
  const apiKey = header(request, 'x-api-key');
  if (apiKey === undefined) throw gatewayError('403000', 'Api Key is required');
  const imsOrgId = header(request, 'x-gw-ims-org-id');
  if (imsOrgId === undefined) throw gatewayError('400003', 'Missing header');
  return { token, apiKey, imsOrgId };
}

/** Rows 6 and 7. */
function checkOrganization(imsOrgId: string, caller: Caller): void {
  if (!ORG_ID.test(imsOrgId) || grantsNothing(caller.grants)) throw gatewayError('403027', 'User region is missing');
  if (caller.orgs !== 'any' && !caller.orgs.includes(imsOrgId)) throw gatewayError('403025', 'Profile is not valid');
}

/** Row 8. */
function checkRate(limiter: RateLimiter, apiKey: string, imsOrgId: string): void {
  const wait = limiter(`${apiKey} ${imsOrgId}`);
  if (wait !== undefined) throw gatewayError('429050', 'Too many requests', { 'retry-after': String(wait) });
}

/** Rows 13 and 14; answers `x-profile-instance-id`. */
function checkOptionalHeaders(request: FastifyRequest): string | undefined {
  const instance = header(request, 'x-profile-instance-id');
  if (instance !== undefined && !PROFILE_INSTANCE.test(instance)) {
    throw invalidHeader('UPAPI-900013-400', 'x-profile-instance-id');
  }
  const version = header(request, 'x-ups-search-version');
  if (version !== undefined && version !== '1.0' && SEARCH_PATH.test(request.url)) {
    throw invalidHeader('UPAPI-900014-400', 'x-ups-search-version');
  }
  return instance;
}

/** The permission that the route asks for; reading, where there is no route. */
function permissionOf(request: FastifyRequest): Permission {
  const access = request.routeOptions.config.access;
  return access === undefined || access === 'open' ? 'segments:read' : access;
}
