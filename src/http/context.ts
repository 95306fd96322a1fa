import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Permission } from '../config/grants.ts';
import type { SandboxReference } from '../sandboxes/sandbox.ts';

/** Who asks, for which sandbox: known to every route behind the header checks (api-conventions.md section 2). */
export interface RequestContext {
  readonly requestId: string;
  readonly imsOrgId: string;
  readonly sandbox: SandboxReference;
  /** The value of `x-api-key`. */
  readonly clientId: string;
  /** For `createdBy` and `lastModifiedBy`. */
  readonly userId: string;
  /** In this sandbox. */
  readonly permissions: ReadonlySet<Permission>;
  /** `x-profile-instance-id`, when given. */
  readonly profileInstanceId?: string;
  /** Origin of absolute URLs, without a trailing slash. */
  readonly baseUrl: string;
}

/**
 * What a route is open to: everybody, or callers with a permission in the sandbox. `action` is what a denial names;
 * `READ` for `segments:read`, else `WRITE`.
 */
export type Access = 'open' | Permission;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the header checks; throws on an open route, which has none. */
    readonly context: RequestContext;
  }
  interface FastifyContextConfig {
    /** Every route must say it. */
    access?: Access;
    /** A body that the route takes. */
    example?: unknown;
    /** The body as callers are told it, where that is not what validates it. */
    documentedBody?: TSchema;
    /** What the specification asks for and is not there. */
    missing?: string;
  }
}

const contexts = new WeakMap<FastifyRequest, RequestContext>();

export function setContext(request: FastifyRequest, context: RequestContext): void {
  contexts.set(request, context);
}

/** The context, or undefined while the header checks have not passed. */
export function findContext(request: FastifyRequest): RequestContext | undefined {
  return contexts.get(request);
}

/** For `decorateRequest`: the property `context` of every request. */
export const contextProperty = {
  getter(this: FastifyRequest): RequestContext {
    const context = contexts.get(this);
    if (context === undefined) throw new Error(`${this.method} ${this.routeOptions.url} has no request context`);
    return context;
  },
};
