import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../src/config/grants.ts';
import type { Config } from '../../src/config/settings.ts';
import { ORG, startServer, type TestServer } from './kit.ts';
import { registerThings, THINGS } from './routes-for-tests.ts';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const HOUR = 3600;
const OTHER_ORG = 'OTHER@AdobeOrg';

type Claims = Readonly<Record<string, unknown>>;

/** A signing key with its id, and a server that publishes some of them. */
interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly fetches: () => number;
  publish(...kids: readonly string[]): Promise<void>;
  /** Stops answering with keys. */
  fail(): void;
  sign(
    claims: Claims,
    options?: { readonly kid?: string; readonly alg?: string; readonly key?: CryptoKey },
  ): Promise<string>;
  readonly publicKey: (kid: string) => CryptoKey;
}

async function startIssuer(): Promise<Issuer> {
  const pairs = {
    one: await generateKeyPair('RS256'),
    two: await generateKeyPair('ES256'),
    three: await generateKeyPair('RS384'),
  };
  const pair = (kid: string) => {
    if (kid === 'one' || kid === 'two' || kid === 'three') return pairs[kid];
    throw new Error(`There is no key ${kid}`);
  };
  let answer: { status: number; body: string } = { status: 500, body: '' };
  let fetches = 0;
  const server: Server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    fetches: () => fetches,
    async publish(...kids) {
      const keys = await Promise.all(kids.map(async (kid) => ({ kid, ...(await exportJWK(pair(kid).publicKey)) })));
      answer = { status: 200, body: JSON.stringify({ keys }) };
    },
    fail() {
      answer = { status: 500, body: '' };
    },
    sign: (claims, { kid = 'one', alg = kid === 'two' ? 'ES256' : 'RS256', key } = {}) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(key ?? pair(kid).privateKey),
    publicKey: (kid) => pair(kid).publicKey,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
  await issuer.publish('one', 'two', 'three');
  return issuer;
}

const clients: Client[] = [
  { id: 'app', orgs: [ORG] },
  { id: 'reader', orgs: [ORG], permissions: ['segments:read'] },
  { id: 'bare' },
];

const seconds = (offset: number) => NOW / 1000 + offset;
const valid: JWTPayload = { client_id: 'app', exp: seconds(HOUR) };

