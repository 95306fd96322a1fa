import { type Client, createClient } from '../client/index.ts';
import type { Config } from '../config/settings.ts';
import type { App } from '../http/types.ts';
import { PRODUCT_VERSION } from '../version.ts';
import { createLogger } from './logger.ts';
import { loadSystem } from './with-system.ts';

/**
 * Gives work a client of the API: of the server that the configuration names, else of the data directory, which is then
 * opened in this process. A command is written once for both.
 */
export async function withApi<T>(config: Config, work: (client: Client) => Promise<T>): Promise<T> {
  const caller = {
    token: config.accessToken,
    apiKey: config.apiKey,
    organization: config.org,
    sandbox: config.sandbox,
    timeoutMs: FIVE_MINUTES,
  };
  if (config.serverUrl !== undefined) return work(createClient({ ...caller, baseUrl: config.serverUrl }));
  const [{ openSystem }, { createApp }, { routesOf }] = await Promise.all([
    loadSystem(),
    import('../http/app.ts'),
    import('../http/register-routes.ts'),
  ]);
  const logger = createLogger('warn');
  await using system = await openSystem({ ...config, ...OWN_PROCESS }, logger, Date.now);
  await system.start();
  const app = await createApp({ ...system, version: PRODUCT_VERSION, isStopping: () => false }, routesOf(system));
  try {
    return await work(
      createClient({ ...caller, baseUrl: 'http://localhost', fetch: (request) => inject(app, request) }),
    );
  } finally {
    await app.close();
  }
}

/** A question over many profiles takes its time. */
const FIVE_MINUTES = 300_000;

/** Nobody else can reach the API of this process. */
const OWN_PROCESS = { authMode: 'none', rateLimitRps: 0 } as const;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Answers a request without a network. */
async function inject(app: App, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const method = METHODS.find((name) => name === request.method);
  const answer = await app.inject({
    ...(method !== undefined && { method }),
    url: pathname + search,
    headers: Object.fromEntries(request.headers),
    payload: await request.text(),
  });
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(answer.payload === '' ? null : answer.payload, { status: answer.statusCode, headers });
}
