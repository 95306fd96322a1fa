import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIALS, ORG, startServer, type TestServer } from './kit.ts';
import { registerThings, THINGS } from './routes-for-tests.ts';

const BODY_LIMIT = 10 * 1024 * 1024;

describe('routing and responses (api-conventions.md sections 1, 2.2 and 16)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, registerThings);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const params = async (path: string) => (await server.call(path)).body;

  it('sends the same headers with every response', async () => {
    const answers = [
      await server.call(THINGS),
      await server.call('/nowhere'),
      await server.call(`${THINGS}/%zz`),
      await server.call(THINGS, { headers: { authorization: undefined } }),
      await server.call(THINGS, { method: 'POST', body: '{' }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9]{32}$/);
    }
  });

  it('sends no type with 204', async () => {
    const { status, headers, text } = await server.call(`${THINGS}/x`, { method: 'DELETE' });
    expect([status, text, headers.get('content-type')]).toEqual([204, '', null]);
  });

  it('answers JSON whatever the request accepts', async () => {
    const { status, headers } = await server.call(THINGS, { headers: { accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json;charset=utf-8']);
  });

  it.each([
    ['trace-1.a:b_c', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['a b', false],
    ['', false],
  ])('request id %j is taken: %s', async (given, taken) => {
    const { headers, body } = await server.call('/data/nowhere', { headers: { 'x-request-id': given } });
    const id = headers.get('x-request-id');
    expect(id).toMatch(taken ? /./ : /^[A-Za-z0-9]{32}$/);
    expect(id === given).toBe(taken);
    expect(body).toMatchObject({ requestId: id });
  });

  it('answers 404 for an id that is longer than the router reads', async () => {
    const { body, status } = await server.call(`${THINGS}/${'x'.repeat(5000)}?a=b`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900050-404' });
  });

  it('ignores one trailing slash, not two', async () => {
    expect((await server.call(`${THINGS}/`)).status).toBe(200);
    expect(await params(`${THINGS}/a/`)).toMatchObject({ params: { id: 'a' } });
    expect((await server.call(`${THINGS}/a//`)).status).toBe(404);
  });

  it.each([
    ['a%2Fb', 'a/b'],
    ['%C3%A9', 'é'],
    ['%2525', '%25'],
    ['a+b', 'a+b'],
    ['a%20b', 'a b'],
  ])('decodes the segment %s once', async (segment, id) => {
    expect(await params(`${THINGS}/${segment}`)).toMatchObject({ params: { id } });
  });

  it.each(['%zz', '%', '%C3', '%FF'])('refuses the segment %s', async (segment) => {
    const path = `${THINGS}/${segment}`;
    expect(await server.call(path)).toMatchObject({
      status: 400,
      body: {
        errors: {
          '400': [
            { code: 'UPAPI-900001-400', message: `The path '${path}' is not valid. It is not percent-encoded UTF-8.` },
          ],
        },
      },
    });
  });

  it.each(['limit=%FF', 'other=%zz', '%FF=1'])('refuses the query %s, on every route', async (query) => {
    for (const path of [THINGS, `${THINGS}/a`]) {
      const { status, body } = await server.call(`${path}?${query}`);
      expect([status, body]).toEqual([
        400,
        expect.objectContaining({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900001-400' }),
      ]);
    }
  });

  it('distinguishes upper and lower case', async () => {
    expect((await server.call('/data/core/ups/Things')).status).toBe(404);
  });

  it.each(['GET', 'POST', 'QUERY', 'REPORT'])('knows no path for %s that does not exist', async (method) => {
    expect((await server.call('/data/core/ups/nothing', { method })).status).toBe(404);
  });

  it('says which path does not exist', async () => {
    expect(await server.call('/data/core/ups/nothing?x=1')).toMatchObject({
      status: 404,
      body: {
        errors: { '404': [{ code: 'UPAPI-900050-404', message: 'The path /data/core/ups/nothing does not exist.' }] },
      },
    });
  });

  it('asks for credentials below the API, also where there is no route', async () => {
    const headers = { authorization: undefined };
    expect((await server.call('/data/core/ups/nothing', { headers })).body).toMatchObject({ error_code: '403010' });
    expect((await server.call('/favicon.ico', { headers })).status).toBe(404);
  });

  it.each([
    ['PATCH', THINGS, 'GET, HEAD, POST'],
    ['POST', `${THINGS}/x`, 'GET, HEAD, PUT, DELETE'],
    ['OPTIONS', THINGS, 'GET, HEAD, POST'],
    ['QUERY', THINGS, 'GET, HEAD, POST'],
    ['PROPFIND', `${THINGS}/x`, 'GET, HEAD, PUT, DELETE'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allowed) => {
    const answer = await server.call(path, { method });
    expect(answer).toMatchObject({
      status: 405,
      body: {
        errors: {
          '405': [{ code: 'UPAPI-900051-405', message: `The method ${method} is not supported for this path.` }],
        },
      },
    });
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  it('never takes a literal segment as an id', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      expect((await server.call(`${THINGS}/bulk-get`, { method })).status).toBe(405);
    }
  });

  it.each(['GET', 'DELETE'])('ignores the body and its type on %s', async (method) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${server.url}${THINGS}/x`, {
        method,
        headers: { ...CREDENTIALS, 'content-type': 'text/html', 'content-length': '1' },
      });
      call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      call.end('{');
    });
    expect(status).toBe(method === 'GET' ? 200 : 204);
  });

  it('takes bodies of 10 MiB and refuses one byte more', async () => {
    const body = (size: number) => `["${'x'.repeat(size - 4)}"]`;
    const path = `${THINGS}/bulk-get`;
    expect((await server.call(path, { method: 'POST', body: body(BODY_LIMIT) })).status).toBe(200);
    const { status, body: error } = await server.call(path, { method: 'POST', body: body(BODY_LIMIT + 1) });
    expect([status, error]).toEqual([
      413,
      expect.objectContaining({
        errors: { '413': [{ code: 'UPAPI-900052-413', message: 'The request body is too large.' }] },
      }),
    ]);
  });

  it('tells a caller that a body is too large while it is still sent', async () => {
    // A connection that ends then is a reset to some callers, not to all.
    const sent = Array.from({ length: 10 }, () =>
      server.call(`${THINGS}/bulk-get`, { method: 'POST', body: 'x'.repeat(4 * BODY_LIMIT) }),
    );
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array(10).fill(413));
  });

  it.each([
    ['is no HTTP', 'HELLO\r\n\r\n', 400, 'UPAPI-900054-400', 'The request is not valid HTTP.'],
    [
      'has too large a head',
      `GET /${'x'.repeat(140_000)} HTTP/1.1\r\n\r\n`,
      431,
      'UPAPI-900053-431',
      'The request line and the headers are too large.',
    ],
  ])('answers in the same way what %s', async (_, sent, status, code, message) => {
    const { hostname, port } = new URL(server.url);
    const answer = await text(connect(Number(port), hostname).end(sent));
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const headers = Object.fromEntries(head.split('\r\n').map((line) => line.split(': ')));
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'x-request-id': expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      'cache-control': 'no-store',
    });
    expect(JSON.parse(body)).toEqual({
      requestId: headers['x-request-id'],
      errors: { [status]: [{ code, message }] },
      type: `https://ns.adobe.com/aep/errors/${code}`,
      title: message,
      status,
    });
  });

  it('logs an unexpected error with the request id and tells the caller nothing of it', async () => {
    const { status, body, text } = await server.call(`${THINGS}/x`, {
      method: 'PUT',
      headers: { 'x-request-id': 'trace-500' },
    });
    expect([status, body]).toEqual([
      500,
      {
        requestId: 'trace-500',
        errors: { '500': [{ code: 'UPAPI-900060-500', message: 'An unexpected error occurred.' }] },
        type: 'https://ns.adobe.com/aep/errors/UPAPI-900060-500',
        title: 'An unexpected error occurred.',
        status: 500,
      },
    ]);
    expect(text).not.toContain('hunter2');
    const logged = server.log.find((line) => JSON.stringify(line).includes('hunter2'));
    expect(logged).toMatchObject({ level: 50, requestId: 'trace-500' });
  });

  it('logs no token', async () => {
    await server.call(THINGS, { headers: { authorization: 'Bearer very-secret-token' } });
    expect(JSON.stringify(server.log)).not.toContain('very-secret-token');
  });

  it('keeps organizations apart', async () => {
    const sandboxId = async (org: string) => {
      const { body } = await server.call(`${THINGS}/x`, { headers: { 'x-gw-ims-org-id': org } });
      return body;
    };
    const [mine, theirs] = [await sandboxId(ORG), await sandboxId('THEIRS@AdobeOrg')];
    expect(mine).toMatchObject({ imsOrgId: ORG, sandbox: { sandboxName: 'prod' } });
    expect(theirs).toMatchObject({ imsOrgId: 'THEIRS@AdobeOrg', sandbox: { sandboxName: 'prod' } });
    const { reference } = await server.sandboxes.defaultOf(ORG);
    expect(mine).toMatchObject({ sandbox: { sandboxId: reference.sandboxId } });
    expect(theirs).not.toMatchObject({ sandbox: { sandboxId: reference.sandboxId } });
    const headers = { 'x-gw-ims-org-id': 'THEIRS@AdobeOrg', 'x-sandbox-id': reference.sandboxId };
    expect((await server.call(THINGS, { headers })).status).toBe(404);
  });

  it('is unavailable while it stops', async () => {
    server.stopping = true;
    const answer = await server.call(THINGS);
    server.stopping = false;
    expect(answer).toMatchObject({
      status: 503,
      body: { errors: { '503': [{ code: 'UPAPI-900061-503', message: 'The service is unavailable.' }] } },
    });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('survives a connection that ends inside a body', async () => {
    const call = request(`${server.url}${THINGS}`, {
      method: 'POST',
      headers: { ...CREDENTIALS, 'content-length': '100' },
    });
    const closed = new Promise<void>((resolve) => call.on('error', () => {}).on('close', resolve));
    await new Promise<void>((resolve) => call.write('{"name"', () => resolve()));
    call.destroy();
    await closed;
    expect((await server.call(THINGS)).status).toBe(200);
  });
});

describe('baseUrl', () => {
  it('is the configured origin, else that of the request', async () => {
    await using open = await startServer({}, registerThings);
    expect((await open.call(`${THINGS}/x`)).body).toMatchObject({ baseUrl: open.url });
    await using fixed = await startServer({ publicBaseUrl: 'https://segments.example.org' }, registerThings);
    expect((await fixed.call(`${THINGS}/x`)).body).toMatchObject({ baseUrl: 'https://segments.example.org' });
  });
});
