import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../kit/api.ts';
import { expectDescribed } from './described.ts';
import { type CallOptions, call } from './kit.ts';

const QUERY = '/secant/query';

describe('POST /secant/query', () => {
  let api: Api;
  const send = (path: string, options?: CallOptions) => call(api.url + path, options);
  beforeAll(async () => {
    api = await startApi();
    await api.importProfiles(
      ['Utrecht', 'Basel', 'Utrecht'].map((city, index) => ({
        identityMap: { CRMID: [{ id: `c${index}`, primary: true }] },
        homeAddress: { city },
        person: { birthYear: 1990 },
      })),
    );
    await api.importEvents([
      { identityMap: { CRMID: [{ id: 'c1' }] }, timestamp: '2026-01-01T00:00:00Z', eventType: 'commerce.purchases' },
    ]);
  });
  afterAll(() => api.close());

  const ask = (body: unknown, headers = {}) => send(QUERY, { method: 'POST', body, headers });

  it('counts and shows', async () => {
    const answer = await ask({ expression: 'homeAddress.city = "Utrecht"' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      count: 2,
      totalProfiles: 3,
      share: 2 / 3,
      timeMs: expect.any(Number),
      paths: ['homeAddress.city'],
      sample: expect.arrayContaining(
        ['c0', 'c2'].map((id) => ({ namespace: 'CRMID', id, attributes: { homeAddress: { city: 'Utrecht' } } })),
      ),
    });
    const { body: description } = await send('/openapi.json');
    expectDescribed(description, 'POST', QUERY, answer);
  });

  it('reads events', async () => {
    const { body } = await ask({ expression: 'xEvent.exists(eventType = "commerce.purchases")', limit: 1 });
    expect(body).toMatchObject({ count: 1, paths: [], sample: [{ id: 'c1', attributes: {} }] });
  });

  it('reads pql/json', async () => {
    const field = {
      nodeType: 'fieldLookup',
      object: { nodeType: 'parameterReference', position: 1 },
      fieldName: 'person',
    };
    const body = { expression: JSON.stringify(field), format: 'pql/json' };
    const { status, body: error } = await ask(body);
    expect([status, error]).toEqual([
      400,
      expect.objectContaining({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900105-400' }),
    ]);
  });

  it.each<[name: string, body: unknown, code: string, message: RegExp]>([
    ['a syntax error', { expression: 'homeAddress.city = ' }, 'UPAPI-900105-400', /line 1, column \d+/],
    ['an unknown field', { expression: 'homeAddress.town = "x"' }, 'UPAPI-900105-400', /homeAddress|town/],
    ['no predicate', { expression: '1 + 1' }, 'UPAPI-900105-400', /./],
    ['an unknown format', { expression: 'true', format: 'sql' }, 'UPAPI-900103-400', /sql/],
    ['a missing expression', {}, 'UPLIB-101206-500', /./],
    ['too large a sample', { expression: 'true', limit: 101 }, 'UPAPI-900003-400', /'limit'/],
  ])('refuses %s', async (_name, body, code, message) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      type: `https://ns.adobe.com/aep/errors/${code}`,
      title: expect.stringMatching(message),
    });
  });

  it('sees only its own sandbox', async () => {
    expect((await ask({ expression: 'true' }, { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' })).body).toMatchObject({
      count: 0,
      totalProfiles: 0,
      share: 0,
      sample: [],
    });
  });

  it('takes credentials', async () => {
    expect((await ask({ expression: 'true' }, { authorization: undefined })).status).toBe(403);
  });
});
