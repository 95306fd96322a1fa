import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/settings.ts';
import { routesOf } from '../../src/http/register-routes.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { openSystem, type System } from '../../src/system.ts';
import { type Answer, type CallOptions, call } from './kit.ts';

/** The whole product on a free port, with stores in a directory of its own. */
export interface SystemServer extends AsyncDisposable {
  readonly system: System;
  readonly url: string;
  call(path: string, options?: CallOptions): Promise<Answer>;
}

export async function startSystem(config: Partial<Config> = {}): Promise<SystemServer> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-system-'));
  const all = { ...loadConfig({}), authMode: 'none', port: 0, dataDir: directory, ...config } as const;
  const system = await openSystem(all, pino({ level: 'silent' }), Date.now);
  const server = await startHttpServer({ ...system, version: '0.0.0' }, routesOf(system));
  return {
    system,
    url: server.url,
    call: (path, options) => call(server.url + path, options),
    async [Symbol.asyncDispose]() {
      await server.close();
      await system[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}
