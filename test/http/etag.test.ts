import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, setEtag } from '../../src/http/etag.ts';
import { operation } from '../../src/http/operation.ts';
import { startServer, type TestServer } from './kit.ts';

const TAG = '33120d7c-0000-0200-0000-625eb7ad0000';

describe('If-Match and ETag (api-conventions.md section 11)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, async (app) => {
      const about = { access: 'segments:write', summary: 'Change', tag: 'Test', answers: { 200: null } } as const;
      app.put('/data/thing', operation(about, {}), async (request, reply) => {
        ifMatch(request)(TAG);
        setEtag(reply, TAG);
        return {};
      });
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each([undefined, '', '*', `"${TAG}"`, TAG, `"other", "${TAG}"`])('passes If-Match %s', async (value) => {
    const answer = await server.call('/data/thing', { method: 'PUT', headers: { 'if-match': value } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe(`"${TAG}"`);
  });

  it.each(['"other"', `W/"${TAG}"`, '""'])('refuses If-Match %s', async (value) => {
    const { status, body } = await server.call('/data/thing', { method: 'PUT', headers: { 'if-match': value } });
    expect([status, body]).toEqual([
      412,
      expect.objectContaining({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900030-412' }),
    ]);
  });

  it('names both versions', async () => {
    const { body } = await server.call('/data/thing', { method: 'PUT', headers: { 'if-match': '"old"' } });
    expect(body).toMatchObject({
      title: `Supplied version=[old] does not match the current version on entity=[${TAG}]`,
    });
  });
});
