import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIALS, startServer, type TestServer } from './kit.ts';
import { registerThings, THINGS } from './routes-for-tests.ts';

const GENERAL = 'There is a problem extracting the user JSON, field(s) missing or invalid. Correct and try again.';
const unusable = (path: string, type: string) =>
  `No usable value for ${path}\nDid not find value which can be converted into ${type}`;

describe('bodies (api-conventions.md sections 5 B and 15)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, registerThings);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const post = (body: unknown, type: string | undefined = 'application/json') =>
    server.call(THINGS, { method: 'POST', body, headers: { 'content-type': type } });
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const nested = (depth: number) => `{"name":"x","free":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  it.each([
    undefined,
    'application/json',
    'application/json; charset=UTF-8',
    'application/json-patch+json',
    'application/vnd.adobe.xdm+json',
    'text/plain',
    'TEXT/PLAIN;charset="utf-8"',
  ])('reads JSON sent as %s', async (type) => {
    // Bytes: fetch gives text a type of its own.
    expect(await post(utf8('{"name":"x"}'), type)).toMatchObject({ status: 200, body: { name: 'x' } });
  });

  it('takes an empty type for a missing one', async () => {
    const { hostname, port } = new URL(server.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...CREDENTIALS, 'content-type': '', 'content-length': '12' };
      const call = request({ hostname, port, path: THINGS, method: 'POST', headers });
      call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      call.end('{"name":"x"}');
    });
    expect(status).toBe(200);
  });

  const accepted: [name: string, body: string | Uint8Array, result: unknown][] = [
    ['a byte-order mark', utf8('\uFEFF{"name":"x"}'), { name: 'x' }],
    ['duplicate keys: the last wins', '{"name":"x","name":"y"}', { name: 'y' }],
    [
      'unknown fields are dropped',
      '{"name":"x","other":1,"ids":[{"id":"1","more":2}]}',
      { name: 'x', ids: [{ id: '1' }] },
    ],
    [
      'null of an optional field is absence',
      '{"name":"x","count":null,"labels":{"a":null,"b":"c"}}',
      { name: 'x', labels: { b: 'c' } },
    ],
    ['null where anything goes is kept', '{"name":"x","free":null}', { name: 'x', free: null }],
    ['a key that reaches for the prototype', '{"name":"x","__proto__":{"count":3}}', { name: 'x' }],
    ['100 levels', nested(100), undefined],
    [
      'brackets inside strings are no levels',
      `{"name":"x","free":"${'[{'.repeat(200)}\\"${'['.repeat(200)}"}`,
      undefined,
    ],
    ['a union by its kind', '{"name":"x","days":"40"}', { name: 'x', days: '40' }],
    ['characters beyond the first plane', '{"name":"\\ud83d\\ude00"}', { name: '😀' }],
    ['half a surrogate pair, which has no UTF-8 form', '{"name":"x\\ud83d"}', { name: 'x\uFFFD' }],
  ];
  it.each(accepted)('accepts %s', async (_name, body, result) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(result ?? expect.objectContaining({ name: 'x' }));
  });

  const refused: [name: string, body: string | Uint8Array, details: string[]][] = [
    ['an empty body', '', []],
    ['a body cut off', '{"name":"x"', []],
    ['two documents', '{"name":"x"}{}', []],
    ['a lone NaN', '{"name":"x","ratio":NaN}', []],
    ['invalid UTF-8', new Uint8Array([...utf8('{"name":"'), 0xff, ...utf8('"}')]), []],
    ['UTF-16', new Uint8Array(Buffer.from('{"name":"x"}', 'utf16le')), []],
    ['101 levels', nested(101), []],
    ['100,000 levels', nested(100_000), []],
    ['an array for an object', '[]', []],
    ['a string', '"x"', []],
    ['null', 'null', []],
    ['a missing field', '{}', [unusable('name', 'java.lang.String')]],
    ['null of a required field', '{"name":null}', [unusable('name', 'java.lang.String')]],
    ['no coercion of numbers to text', '{"name":1}', [unusable('name', 'java.lang.String')]],
    ['no coercion of text to numbers', '{"name":"x","count":"1"}', [unusable('count', 'int')]],
    [
      'everything that is wrong at once',
      '{"count":1.5,"ratio":"x","kind":3,"on":"true","ids":[{"id":"1"},{},{"id":2},null],"labels":{"a":1},"days":true}',
      [
        unusable('name', 'java.lang.String'),
        unusable('count', 'int'),
        unusable('ratio', 'double'),
        unusable('kind', 'java.lang.String'),
        unusable('on', 'boolean'),
        unusable('ids[1].id', 'java.lang.String'),
        unusable('ids[2].id', 'java.lang.String'),
        unusable('ids[3]', 'java.util.Map'),
        unusable('labels.a', 'java.lang.String'),
        unusable('days', 'int'),
      ],
    ],
    [
      'the first hundred of many things that are wrong',
      JSON.stringify({ name: 'x', ids: Array(100_000).fill(1) }),
      Array.from({ length: 100 }, (_, index) => unusable(`ids[${index}]`, 'java.util.Map')),
    ],
    [
      'an object for a list',
      '{"name":"x","ids":{},"labels":[]}',
      [unusable('ids', 'java.util.List'), unusable('labels', 'java.util.Map')],
    ],
  ];
  it.each(refused)('refuses %s', async (_name, body, details) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      requestId: answer.headers.get('x-request-id'),
      errors: { '400': [GENERAL, ...details].map((message) => ({ code: 400, message })) },
      type: 'https://ns.adobe.com/aep/errors/UPLIB-101206-500',
      title: GENERAL,
      status: 400,
    });
  });

  it('reports values that break a rule together, once kinds are right', async () => {
    const { body } = await post({ name: 'too long', count: 0, kind: 'c' });
    const messages = [
      "The value of field 'name' is not valid. It must not have more than 5 characters.",
      "The value of field 'count' is not valid. It must be >= 1.",
      "The value of field 'kind' is not valid. It must be one of a, b.",
    ];
    expect(body).toMatchObject({
      errors: { '400': messages.map((message) => ({ code: 'UPAPI-900003-400', message })) },
      type: 'https://ns.adobe.com/aep/errors/UPAPI-900003-400',
      title: messages[0],
    });
  });
});

