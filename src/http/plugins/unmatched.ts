import { METHODS as ALL_METHODS } from 'node:http';
import type { RouteOptions } from 'fastify';
import { methodNotAllowed, pathNotFound } from '../errors/catalogue.ts';
import type { App } from '../types.ts';

/** In the order of `Allow`. */
const OWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Those that no route has; `CONNECT` never becomes a request. */
const OTHER_METHODS = ALL_METHODS.filter((method) => method !== 'CONNECT' && !OWN_METHODS.includes(method));
const METHODS = [...OWN_METHODS, ...OTHER_METHODS];

/** The routes that have been registered, for the answers to everything else. */
export interface RouteBook {
  /** Answers 405 with `Allow` for other methods of a known path, and 404 for unknown paths. Call after all routes. */
  refuseOthers(): void;
}

/**
 * Remembers routes as they are registered, and refuses one that does not say who may call it.
 *
 * The 405 routes also keep a literal segment from being taken as an id under a method that the literal does not have.
 */
export function registerUnmatched(app: App): RouteBook {
  const book = new Map<string, { readonly methods: Set<string>; readonly config: RouteOptions['config'] }>();

  for (const method of OTHER_METHODS) app.addHttpMethod(method, { hasBody: false, overrideExisting: true });

  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new Error(`The route ${route.url} does not say who may call it`);
    const known = book.get(route.url) ?? { methods: new Set(), config: route.config };
    for (const method of [route.method].flat()) known.methods.add(method);
    book.set(route.url, known);
  });

  app.setNotFoundHandler(async (request) => {
    throw pathNotFound(request.url.split('?')[0] ?? request.url);
  });

  return {
    refuseOthers() {
      for (const [url, { methods, config = {} }] of [...book]) {
        const allowed = METHODS.filter((method) => methods.has(method));
        const refuse = async ({ method }: { readonly method: string }) => {
          throw methodNotAllowed(method, allowed);
        };
        app.route({
          method: METHODS.filter((method) => !methods.has(method)),
          url,
          config,
          schema: { hide: true },
          onRequest: refuse,
          handler: refuse,
        });
      }
    },
  };
}
