import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from '../config/settings.ts';
import type { ServiceError } from '../errors.ts';
import type { Sandboxes } from '../sandboxes/sandboxes.ts';
import { invalidPath, pathNotFound } from './errors/catalogue.ts';
import { answerClientError } from './errors/client-error.ts';
import { handleError } from './errors/handler.ts';
import { registerBodies } from './plugins/bodies.ts';
import { registerChecks } from './plugins/checks.ts';
import { registerHeaders } from './plugins/headers.ts';
import { registerMetrics } from './plugins/metrics.ts';
import { registerOpenApi } from './plugins/openapi.ts';
import { registerUnmatched } from './plugins/unmatched.ts';
import { requestId } from './request-id.ts';
import { createAuthenticator } from './security/auth/authentication.ts';
import { rateLimiter } from './security/rate-limit.ts';
import type { App } from './types.ts';
import { validatorCompiler } from './validation/compiler.ts';

/** Bytes of a request line and its headers: the longest search query has 8,192 characters of up to 12 bytes. */
const HEAD_LIMIT = 128 * 1024;

export type RegisterRoutes = (app: App, metrics: Registry) => Promise<void>;

/** What the server itself needs; routes are given what they need when they are registered. */
export interface AppServices {
  readonly config: Config;
  readonly sandboxes: Sandboxes;
  readonly logger: FastifyBaseLogger;
  /** Version of the product. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** While true, every route that is not open answers 503. */
  readonly isStopping: () => boolean;
}

/**
 * The HTTP server without its routes: everything that api-conventions.md says of every endpoint.
 *
 * @param register adds the routes; it is given the registry of metrics for the one that shows them
 */
export async function createApp(services: AppServices, register: RegisterRoutes): Promise<App> {
  const { config, now } = services;
  const app: App = Fastify({
    loggerInstance: services.logger,
    // One line a request is logged where it is timed.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    requestIdHeader: false,
    http: { maxHeaderSize: HEAD_LIMIT },
    clientErrorHandler: answerClientError,
    return503OnClosing: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: 2000,
      querystringParser: (text) => ({ text }),
    },
    frameworkErrors: (error, request, reply) => {
      handleError(refusalOf(error.code, request.url) ?? error, request, reply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(handleError);

  const routes = registerUnmatched(app);
  registerHeaders(app);
  const metrics = registerMetrics(app);
  registerChecks(app, {
    config,
    sandboxes: services.sandboxes,
    isStopping: services.isStopping,
    authenticator: await createAuthenticator(config, now),
    rateLimiter: rateLimiter(config.rateLimitRps, now),
  });
  registerBodies(app);
  await registerOpenApi(app, services.version);
  await register(app, metrics);
  routes.refuseOthers();
  await app.ready();
  return app;
}

/** What the router itself refuses: undefined for a bug. No id is as long as the router's limit. */
function refusalOf(code: string, path: string): ServiceError | undefined {
  if (code === 'FST_ERR_BAD_URL') return invalidPath(path);
  return code === 'FST_ERR_MAX_PARAM_LENGTH' ? pathNotFound(path.split('?')[0] ?? path) : undefined;
}
