import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secant-config-'));
});

async function file(content: unknown): Promise<string> {
  const path = join(directory, `${Math.random()}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function problemsOf(load: () => unknown): ConfigError['problems'] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('loadConfig', () => {
  it('has the documented defaults', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      authMode: 'jwt',
      allowInsecure: false,
      openClients: false,
      requiredScopes: [],
      requireSandboxHeader: false,
      rateLimitRps: 0,
      exposeStacks: false,
      maxConcurrentJobs: 1,
      maxQueuedJobs: 100,
      jobRetentionDays: 90,
      jwtAlgorithms: ['RS256', 'ES256'],
      unknownFields: 'reject',
    });
    expect(loadConfig({}).publicBaseUrl).toBeUndefined();
  });

  it('takes flags over environment over file over default', async () => {
    const path = await file({ port: 1, host: '127.0.0.2', tenantId: '_file' });
    const env = { PORT: '2', BIND_HOST: '127.0.0.3' };
    const config = loadConfig({ file: path, env, flags: { port: '3' } });
    expect([config.port, config.host, config.tenantId, config.dataDir]).toEqual([3, '127.0.0.3', '_file', '.secant']);
  });

  it('finds the file by the environment', async () => {
    expect(loadConfig({ env: { CONFIG_FILE: await file({ port: 7 }) } }).port).toBe(7);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ env: { PORT: '', CONFIG_FILE: '' } }).port).toBe(8080);
  });

  it('reads the key of a group nested or dotted', async () => {
    expect(loadConfig({ file: await file({ validation: { unknownFields: 'drop' } }) }).unknownFields).toBe('drop');
    expect(loadConfig({ file: await file({ 'validation.unknownFields': 'drop' }) }).unknownFields).toBe('drop');
  });

  const client = { id: 'app', orgs: ['A@AdobeOrg'], permissions: { prod: ['segments:read'] } };
  it.each<[name: SettingName, text: string, value: unknown]>([
    ['port', '0', 0],
    ['openClients', 'TRUE', true],
    ['openClients', 'false', false],
    ['rateLimitRps', '2.5', 2.5],
    ['requiredScopes', 'a, b ,,c', ['a', 'b', 'c']],
    ['jwtAlgorithms', 'ES384', ['ES384']],
    ['clients', JSON.stringify([client]), [client]],
    ['publicBaseUrl', 'https://segments.example.org:8443', 'https://segments.example.org:8443'],
  ])('reads %s from the text %s', (name, text, value) => {
    expect(loadConfig({ env: { [settings[name].env]: text } })[name]).toEqual(value);
  });

  it.each<[name: SettingName, text: string, allowed: string]>([
    ['port', '-1', 'Must be an integer from 0 to 65535.'],
    ['port', '65536', 'Must be an integer from 0 to 65535.'],
    ['port', '80.5', 'Must be an integer from 0 to 65535.'],
    ['port', 'http', 'Must be an integer from 0 to 65535.'],
    ['authMode', 'basic', 'Must be one of jwt, static, none.'],
    ['allowInsecure', 'yes', 'Must be true or false.'],
    ['maxConcurrentJobs', '0', 'Must be an integer of at least 1.'],
    ['jwtAlgorithms', 'HS256', 'Must be a list of: one of RS256,'],
    ['jwtAlgorithms', 'none', 'Must be a list of: one of RS256,'],
    ['clients', '{', 'Must be a JSON array of objects.'],
    ['clients', '[{"id":"a","organisations":[]}]', 'Must be a JSON array of objects. /0'],
    ['clients', '[{"id":"a","permissions":["all"]}]', 'Must be a JSON array of objects. /0/permissions'],
    ['publicBaseUrl', 'https://example.org/', 'Must be a text that matches'],
    ['publicBaseUrl', 'example.org', 'Must be a text that matches'],
    ['tenantId', 'shop', 'Must be a text that matches'],
    ['unknownFields', 'keep', 'Must be one of reject, drop.'],
  ])('refuses %s=%s', (name, text, allowed) => {
    const [problem] = problemsOf(() => loadConfig({ env: { [settings[name].env]: text } }));
    expect(problem).toMatchObject({ name: settings[name].env, value: text, allowed: expect.stringContaining(allowed) });
  });

  it('names the flag, the variable or the key, whichever was wrong', async () => {
    const path = await file({ logLevel: 'loud', unknown: 1, validation: { unknownfields: 'drop' } });
    const problems = problemsOf(() => loadConfig({ flags: { port: 'x' }, env: { AUTH_MODE: 'x' }, file: path }));
    expect(problems.map(({ name, value }) => [name, value]).toSorted()).toEqual([
      ['--port', 'x'],
      ['AUTH_MODE', 'x'],
      ['logLevel', '"loud"'],
      ['unknown', '1'],
      ['validation.unknownfields', '"drop"'],
    ]);
    expect(problems.find(({ name }) => name === 'unknown')?.allowed).toContain(
      'There is no such setting. Known: accessToken, allowInsecure',
    );
  });

  it('coerces nothing in a file', async () => {
    const path = await file({ port: '80', openClients: 'true', requiredScopes: 'a' });
    expect(problemsOf(() => loadConfig({ file: path })).map(({ name }) => name)).toEqual([
      'port',
      'requiredScopes',
      'openClients',
    ]);
  });

  it.each([
    ['not there', async () => '/nonexistent/secant.json', 'ENOENT'],
    ['no JSON', () => file('{'), 'JSON'],
    ['no object', () => file([]), 'Must hold a JSON object.'],
  ])('refuses a file that is %s', async (_name, make, message) => {
    const path = await make();
    const [problem] = problemsOf(() => loadConfig({ file: path }));
    expect(problem).toMatchObject({ value: path, allowed: expect.stringContaining(message) });
  });

  it('never prints a secret', async () => {
    const path = await file({ staticTokens: [{ token: 'hunter2' }], clickhousePassword: 12345678 });
    const refuse = () => loadConfig({ file: path });
    expect(problemsOf(refuse)).toHaveLength(2);
    expect(refuse).not.toThrow(/hunter2|12345678/);
    expect(refuse).toThrow(/staticTokens[\s\S]*clickhousePassword|clickhousePassword[\s\S]*staticTokens/);
  });

  it('throws nothing but ConfigError, whatever the file holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...Object.keys(settings), 'x', '__proto__'), fc.jsonValue()),
        async (content) => {
          const path = await file(content);
          try {
            loadConfig({ file: path });
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
