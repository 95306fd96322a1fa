import type { Config } from '../config/settings.ts';
import type { Sandbox } from '../sandboxes/sandbox.ts';
import type { Sandboxes } from '../sandboxes/sandboxes.ts';
import type { System } from '../system.ts';
import { CommandError } from './failure.ts';
import { createLogger } from './logger.ts';

/** Loaded when a command needs it, so that `--help` and mistakes are answered at once. */
export const loadSystem = () => import('../system.ts');

/** Gives work the system on the data directory, opened in this process. */
export async function withSystem<T>(config: Config, work: (system: System) => Promise<T>): Promise<T> {
  const { openSystem } = await loadSystem();
  await using system = await openSystem(config, createLogger('warn'), Date.now);
  return await work(system);
}

/**
 * The sandbox that the configuration names.
 *
 * @throws CommandError when the organization has none of that name
 */
export async function namedSandbox(sandboxes: Sandboxes, { org, sandbox }: Config): Promise<Sandbox> {
  const found = await sandboxes.named(org, sandbox);
  if (found === undefined) throw new CommandError(`The organization ${org} has no sandbox '${sandbox}'.`);
  return found;
}
