import { describe, expect, it } from 'vitest';
import { ApiError, NetworkError, RequestTimeoutError } from '../../src/client/index.ts';
import { clientFor, type Reaction, scriptedServer } from './kit.ts';

const JOB = '/data/core/ups/segment/jobs/{id}';
const JOBS = '/data/core/ups/segment/jobs';
const ONCE = { retry: { attempts: 1 } };

describe('a request', () => {
  it('has the credentials, the path with its parameters, the query and the body', async () => {
    await using server = await scriptedServer({ status: 200, body: {}, headers: { 'x-request-id': 'r1' } });
    const client = clientFor(`${server.url}/`, { sandbox: 'dev', token: async () => 'fresh' });
    const answer = await client.post(JOBS, { query: { persist: false }, body: [{ segmentId: 'a' }] });
    expect(answer).toMatchObject({ status: 200, requestId: 'r1', data: {} });
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        url: `${JOBS}?persist=false`,
        body: '[{"segmentId":"a"}]',
        headers: {
          authorization: 'Bearer fresh',
          'x-api-key': 'client',
          'x-gw-ims-org-id': 'ORG@AdobeOrg',
          'x-sandbox-name': 'dev',
          'content-type': 'application/json',
        },
      },
    ]);
  });

  it('repeats parameters with several values, leaves out those that are undefined and encodes all', async () => {
    await using server = await scriptedServer({ status: 200, body: {} });
    const client = clientFor(server.url);
    await client.request('get', JOBS, { query: { property: ['a==1 & 2', 'b~c==+'], sort: undefined } });
    await client.get(JOB, { path: { id: 'a/b?c d' } });
    expect(server.received.map(({ url }) => url)).toEqual([
      `${JOBS}?property=a%3D%3D1+%26+2&property=b%7Ec%3D%3D%2B`,
      '/data/core/ups/segment/jobs/a%2Fb%3Fc%20d',
    ]);
  });

  it('has no sandbox and no content type where none is given, and headers of its own over the others', async () => {
    await using server = await scriptedServer({ status: 204 });
    const client = clientFor(server.url);
    const { data, status } = await client.delete(JOB, { path: { id: 'x' }, headers: { 'x-api-key': 'other' } });
    expect([data, status]).toEqual([undefined, 204]);
    const [request] = server.received;
    expect(request?.headers).toMatchObject({ 'x-api-key': 'other', authorization: 'Bearer secret' });
    expect(request?.headers).not.toHaveProperty('x-sandbox-name');
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  it.each(['', undefined])('is not sent without a parameter of its path: %j', async (id) => {
    await using server = await scriptedServer({ status: 200, body: {} });
    const path = id === undefined ? {} : { id };
    await expect(clientFor(server.url).request('get', JOB, { path })).rejects.toThrow(TypeError);
    expect(server.received).toEqual([]);
  });

  it('is answered by text where that is no JSON', async () => {
    await using server = await scriptedServer({ status: 200, body: 'a 1', headers: { 'content-type': 'text/plain' } });
    expect((await clientFor(server.url).get('/metrics')).data).toBe('a 1');
  });
});

