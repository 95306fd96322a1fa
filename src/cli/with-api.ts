import type { Config } from '../config/settings.ts';
import { PRODUCT_VERSION } from '../version.ts';
import { type ApiClient, apiClient, httpTransport, type Transport } from './api-client.ts';
import { createLogger } from './logger.ts';
import { loadSystem } from './with-system.ts';

/**
 * Gives work a client of the API: of the server that the configuration names, else of the data directory, which is then
 * opened in this process. A command is written once for both.
 */
export async function withApi<T>(config: Config, work: (api: ApiClient) => Promise<T>): Promise<T> {
  if (config.serverUrl !== undefined) return work(apiClient(config, httpTransport(config.serverUrl)));
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
    const inject: Transport = async ({ method, path, headers, body }) => {
      const answer = await app.inject({ method, url: path, headers, ...(body !== undefined && { payload: body }) });
      return { status: answer.statusCode, text: answer.payload, header: (name) => textOf(answer.headers[name]) };
    };
    return await work(apiClient(config, inject));
  } finally {
    await app.close();
  }
}

/** Nobody else can reach the API of this process. */
const OWN_PROCESS = { authMode: 'none', rateLimitRps: 0 } as const;

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
