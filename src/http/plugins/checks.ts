import type { FastifyRequest } from 'fastify';
import { malformed } from '../../errors.ts';
import { contextProperty, setContext } from '../context.ts';
import { unavailable } from '../errors/catalogue.ts';
import { type CheckServices, checkHeaders } from '../security/checks.ts';
import { denied } from '../security/permissions.ts';
import type { App } from '../types.ts';
import { isExpectedKind } from '../validation/body.ts';

/** Paths that are the API even where there is no route: asking for them takes credentials. */
const API_PATH = /^\/(data|unifiedfolders)(\/|\?|$)/;

/**
 * Runs the checks of api-conventions.md section 2.1 before every route, in their order, and refuses new requests while
 * the server stops.
 */
export function registerChecks(app: App, services: CheckServices & { readonly isStopping: () => boolean }): void {
  app.decorateRequest('context', contextProperty);

  app.addHook('onRequest', async (request) => {
    if (isOpen(request)) return;
    if (services.isStopping()) throw unavailable();
    setContext(request, await checkHeaders(request, services));
  });

  app.addHook('preValidation', async (request) => {
    const { schema, config } = request.routeOptions;
    const body = schema?.body;
    if (typeof body === 'object' && body !== null && !isExpectedKind(body, request.body)) throw malformed();
    if (config.access === undefined || config.access === 'open') return;
    const { imsOrgId, permissions, sandbox } = request.context;
    if (!permissions.has(config.access)) {
      throw denied(imsOrgId, sandbox.sandboxName, config.access, idOf(request));
    }
  });
}

function isOpen(request: FastifyRequest): boolean {
  return request.is404 ? !API_PATH.test(request.url) : request.routeOptions.config.access === 'open';
}

function idOf(request: FastifyRequest): string | undefined {
  const { params } = request;
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : undefined;
}