describe('an error answer', () => {
  const entries = [
    { code: 'UPAPI-900003-400', message: "The value of field 'name' is not valid." },
    { code: 400, message: 'It is empty.' },
  ];
  const type = 'https://ns.adobe.com/aep/errors/UPLIB-101206-500';
  it.each<[envelope: string, status: number, body: unknown, error: Partial<ApiError>]>([
    [
      'of the gateway (A)',
      403,
      { error_code: '403010', message: 'Oauth token is missing.' },
      {
        code: '403010',
        message: 'Oauth token is missing.',
        entries: [{ code: '403010', message: 'Oauth token is missing.' }],
      },
    ],
    [
      'of the service (B)',
      400,
      { requestId: 'r1', errors: { 400: entries }, type, title: 'x', status: 400 },
      {
        code: 'UPLIB-101206-500',
        message: "The value of field 'name' is not valid.\nIt is empty.",
        entries: [
          { code: 'UPAPI-900003-400', message: "The value of field 'name' is not valid." },
          { code: '400', message: 'It is empty.' },
        ],
      },
    ],
    [
      'of merge policies, without a type',
      404,
      { requestId: 'r1', errors: { 404: [{ code: 'UPAPI-113000-404', message: 'Not found.' }] } },
      { code: 'UPAPI-113000-404', message: 'Not found.' },
    ],
    [
      'with a report (C)',
      403,
      {
        type: 'https://ns.adobe.com/aep/errors/UPAPI-900015-403',
        title: 'Insufficient permissions',
        status: 403,
        report: {},
      },
      { code: 'UPAPI-900015-403', message: 'Insufficient permissions' },
    ],
    [
      'of a placeholder (D)',
      400,
      {
        type: '/placeholder/type/uri',
        status: 400,
        title: 'BadRequestError',
        detail: 'A valid content-type must be specified',
      },
      { code: undefined, message: 'A valid content-type must be specified' },
    ],
    [
      'of a proxy',
      502,
      '<html>Bad gateway</html>',
      { code: undefined, message: 'The server answered 502.', body: '<html>Bad gateway</html>' },
    ],
    ['with nothing in it', 500, undefined, { code: undefined, message: 'The server answered 500.' }],
  ])('%s is an ApiError', async (_name, status, body, error) => {
    await using server = await scriptedServer({ status, body, headers: { 'x-request-id': 'r1' } });
    const caught = await clientFor(server.url, ONCE)
      .get(JOBS)
      .catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(ApiError);
    expect(caught).toMatchObject({ ...error, status, requestId: 'r1', request: { method: 'GET', path: JOBS } });
  });

  it.each<[string, Reaction]>([
    ['a page', { status: 200, body: '<html>Welcome</html>' }],
    ['broken JSON', { status: 200, body: '{"a', headers: { 'content-type': 'application/json' } }],
  ])('is what a success is that is %s', async (_name, reaction) => {
    await using server = await scriptedServer(reaction);
    const caught = await clientFor(server.url)
      .get(JOBS)
      .catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(ApiError);
    expect(caught).toMatchObject({ status: 200, message: 'The server answered 200, but not as the API does.' });
  });

  it('is one although it says that it is JSON and is not', async () => {
    await using server = await scriptedServer({
      status: 500,
      body: '{"a',
      headers: { 'content-type': 'application/json' },
    });
    await expect(clientFor(server.url, ONCE).get(JOBS)).rejects.toMatchObject({ status: 500, body: '{"a' });
  });
});

describe('a request that cannot be sent', () => {
  it.each([['a header'], ['a body']])('is a mistake of the caller, which nothing repeats: %s', async (what) => {
    await using server = await scriptedServer({ status: 200, body: {} });
    const input = what === 'a header' ? { headers: { 'if-match': 'a\nb' } } : { body: { big: 1n } };
    await expect(clientFor(server.url).request('put', '/things', input)).rejects.toThrow(TypeError);
    expect(server.received).toEqual([]);
  });
});

describe('a request without an answer', () => {
  it('fails by the network when nobody listens', async () => {
    const server = await scriptedServer('break');
    await server[Symbol.asyncDispose]();
    const caught = await clientFor(server.url, ONCE)
      .get(JOBS)
      .catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(NetworkError);
    expect(caught).toMatchObject({
      message: expect.stringContaining(`The server at ${server.url} cannot be reached:`),
    });
  });

  it('fails by the network when the connection breaks', async () => {
    await using server = await scriptedServer('break');
    await expect(clientFor(server.url, ONCE).get(JOBS)).rejects.toThrow(NetworkError);
  });

  it('fails by its time limit', async () => {
    await using server = await scriptedServer('hang');
    const client = clientFor(server.url, { ...ONCE, timeoutMs: 60_000 });
    const caught = await client.get(JOBS, { timeoutMs: 20 }).catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(RequestTimeoutError);
    expect(caught).toMatchObject({ message: `GET ${JOBS} had no answer within 20 ms.` });
  });

  it('ends with the reason of its signal, which nothing repeats', async () => {
    await using server = await scriptedServer('hang');
    const abort = new AbortController();
    const call = clientFor(server.url).get(JOBS, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(server.received.length).toBeLessThanOrEqual(1);
  });
});
