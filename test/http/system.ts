import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/settings.ts';
import { routesOf } from '../../src/http/register-routes.ts';
import { startHttpServer } from '../../src/http/server.ts';
import type { ImportResult } from '../../src/profiles/index.ts';
import type { SandboxReference } from '../../src/sandboxes/sandbox.ts';
import { openSystem, type System } from '../../src/system.ts';
import { type Answer, type CallOptions, call, ORG } from './kit.ts';

/** The whole product on a free port, with stores in a directory of its own. */
export interface SystemServer extends AsyncDisposable {
  readonly system: System;
  readonly url: string;
  call(path: string, options?: CallOptions): Promise<Answer>;
  /** The default sandbox of `ORG`. */
  sandbox(): Promise<SandboxReference>;
  importProfiles(documents: readonly unknown[]): Promise<ImportResult>;
  importEvents(documents: readonly unknown[]): Promise<ImportResult>;
}

export async function startSystem(config: Partial<Config> = {}): Promise<SystemServer> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-system-'));
  const all = { ...loadConfig({}), authMode: 'none', port: 0, dataDir: directory, ...config } as const;
  const system = await openSystem(all, pino({ level: 'silent' }), Date.now);
  const server = await startHttpServer({ ...system, version: '0.0.0' }, routesOf(system));
  const sandbox = async () => (await system.sandboxes.defaultOf(ORG)).reference;
  const file = async (documents: readonly unknown[]) => {
    const path = join(directory, `${randomUUID()}.ndjson`);
    await writeFile(path, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
    return { files: [path] };
  };
  return {
    system,
    url: server.url,
    call: (path, options) => call(server.url + path, options),
    sandbox,
    importProfiles: async (documents) =>
      system.importer.importRecords((await sandbox()).sandboxId, await file(documents)),
    importEvents: async (documents) => system.importer.importEvents((await sandbox()).sandboxId, await file(documents)),
    async [Symbol.asyncDispose]() {
      await server.close();
      await system[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}
