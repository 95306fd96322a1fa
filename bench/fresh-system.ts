import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { loadConfig } from '../src/config/load.ts';
import { openSystem } from '../src/system.ts';

/** The whole product on empty embedded stores in a directory of its own, which goes when it is disposed of. */
export async function freshSystem() {
  await using cleanup = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'secant-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const config = { ...loadConfig({}), authMode: 'none', dataDir: join(directory, 'data') } as const;
  const system = cleanup.use(await openSystem(config, pino({ level: 'error' }), Date.now));
  await system.start();
  const { reference: sandbox } = await system.sandboxes.defaultOf('bench@secant');
  const opened = cleanup.move();
  return {
    directory,
    system,
    scope: { imsOrgId: 'bench@secant', sandbox },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
