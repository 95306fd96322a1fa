import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, ORG, startServer, type TestServer } from './kit.ts';
import { registerThings, THINGS } from './routes-for-tests.ts';

const OTHER_ORG = '0123456789ABCDEF01234567@AdobeOrg';
const READER = { token: 'reader-token', clientId: 'reader', orgs: [ORG] };

const serviceError = (status: number, code: string, message: string) => ({
  requestId: expect.any(String),
  errors: { [status]: [{ code, message }] },
  type: `https://ns.adobe.com/aep/errors/${code}`,
  title: message,
  status,
});

const denial = (action: string, path = '/segments', sandbox = 'prod') =>
  `Permission denied on some resources. errorMessage=[{"resource":{"uri":"/orgs/${ORG}/sandboxes/${sandbox}${path}","labels":[]},"action":"${action}"}]`;

const notJson = {
  requestId: expect.any(String),
  errors: {
    '400': [
      {
        code: 400,
        message: 'There is a problem extracting the user JSON, field(s) missing or invalid. Correct and try again.',
      },
    ],
  },
  type: 'https://ns.adobe.com/aep/errors/UPLIB-101206-500',
  title: 'There is a problem extracting the user JSON, field(s) missing or invalid. Correct and try again.',
  status: 400,
};

describe('header checks (api-conventions.md section 2.1)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(
      {
        authMode: 'static',
        rateLimitRps: 1000,
        staticTokens: [
          { ...READER, permissions: { prod: ['segments:read'] } },
          { token: 'all-token', clientId: 'all', orgs: [ORG] },
          { token: 'nothing-token', clientId: 'nothing', orgs: [ORG], permissions: [] },
        ],
      },
      registerThings,
    );
    for (const state of ['creating', 'resetting', 'deleting', 'failed', 'deleted'] as const) {
      await server.sandboxes.setState(await server.sandboxes.create(ORG, state, 'development'), state);
    }
    await server.sandboxes.create(ORG, 'dev', 'development');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const reader = { authorization: 'Bearer reader-token', 'x-api-key': 'reader' };
  const all = { authorization: 'Bearer all-token', 'x-api-key': 'all' };

  const rows: [name: string, options: CallOptions, status: number, body: unknown][] = [
    [
      '1: no token',
      { headers: { authorization: undefined } },
      403,
      { error_code: '403010', message: 'Oauth token is missing.' },
    ],
    [
      '1: empty',
      { headers: { authorization: ' ' } },
      403,
      { error_code: '403010', message: 'Oauth token is missing.' },
    ],
    [
      '1: Basic',
      { headers: { authorization: 'Basic eDp5' } },
      403,
      { error_code: '403010', message: 'Oauth token is missing.' },
    ],
    [
      '1: nothing after Bearer',
      { headers: { authorization: 'Bearer ' } },
      403,
      { error_code: '403010', message: 'Oauth token is missing.' },
    ],
    [
      '2: no API key',
      { headers: { 'x-api-key': undefined } },
      403,
      { error_code: '403000', message: 'Api Key is required' },
    ],
    ['2: empty', { headers: { 'x-api-key': '' } }, 403, { error_code: '403000', message: 'Api Key is required' }],
    [
      '3: no organization',
      { headers: { 'x-gw-ims-org-id': undefined } },
      400,
      { error_code: '400003', message: 'Missing header' },
    ],
    [
      '4: unknown token',
      { headers: { ...reader, authorization: 'Bearer other' } },
      401,
      { error_code: '401013', message: 'Oauth token is not valid' },
    ],
    [
      '5: key of another client',
      { headers: { ...reader, 'x-api-key': 'all' } },
      403,
      { error_code: '403003', message: 'Api Key is invalid' },
    ],
    [
      '6: malformed organization',
      { headers: { ...reader, 'x-gw-ims-org-id': 'acme' } },
      403,
      { error_code: '403027', message: 'User region is missing' },
    ],
    [
      '6: no access to the product',
      { headers: { authorization: 'Bearer nothing-token', 'x-api-key': 'nothing' } },
      403,
      { error_code: '403027', message: 'User region is missing' },
    ],
    [
      '7: not entitled',
      { headers: { ...reader, 'x-gw-ims-org-id': OTHER_ORG } },
      403,
      { error_code: '403025', message: 'Profile is not valid' },
    ],
    [
      '9: name',
      { headers: { ...all, 'x-sandbox-name': 'Prod' } },
      400,
      serviceError(400, 'UPAPI-900012-400', 'Header x-sandbox-name is not valid.'),
    ],
    [
      '9: id',
      { headers: { ...all, 'x-sandbox-id': '12' } },
      400,
      serviceError(400, 'UPAPI-900012-400', 'Header x-sandbox-id is not valid.'),
    ],
    [
      '10: unknown',
      { headers: { ...all, 'x-sandbox-name': 'nowhere' } },
      404,
      serviceError(404, 'UPAPI-900010-404', 'Sandbox nowhere is not found.'),
    ],
    [
      '10: deleted',
      { headers: { ...all, 'x-sandbox-name': 'deleted' } },
      404,
      serviceError(404, 'UPAPI-900010-404', 'Sandbox deleted is not found.'),
    ],
    ...(['creating', 'resetting', 'deleting', 'failed'] as const).map((state): (typeof rows)[number] => [
      `11: ${state}`,
      { headers: { ...all, 'x-sandbox-name': state } },
      409,
      serviceError(409, 'UPAPI-900011-409', `Sandbox ${state} is not active.`),
    ]),
    [
      '12: no access to the sandbox',
      { headers: { ...reader, 'x-sandbox-name': 'dev' } },
      403,
      serviceError(403, 'UPAPI-113752-403', denial('READ', '/segments', 'dev')),
    ],
    [
      '13: profile instance',
      { headers: { ...all, 'x-profile-instance-id': 'a b' } },
      400,
      serviceError(400, 'UPAPI-900013-400', 'Header x-profile-instance-id is not valid.'),
    ],
    [
      '15: form',
      { method: 'POST', headers: { ...all, 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
      400,
      {
        type: '/placeholder/type/uri',
        status: 400,
        title: 'BadRequestError',
        detail: 'A valid content-type must be specified',
      },
    ],
    [
      '15: charset',
      { method: 'POST', headers: { ...all, 'content-type': 'application/json;charset=latin1' }, body: {} },
      400,
      {
        type: '/placeholder/type/uri',
        status: 400,
        title: 'BadRequestError',
        detail: 'A valid content-type must be specified',
      },
    ],
    ['16: not JSON', { method: 'POST', headers: all, body: '{' }, 400, notJson],
    ['16: another kind of JSON', { method: 'POST', headers: all, body: [] }, 400, notJson],
    ['16: no body', { method: 'POST', headers: all }, 400, notJson],
    [
      '17: no permission',
      { method: 'POST', headers: reader, body: { name: 'x' } },
      403,
      serviceError(403, 'UPAPI-113752-403', denial('WRITE')),
    ],
  ];

  it.each(rows)('row %s', async (_name, options, status, body) => {
    const answer = await server.call(THINGS, options);
    expect(answer).toMatchObject({ status, body });
    expect(Object.keys(answer.body ?? {})).toEqual(Object.keys(body ?? {}));
  });

  it('names the item in a denial', async () => {
    const { body } = await server.call(`${THINGS}/a1`, { method: 'DELETE', headers: reader });
    expect(body).toEqual(serviceError(403, 'UPAPI-113752-403', denial('WRITE', '/segments/a1')));
  });

  it('challenges a refused token', async () => {
    const { headers } = await server.call(THINGS, { headers: { ...reader, authorization: 'Bearer other' } });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses two headers that name different sandboxes', async () => {
    const dev = await server.sandboxes.named(ORG, 'dev');
    const headers = { ...all, 'x-sandbox-name': 'prod', 'x-sandbox-id': dev?.reference.sandboxId };
    expect(await server.call(THINGS, { headers })).toMatchObject({
      status: 400,
      body: { title: 'The headers x-sandbox-name and x-sandbox-id name different sandboxes.' },
    });
  });

  it('checks x-ups-search-version on search only', async () => {
    const headers = { ...all, 'x-ups-search-version': '2.0' };
    expect((await server.call(THINGS, { headers })).status).toBe(200);
    expect(await server.call('/data/core/ups/search/segments', { headers })).toMatchObject({
      status: 400,
      body: serviceError(400, 'UPAPI-900014-400', 'Header x-ups-search-version is not valid.'),
    });
  });

  it('checks in the order of the table', async () => {
    // Starts with everything wrong; each step corrects one thing and must meet the next failure.
    const options: { method: string; headers: Record<string, string>; body: string } = {
      method: 'POST',
      headers: {
        authorization: '',
        'x-api-key': '',
        'x-gw-ims-org-id': '',
        'x-sandbox-name': 'UPPER',
        'x-profile-instance-id': 'a b',
        'content-type': 'text/html',
      },
      body: '{',
    };
    const corrections: [header: string, value: string][] = [
      ['authorization', 'Bearer other'],
      ['x-api-key', 'unknown'],
      ['x-gw-ims-org-id', 'acme'],
      ['authorization', 'Bearer reader-token'],
      ['x-api-key', 'reader'],
      ['x-gw-ims-org-id', OTHER_ORG],
      ['x-gw-ims-org-id', ORG],
      ['x-sandbox-name', 'deleted'],
      ['x-sandbox-name', 'failed'],
      ['x-sandbox-name', 'dev'],
      ['x-sandbox-name', 'prod'],
      ['x-profile-instance-id', 'ups'],
      ['content-type', 'application/json'],
    ];
    const met: unknown[] = [];
    const meet = async () => {
      const { body } = await server.call(THINGS, options);
      const { error_code: gateway, type, title } = body as Record<string, string>;
      met.push(gateway ?? (title === 'BadRequestError' ? title : type?.split('/').at(-1)));
    };
    await meet();
    for (const [header, value] of corrections) {
      options.headers[header] = value;
      await meet();
    }
    options.body = '{"name": 1}';
    await meet();
    options.headers = { ...options.headers, ...all };
    await meet();
    expect(met).toEqual([
      '403010',
      '403000',
      '400003',
      '401013',
      '403003',
      '403027',
      '403025',
      'UPAPI-900012-400',
      'UPAPI-900010-404',
      'UPAPI-900011-409',
      'UPAPI-113752-403',
      'UPAPI-900013-400',
      'BadRequestError',
      'UPLIB-101206-500',
      'UPAPI-113752-403',
      'UPLIB-101206-500',
    ]);
  });

  it('takes the default sandbox without a header, and the named one with it', async () => {
    const sandboxOf = async (headers: Record<string, string>) => {
      const { body } = await server.call(`${THINGS}/x`, { headers: { ...all, ...headers } });
      return body;
    };
    const dev = await server.sandboxes.named(ORG, 'dev');
    expect(await sandboxOf({})).toMatchObject({ sandbox: { sandboxName: 'prod', type: 'production', default: true } });
    expect(await sandboxOf({ 'x-sandbox-name': ' dev ' })).toMatchObject({ sandbox: dev?.reference });
    const upper = dev?.reference.sandboxId.toUpperCase() ?? '';
    expect(await sandboxOf({ 'x-sandbox-id': upper })).toMatchObject({ sandbox: dev?.reference });
  });
});

describe('configured checks', () => {
  it('asks for the sandbox header when configured to', async () => {
    await using server = await startServer({ requireSandboxHeader: true }, registerThings);
    expect(await server.call(THINGS)).toMatchObject({
      status: 400,
      body: serviceError(400, 'UPAPI-900012-400', 'Header x-sandbox-name is required.'),
    });
    expect((await server.call(THINGS, { headers: { 'x-sandbox-name': 'prod' } })).status).toBe(200);
  });

  it('row 8: limits the rate of one client in one organization', async () => {
    await using server = await startServer({ rateLimitRps: 2 }, registerThings);
    const status = async (headers = {}) => (await server.call(THINGS, { headers })).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    const refused = await server.call(THINGS);
    expect(refused.body).toEqual({ error_code: '429050', message: 'Too many requests' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect([await status({ 'x-api-key': 'another' }), await status({ 'x-gw-ims-org-id': OTHER_ORG })]).toEqual([
      200, 200,
    ]);
    server.clock.now += 500;
    expect([await status(), await status()]).toEqual([200, 429]);
  });
});