describe('query parameters (api-conventions.md sections 1 and 7)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, registerThings);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each([
    ['', { limit: 100 }],
    ['limit=3&limit=7', { limit: 7 }],
    ['other=1&=2&&limit=5', { limit: 5 }],
    [`limit=${'9'.repeat(400)}`, { limit: Number.MAX_SAFE_INTEGER }],
    ['all=True', { limit: 100, all: true }],
    ['all=FALSE', { limit: 100, all: false }],
    ['property=a==1&property=b==2', { limit: 100, property: ['a==1', 'b==2'] }],
    ['property=a%3D%3D%C3%A9+%2B', { limit: 100, property: ['a==é +'] }],
    ['status=NEW', { limit: 100, status: 'NEW' }],
    ['__proto__=x', { limit: 100 }],
  ])('reads %j', async (query, expected) => {
    expect(await server.call(`${THINGS}?${query}`)).toMatchObject({ status: 200, body: expected });
    expect((await server.call(`${THINGS}?${query}`)).body).toEqual(expected);
  });

  it.each([
    ['limit=0', 'limit', '0'],
    ['limit=-1', 'limit', '-1'],
    ['limit=1.5', 'limit', '1.5'],
    ['limit=1e3', 'limit', '1e3'],
    ['limit=', 'limit', ''],
    ['limit=-99999999999999999999', 'limit', '-99999999999999999999'],
    ['all=yes', 'all', 'yes'],
    ['status=new', 'status', 'new'],
  ])('refuses %s', async (query, name, value) => {
    const { status, body } = await server.call(`${THINGS}?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: 'https://ns.adobe.com/aep/errors/UPAPI-900001-400',
      title: expect.stringContaining(`The value '${value}' of query parameter '${name}' is not valid. It must`),
    });
  });
});