describe('authMode jwt (api-conventions.md section 3.2)', () => {
  let issuer: Issuer;
  beforeAll(async () => {
    issuer = await startIssuer();
  });
  afterAll(() => issuer[Symbol.asyncDispose]());

  const start = (config: Partial<Config> = {}) =>
    startServer({ authMode: 'jwt', jwksUrl: issuer.url, clients, ...config }, registerThings);

  const ask = (server: TestServer, token: string, headers: Record<string, string> = {}) =>
    server.call(`${THINGS}/x`, { headers: { authorization: `Bearer ${token}`, 'x-api-key': 'app', ...headers } });

  const code = async (server: TestServer, token: string, headers: Record<string, string> = {}) => {
    const { status, body } = await ask(server, token, headers);
    if (status === 200) return 200;
    const { error_code, type } = body as Record<string, string>;
    return error_code ?? type?.split('/').at(-1);
  };

  describe('lifetime, with 60 s of leeway', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    const ims = (created: unknown, lifetime: unknown) => ({ created_at: created, expires_in: lifetime });
    const lifetimes: [name: string, claims: JWTPayload, expected: 200 | '401013'][] = [
      ['exp ahead', { exp: seconds(1) }, 200],
      ['exp 59 s ago', { exp: seconds(-59) }, 200],
      ['exp 61 s ago', { exp: seconds(-61) }, '401013'],
      ['nbf in 59 s', { exp: seconds(HOUR), nbf: seconds(59) }, 200],
      ['nbf in 61 s', { exp: seconds(HOUR), nbf: seconds(61) }, '401013'],
      ['iat in 59 s', { exp: seconds(HOUR), iat: seconds(59) }, 200],
      ['iat in 61 s', { exp: seconds(HOUR), iat: seconds(61) }, '401013'],
      ['created_at and expires_in as strings', ims(String(NOW - 1000), '86400000'), 200],
      ['… as numbers', ims(NOW - 1000, 86_400_000), 200],
      ['… over for 59 s', ims(NOW - 1_059_000, 1_000_000), 200],
      ['… over for 61 s', ims(NOW - 1_061_000, 1_000_000), '401013'],
      ['… that begin in 61 s', ims(NOW + 61_000, 1_000_000), '401013'],
      ['… that is no number', ims('yesterday', '86400000'), '401013'],
      ['created_at alone', { created_at: String(NOW) }, '401013'],
      ['iat alone', { iat: seconds(0) }, '401013'],
      ['no lifetime', {}, '401013'],
    ];
    it.each(lifetimes)('%s', async (_name, claims, expected) => {
      expect(await code(server, await issuer.sign({ client_id: 'app', ...claims }))).toBe(expected);
    });
  });

  describe('signature', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    it('accepts RS256 and ES256 keys of the set', async () => {
      expect(await code(server, await issuer.sign(valid, { kid: 'one' }))).toBe(200);
      expect(await code(server, await issuer.sign(valid, { kid: 'two' }))).toBe(200);
    });

    it('refuses what is not signed by a key of the set with an accepted algorithm', async () => {
      const good = await issuer.sign(valid);
      const [head = '', payload = '', signature = ''] = good.split('.');
      const foreign = await generateKeyPair('RS256');
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const hmac = new SignJWT(valid).setProtectedHeader({ alg: 'HS256', kid: 'one' });
      const tokens = {
        'two parts': `${head}.${payload}`,
        'four parts': `${good}.x`,
        'not base64url': `${head}.${payload}=.${signature}`,
        'no JSON': `${Buffer.from('x').toString('base64url')}.${payload}.${signature}`,
        'changed claims': `${head}.${encode({ ...valid, client_id: 'reader' })}.${signature}`,
        'alg none': `${encode({ alg: 'none', kid: 'one' })}.${payload}.`,
        'alg none with a signature': `${encode({ alg: 'none', kid: 'one' })}.${payload}.${signature}`,
        HMAC: await hmac.sign(new TextEncoder().encode(await exportSPKI(issuer.publicKey('one')))),
        'algorithm not in the list': await issuer.sign(valid, { kid: 'three', alg: 'RS384' }),
        'key of another algorithm': await issuer.sign(valid, { kid: 'two', alg: 'RS256', key: foreign.privateKey }),
        'foreign key with a known kid': await issuer.sign(valid, { key: foreign.privateKey }),
        'unknown kid': await issuer.sign(valid, { kid: 'nine', key: foreign.privateKey }),
        opaque: 'abc',
        'two words': 'abc def',
      };
      const codes = await Promise.all(
        Object.entries(tokens).map(async ([name, token]) => [name, await code(server, token)]),
      );
      expect(Object.fromEntries(codes)).toEqual(
        Object.fromEntries(Object.keys(tokens).map((name) => [name, '401013'])),
      );
    });
  });

  it('keeps the keys for 10 minutes, and fetches once more for an unknown kid', async () => {
    await issuer.publish('one');
    await using server = await start();
    const before = issuer.fetches();
    const fetched = () => issuer.fetches() - before;
    const [one, two] = await Promise.all([
      issuer.sign({ ...valid, exp: seconds(2 * HOUR) }),
      issuer.sign(valid, { kid: 'two' }),
    ]);

    expect(await code(server, one)).toBe(200);
    server.clock.now += 10 * 60_000 - 1;
    expect([await code(server, one), fetched()]).toEqual([200, 1]);
    server.clock.now += 1;
    expect([await code(server, one), fetched()]).toEqual([200, 2]);

    expect([await code(server, two), fetched()]).toEqual(['401013', 3]);
    await issuer.publish('one', 'two', 'three');
    expect([await code(server, two), fetched()]).toEqual([200, 4]);
    expect([await code(server, two), fetched()]).toEqual([200, 4]);
  });

  it('does not let invented kids flood the issuer', async () => {
    await using server = await start();
    const before = issuer.fetches();
    const { privateKey } = await generateKeyPair('RS256');
    for (let index = 0; index < 30; index += 1) {
      const token = await issuer.sign(valid, { kid: `invented-${index}`, key: privateKey });
      expect(await code(server, token)).toBe('401013');
    }
    expect(issuer.fetches() - before).toBeLessThan(15);
  });

  it('is unavailable while the keys cannot be fetched, and logs why', async () => {
    issuer.fail();
    await using server = await start();
    const answer = await ask(server, await issuer.sign(valid));
    expect(answer).toMatchObject({ status: 503, body: { title: 'The service is unavailable.' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(server.log)).toContain('answered 500');
    await issuer.publish('one', 'two', 'three');
    expect(await code(server, await issuer.sign(valid))).toBe(200);
  });

  it('verifies with the key of a PEM file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'secant-pem-')), 'key.pem');
    await writeFile(file, await exportSPKI(issuer.publicKey('two')));
    await using server = await start({ jwksUrl: undefined, jwtKeyFile: file });
    expect(await code(server, await issuer.sign(valid, { kid: 'two' }))).toBe(200);
    expect(await code(server, await issuer.sign(valid, { kid: 'one' }))).toBe('401013');
  });

  it('checks issuer, audience and type', async () => {
    await using server = await start({ jwtIssuer: 'ims-na1', jwtAudience: 'secant' });
    const claims = { ...valid, iss: 'ims-na1', aud: 'secant' };
    const cases: [claims: Claims, expected: 200 | '401013'][] = [
      [claims, 200],
      [{ ...claims, iss: undefined, as: 'ims-na1' }, 200],
      [{ ...claims, aud: ['other', 'secant'] }, 200],
      [{ ...claims, type: 'access_token' }, 200],
      [{ ...claims, type: 'refresh_token' }, '401013'],
      [{ ...claims, iss: 'elsewhere' }, '401013'],
      [{ ...claims, iss: undefined }, '401013'],
      [{ ...claims, aud: 'other' }, '401013'],
      [{ ...claims, aud: undefined }, '401013'],
    ];
    for (const [given, expected] of cases)
      expect(await code(server, await issuer.sign(given)), JSON.stringify(given)).toBe(expected);
  });

  it('asks for issuer and audience only when configured', async () => {
    await using server = await start();
    expect(await code(server, await issuer.sign({ ...valid, iss: 'any', aud: 'any' }))).toBe(200);
  });

  const clientCases: [name: string, claims: JWTPayload, apiKey: string, open: boolean, expected: 200 | '403003'][] = [
    ['client_id is the key', { client_id: 'app' }, 'app', false, 200],
    ['azp is the key', { azp: 'app' }, 'app', false, 200],
    ['neither is there', {}, 'app', false, 200],
    ['client_id of another', { client_id: 'reader' }, 'app', false, '403003'],
    ['azp of another', { azp: 'reader' }, 'app', false, '403003'],
    ['not registered', { client_id: 'new' }, 'new', false, '403003'],
    ['not registered but open', { client_id: 'new', orgs: [ORG] }, 'new', true, 200],
    ['open, but no client in the token', { orgs: [ORG] }, 'new', true, '403003'],
    ['open, another client', { client_id: 'app', orgs: [ORG] }, 'new', true, '403003'],
  ];
  it.each(clientCases)('API key: %s', async (_name, claims, apiKey, openClients, expected) => {
    await using server = await start({ openClients });
    const token = await issuer.sign({ exp: seconds(HOUR), ...claims });
    expect(await code(server, token, { 'x-api-key': apiKey })).toBe(expected);
  });

  const orgCases: [name: string, client: string, orgs: unknown, org: string, expected: 200 | '403025'][] = [
    ['registered', 'app', undefined, ORG, 200],
    ['claimed', 'bare', [OTHER_ORG, ORG], ORG, 200],
    ['claimed beside the registered', 'app', [OTHER_ORG], OTHER_ORG, 200],
    ['neither', 'app', undefined, OTHER_ORG, '403025'],
    ['no organization at all', 'bare', undefined, ORG, '403025'],
    ['a claim that is no list', 'bare', ORG, ORG, '403025'],
  ];
  it.each(orgCases)('organization: %s', async (_name, client, orgs, org, expected) => {
    await using server = await start();
    const token = await issuer.sign({ client_id: client, exp: seconds(HOUR), ...(orgs !== undefined && { orgs }) });
    expect(await code(server, token, { 'x-api-key': client, 'x-gw-ims-org-id': org })).toBe(expected);
  });

  it('asks for the required scopes, in any spelling of the claim', async () => {
    await using server = await start({ requiredScopes: ['openid', 'segments'] });
    for (const scope of ['openid segments', 'other,segments,openid', ['openid', 'segments']]) {
      expect(await code(server, await issuer.sign({ ...valid, scope }))).toBe(200);
    }
    for (const scope of [undefined, 'openid', 'openid_segments']) {
      const answer = await ask(server, await issuer.sign({ ...valid, scope }), { 'x-request-id': 'trace-1' });
      const sandbox = await server.sandboxes.defaultOf(ORG);
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.body).toEqual({
        type: 'https://ns.adobe.com/aep/errors/UPAPI-900015-403',
        title: 'Insufficient permissions',
        status: 403,
        report: {
          tenantInfo: { imsOrgId: ORG, sandboxId: sandbox.reference.sandboxId, sandboxName: 'prod' },
          additionalContext: { 'request-id': 'trace-1' },
        },
        'error-chain': [],
      });
    }
  });

  const permissionCases: [name: string, client: string, permissions: unknown, expected: unknown][] = [
    [
      'none granted is all',
      'app',
      undefined,
      ['segments:read', 'segments:write', 'segments:evaluate', 'segments:export'],
    ],
    ['registered', 'reader', undefined, ['segments:read']],
    ['claimed', 'app', ['segments:read', 'segments:export'], ['segments:read', 'segments:export']],
    ['claimed beside registered', 'reader', ['segments:write'], ['segments:read', 'segments:write']],
    ['by sandbox', 'app', { prod: ['segments:read'], dev: ['segments:write'] }, ['segments:read']],
    ['by sandbox, for the others', 'app', { dev: ['segments:write'], '*': ['segments:read'] }, ['segments:read']],
    ['unknown names grant nothing', 'app', ['segments:read', 'everything'], ['segments:read']],
  ];
  it.each(permissionCases)('permissions: %s', async (_name, client, permissions, expected) => {
    await using server = await start();
    const token = await issuer.sign({
      exp: seconds(HOUR),
      orgs: [ORG],
      ...(permissions !== undefined && { permissions }),
    });
    expect((await ask(server, token, { 'x-api-key': client })).body).toMatchObject({ permissions: expected });
  });

  it('names the user by user_id, else sub, else client_id', async () => {
    await using server = await start();
    const user = async (claims: JWTPayload) => (await ask(server, await issuer.sign({ ...valid, ...claims }))).body;
    expect(await user({ user_id: 'u', sub: 's' })).toMatchObject({ userId: 'u' });
    expect(await user({ sub: 's' })).toMatchObject({ userId: 's' });
    expect(await user({})).toMatchObject({ userId: 'app' });
  });
});
