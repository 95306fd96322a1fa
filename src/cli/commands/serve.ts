import { once } from 'node:events';
import { Command } from 'commander';
import { checkServing } from '../../config/serving.ts';
import { PRODUCT_VERSION } from '../../version.ts';
import { createLogger } from '../logger.ts';
import { addSettings, configOf } from '../options.ts';
import { printLine } from '../output.ts';
import { loadSystem } from '../with-system.ts';

const DESCRIPTION = `Serve the HTTP API on the data directory until SIGTERM or SIGINT.

Prints one line with the URL on standard output when it is ready, and logs JSON lines on standard error. GET /health says
whether it can work, GET /openapi.json what it offers. For a first try on this machine, without tokens: --auth none`;

/** Milliseconds after which a stop that hangs is cut short. */
const STOP_MS = 10_000;

/** `secant serve`. */
export function serveCommand(): Command {
  const command = new Command('serve').description(DESCRIPTION).summary('serve the HTTP API');
  return addSettings(
    command,
    'host',
    'port',
    'dataDir',
    'datasetDir',
    'authMode',
    'allowInsecure',
    'publicBaseUrl',
    'clickhouseUrl',
    'memoryLimitMb',
    'logLevel',
  ).action(async () => {
    const config = configOf(command);
    checkServing(config);
    const logger = createLogger(config.logLevel);
    const stopped = stopSignal();
    const [{ openSystem }, { startHttpServer }, { routesOf }] = await Promise.all([
      loadSystem(),
      import('../../http/server.ts'),
      import('../../http/register-routes.ts'),
    ]);
    await using system = await openSystem(config, logger, Date.now);
    await system.start();
    const server = await startHttpServer({ ...system, version: PRODUCT_VERSION }, routesOf(system));
    system.scheduling.scheduler.start();
    system.directory.announce(`server at ${server.url}`);
    printLine(`Secant is ready at ${server.url}`);
    const signal = await stopped;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await server.close();
  });
}

/** The first signal that asks the process to end; a second one ends it at once. */
async function stopSignal(): Promise<string> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  return Promise.race(
    signals.map(async (signal) => {
      await once(process, signal);
      return signal;
    }),
  );
}
