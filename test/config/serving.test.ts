import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { checkServing } from '../../src/config/serving.ts';
import type { Config } from '../../src/config/settings.ts';

const token = { token: 't', clientId: 'c', orgs: [] };

describe('checkServing (api-conventions.md section 3.2)', () => {
  const check = (changes: Partial<Config>) => () => checkServing({ ...loadConfig({}), ...changes });

  it.each<[changes: Partial<Config>]>([
    [{ authMode: 'none' }],
    [{ authMode: 'none', host: 'localhost' }],
    [{ authMode: 'none', host: '::1' }],
    [{ authMode: 'none', host: '127.4.5.6' }],
    [{ authMode: 'none', host: '0.0.0.0', allowInsecure: true }],
    [{ authMode: 'static', host: '0.0.0.0', staticTokens: [token] }],
    [{ authMode: 'jwt', jwksUrl: 'https://ims.example.org/keys' }],
    [{ authMode: 'jwt', jwtKeyFile: 'key.pem' }],
  ])('accepts %j', (changes) => {
    expect(check(changes)).not.toThrow();
  });

  it.each<[changes: Partial<Config>, message: string]>([
    [{ authMode: 'none', host: '0.0.0.0' }, 'Must be a loopback address'],
    [{ authMode: 'none', host: '::' }, 'Must be a loopback address'],
    [{ authMode: 'none', host: '192.168.1.4' }, 'Must be a loopback address'],
    [{ authMode: 'none', host: '127.0.0.1.example.org' }, 'Must be a loopback address'],
    [{ authMode: 'none', host: 'localhost.example.org' }, 'Must be a loopback address'],
    [{ authMode: 'static' }, 'Needs at least one of staticTokens'],
    [{ authMode: 'jwt' }, 'Needs either jwksUrl or jwtKeyFile'],
    [{ authMode: 'jwt', jwksUrl: 'https://ims.example.org/keys', jwtKeyFile: 'key.pem' }, 'Needs either'],
  ])('refuses %j', (changes, message) => {
    expect(check(changes)).toThrow(message);
  });
});
