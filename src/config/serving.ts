import { isIP } from 'node:net';
import { ConfigError, type ConfigProblem } from './errors.ts';
import type { Config } from './settings.ts';

/**
 * The rules between settings that a server keeps (api-conventions.md section 3.2): a mode of authentication has what it
 * verifies with, and no authentication means nobody else can reach the server.
 *
 * @throws ConfigError
 */
export function checkServing(config: Config): void {
  const problems = RULES.flatMap((rule) => rule(config) ?? []);
  if (problems.length > 0) throw new ConfigError(problems);
}

const RULES: readonly ((config: Config) => ConfigProblem | undefined)[] = [
  ({ authMode, host, allowInsecure }) =>
    authMode !== 'none' || isLoopback(host) || allowInsecure
      ? undefined
      : {
          name: 'host',
          value: host,
          allowed: 'Must be a loopback address with authMode none, unless allowInsecure is true.',
        },
  ({ authMode, jwksUrl, jwtKeyFile }) =>
    authMode !== 'jwt' || (jwksUrl === undefined) !== (jwtKeyFile === undefined)
      ? undefined
      : {
          name: 'authMode',
          value: 'jwt',
          allowed: 'Needs either jwksUrl or jwtKeyFile. For a first try on this machine use --auth none.',
        },
  ({ authMode, staticTokens }) =>
    authMode !== 'static' || staticTokens.length > 0
      ? undefined
      : { name: 'authMode', value: 'static', allowed: 'Needs at least one of staticTokens.' },
];

/** Whether only this machine can reach an address; names other than `localhost` are not looked up. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
