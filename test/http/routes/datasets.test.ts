import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const DATASETS = '/data/foundation/catalog/dataSets';
const UNION = 'https://ns.adobe.com/xdm/context/profile__union';

describe('/dataSets', () => {
  let api: Api;
  const body = (changes: Record<string, unknown> = {}) => ({ name: 'Out', schemaRef: { id: UNION }, ...changes });
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('creates a dataset and reads it', async () => {
    const created = await api.post(DATASETS, body({ description: 'For the shop', tags: { team: ['crm'] } }));
    expect(created.status).toBe(201);
    const [reference] = created.body;
    expect(reference).toMatch(/^@\/dataSets\/[0-9a-f]{24}$/);
    const id = reference.slice('@/dataSets/'.length);
    expect(created.headers.get('location')).toBe(`${api.url}${DATASETS}/${id}`);
    const { body: found, status } = await api.get(`${DATASETS}/${id}`);
    expect(status).toBe(200);
    expect(found).toEqual({
      [id]: {
        name: 'Out',
        description: 'For the shop',
        imsOrg: api.imsOrgId,
        sandboxId: expect.any(String),
        tags: { team: ['crm'] },
        version: '1.0.0',
        created: Date.parse('2026-03-02T08:00:00.250Z'),
        updated: Date.parse('2026-03-02T08:00:00.250Z'),
        createdUser: expect.any(String),
        schemaRef: { id: UNION, contentType: 'application/vnd.adobe.xed+json;version=1' },
        fileDescription: { format: 'parquet' },
        files: `@/dataSets/${id}/files`,
      },
    });
  });

  it.each<[what: string, status: number, code: string, changes: Record<string, unknown>]>([
    ['no name', 400, 'UPLIB-101206-500', { name: undefined }],
    ['no schema', 400, 'UPLIB-101206-500', { schemaRef: undefined }],
    ['another schema', 400, 'UPAPI-900003-400', { schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile' } }],
    ['another format', 400, 'UPAPI-900003-400', { fileDescription: { format: 'csv' } }],
    ['tags that are no lists', 400, 'UPLIB-101206-500', { tags: { team: 'crm' } }],
    ['a name that is taken', 409, 'UPAPI-900003-400', {}],
  ])('refuses %s', async (_what, status, code, changes) => {
    const answer = await api.post(DATASETS, body(changes));
    expect(answer.status).toBe(status);
    expect(answer.body.type).toBe(`https://ns.adobe.com/aep/errors/${code}`);
    expect(Object.values(await api.get(`${DATASETS}?name=Out`).then((found) => found.body))).toHaveLength(1);
  });

  it('lists in pages, the oldest first, and by name', async () => {
    for (const name of ['Second', 'Third']) {
      api.advance(1000);
      expect((await api.post(DATASETS, body({ name }))).status).toBe(201);
    }
    const names = async (query: string) => {
      const { body: found } = await api.get(`${DATASETS}${query}`);
      return Object.values<{ name: string }>(found).map(({ name }) => name);
    };
    expect(await names('')).toEqual(['Out', 'Second', 'Third']);
    expect(await names('?limit=1&start=1')).toEqual(['Second']);
    expect(await names('?name=Third')).toEqual(['Third']);
    expect((await api.get(`${DATASETS}?limit=0`)).status).toBe(400);
  });

  it('is not seen from another organisation, and is not there when unknown', async () => {
    const { body: found } = await api.get(DATASETS);
    const [id] = Object.keys(found);
    const other = await api.get(`${DATASETS}/${id}`, { 'x-gw-ims-org-id': 'other@AdobeOrg' });
    expect(other.status).toBe(404);
    expect((await api.get(`${DATASETS}/65a9c0ffee12ab34cd56ef78`)).status).toBe(404);
  });
});
