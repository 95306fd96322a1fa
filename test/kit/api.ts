import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createClient } from '../../src/client/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/settings.ts';
import { routesOf } from '../../src/http/register-routes.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { openSystem } from '../../src/system.ts';

export type Api = Awaited<ReturnType<typeof startApi>>;

type Headers = Readonly<Record<string, string>>;

const ORG = '5F1A2B3C4D5E6F7A8B9C0D1E@AdobeOrg';

/** The whole product on a free port, with stores of its own and a clock that the test moves. */
export async function startApi(config: Partial<Config> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'secant-api-'));
  const settings = {
    ...loadConfig({}),
    authMode: 'none',
    port: 0,
    dataDir: join(directory, 'data'),
    ...config,
  } as const;
  const clock = { now: Date.parse('2026-03-02T08:00:00.250Z') };
  const system = await openSystem(settings, pino({ level: 'silent' }), () => clock.now);
  await system.start();
  const server = await startHttpServer({ ...system, version: '0.0.0' }, routesOf(system));

  async function call(method: string, path: string, body?: unknown, headers: Headers = {}) {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer token',
        'x-api-key': 'client',
        'x-gw-ims-org-id': ORG,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  let files = 0;
  async function importDocs(kind: 'importRecords' | 'importEvents', docs: readonly unknown[]) {
    const file = join(directory, `${++files}.ndjson`);
    await writeFile(file, docs.map((doc) => JSON.stringify(doc)).join('\n'));
    const { reference } = await system.sandboxes.defaultOf(ORG);
    return system.importer[kind](reference.sandboxId, { files: [file] });
  }

  return {
    system,
    url: server.url,
    imsOrgId: ORG,
    /** For what is expected to work; it repeats nothing. The functions below send what is wrong on purpose, too. */
    client: createClient({
      baseUrl: server.url,
      token: 'token',
      apiKey: 'client',
      organization: ORG,
      retry: { attempts: 1 },
    }),
    get: (path: string, headers?: Headers) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown, headers?: Headers) => call('POST', path, body, headers),
    put: (path: string, body: unknown, headers?: Headers) => call('PUT', path, body, headers),
    patch: (path: string, body: unknown, headers?: Headers) => call('PATCH', path, body, headers),
    delete: (path: string, headers?: Headers) => call('DELETE', path, undefined, headers),
    /** Moves the clock of the product. */
    advance: (milliseconds: number) => {
      clock.now += milliseconds;
    },
    /** Resolves when no segment job runs or waits. */
    idle: () => system.segmentation.runner.idle(),
    importProfiles: (docs: readonly unknown[]) => importDocs('importRecords', docs),
    importEvents: (docs: readonly unknown[]) => importDocs('importEvents', docs),
    async close() {
      await server.close();
      await system[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}
