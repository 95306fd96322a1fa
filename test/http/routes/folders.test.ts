import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const FOLDERS = '/unifiedfolders/folders/segment';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';

describe('/unifiedfolders/folders/segment', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  let organizations = 0;
  /** An organization of its own, so that tests do not see each other's folders. */
  function newOrganization() {
    const org = `FOLDERS${++organizations}@AdobeOrg`;
    const headers = { 'x-gw-ims-org-id': org };
    const post = (body: unknown, path = FOLDERS) => api.post(path, body, headers);
    return {
      org,
      headers,
      post,
      get: (path: string) => api.get(`${FOLDERS}/${path}`, headers),
      patch: (id: string, body: unknown) => api.patch(`${FOLDERS}/${id}`, body, headers),
      delete: (id: string) => api.delete(`${FOLDERS}/${id}`, headers),
      async folder(name: string, parentId?: string): Promise<string> {
        const { body, status } = await post({ name, parentId });
        expect(status).toBe(200);
        return body.id;
      },
    };
  }
  const rename = (value: unknown) => [{ op: 'replace', path: '/name', value }];
  const errorOf = ({ status, body }: { status: number; body: { type: string } }) => [
    status,
    body.type.replace('https://ns.adobe.com/aep/errors/', ''),
  ];

  it('creates a folder and reads it', async () => {
    const { get, org, post } = newOrganization();
    const { reference: sandbox } = await api.system.sandboxes.defaultOf(org);
    const created = await post({ name: 'Spring campaigns' });
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      id: expect.any(String),
      name: 'Spring campaigns',
      noun: 'segment',
      parentId: 'root',
      namespace: 'AEPSegments',
      imsOrg: org,
      sandboxId: sandbox.sandboxId,
      sandboxName: 'prod',
      createdBy: expect.any(String),
      createdAt: '2026-03-02T08:00:00.250Z',
      modifiedBy: created.body.createdBy,
      modifiedAt: '2026-03-02T08:00:00.250Z',
      status: 'IN_USE',
      _links: { self: { href: `/folders/segment/${created.body.id}` } },
    });
    for (const path of [created.body.id, `${created.body.id}/validate`]) {
      const { body, status } = await get(path);
      expect([status, body]).toEqual([200, created.body]);
    }
  });

  it('takes the other spelling of the noun', async () => {
    const { headers, post } = newOrganization();
    const { body, status } = await post({ name: 'Spelt' }, `${FOLDERS}s`);
    expect(status).toBe(200);
    expect((await api.get(`${FOLDERS}s/${body.id}`, headers)).body).toEqual(body);
  });

  it('puts folders below each other, with every name of the top level', async () => {
    const { folder, get, org, post } = newOrganization();
    const { reference } = await api.system.sandboxes.defaultOf(org);
    const [top, other] = [await folder('top', 'root'), await folder('Other', `${org}/${reference.sandboxId}/segment`)];
    const nested = await post({ name: 'nested', parentId: top, namespace: 'CustomerAudienceUpload' });
    expect(nested.body).toMatchObject({ parentId: top, namespace: 'CustomerAudienceUpload' });
    const root = await get('root/subfolders');
    expect(root.body).toMatchObject({ id: 'root', status: 'IN_USE', children: [{ id: other }, { id: top }] });
    const below = await get(`${top}/subfolders`);
    expect(below.body).toEqual({ ...(await get(top)).body, children: [nested.body] });
  });

  it('takes names of 255 characters, and the space around them off', async () => {
    const { folder, get, patch } = newOrganization();
    const name = '\u{1F600}'.repeat(255);
    const id = await folder(name);
    expect((await get(id)).body.name).toBe(name);
    expect((await patch(id, rename(' other '))).body.name).toBe('other');
  });

  it('renames a folder', async () => {
    const { folder, get, patch } = newOrganization();
    const id = await folder('before');
    api.advance(1000);
    const { body, status } = await patch(id, rename('After'));
    expect(status).toBe(200);
    expect(body.name).toBe('After');
    expect(Date.parse(body.modifiedAt) - Date.parse(body.createdAt)).toBe(1000);
    expect((await get(id)).body).toEqual(body);
    expect((await patch(id, rename('AFTER'))).status).toBe(200);
  });

  it('archives an empty folder', async () => {
    const { delete: remove, folder, get, patch, post } = newOrganization();
    const id = await folder('gone');
    const deleted = await remove(id);
    expect([deleted.status, deleted.body]).toEqual([200, { message: 'delete request accepted successfully' }]);
    expect((await get(id)).body).toMatchObject({ id, status: 'ARCHIVED' });
    const refused = [
      await get(`${id}/validate`),
      await get(`${id}/subfolders`),
      await patch(id, rename('back')),
      await remove(id),
      await post({ name: 'below', parentId: id }),
    ];
    expect(refused.map(errorOf)).toEqual(Array(5).fill([404, 'UPAPI-113000-404']));
    expect((await get('root/subfolders')).body.children).toEqual([]);
    expect((await post({ name: 'gone' })).status).toBe(200);
  });

  it('keeps a folder with folders or audiences in it', async () => {
    const { delete: remove, folder, headers } = newOrganization();
    const parent = await folder('parent');
    const child = await folder('child', parent);
    expect(errorOf(await remove(parent))).toEqual([400, 'UPAPI-900603-400']);
    const audience = await api.post(
      '/data/core/ups/audiences',
      { name: 'In it', namespace: 'CustomerAudienceUpload', linkedAudienceRef: { audienceFolderId: child } },
      headers,
    );
    expect(audience.status).toBe(200);
    expect(errorOf(await remove(child))).toEqual([400, 'UPAPI-900603-400']);
    expect((await api.delete(`/data/core/ups/audiences/${audience.body.id}`, headers)).status).toBe(204);
    expect((await remove(child)).status).toBe(200);
    expect((await remove(parent)).status).toBe(200);
  });

  it.each<[what: string, status: number, code: string, body: unknown]>([
    ['no name', 400, 'UPLIB-101206-500', {}],
    ['a name that is no text', 400, 'UPLIB-101206-500', { name: 1 }],
    ['an empty name', 400, 'UPAPI-900003-400', { name: '' }],
    ['a blank name', 400, 'UPAPI-900003-400', { name: ' ' }],
    ['a long name', 400, 'UPAPI-900003-400', { name: 'x'.repeat(256) }],
    ['a blank namespace', 400, 'UPAPI-900003-400', { name: 'a', namespace: ' ' }],
    ['an unknown parent', 404, 'UPAPI-113000-404', { name: 'a', parentId: UNKNOWN }],
    ["a sibling's name", 409, 'UPAPI-900602-409', { name: 'TAKEN' }],
    ["a sibling's name with space around it", 409, 'UPAPI-900602-409', { name: ' taken\t' }],
  ])('refuses %s', async (_what, status, code, body) => {
    const { folder, get, post } = newOrganization();
    await folder('taken');
    expect(errorOf(await post(body))).toEqual([status, code]);
    expect((await get('root/subfolders')).body.children).toHaveLength(1);
  });

  it.each<[what: string, status: number, code: string, body: unknown]>([
    ['no array', 400, 'UPLIB-101206-500', { name: 'x' }],
    ['no operation', 400, 'UPAPI-900070-400', []],
    ['another operation', 400, 'UPAPI-900070-400', [{ op: 'remove', path: '/name' }]],
    ['another path', 400, 'UPAPI-900070-400', [{ op: 'replace', path: '/parentId', value: 'root' }]],
    ['no value', 400, 'UPAPI-900070-400', [{ op: 'replace', path: '/name' }]],
    ['a value that is no text', 400, 'UPAPI-900070-400', rename(1)],
    ['a blank name', 400, 'UPAPI-900003-400', rename(' ')],
    ['a long name', 400, 'UPAPI-900003-400', rename('x'.repeat(256))],
    ["a sibling's name", 409, 'UPAPI-900602-409', rename('Taken')],
    ["a sibling's name with space around it", 409, 'UPAPI-900602-409', rename('taken ')],
  ])('refuses a change with %s', async (_what, status, code, body) => {
    const { folder, get, patch } = newOrganization();
    await folder('taken');
    const id = await folder('own');
    expect(errorOf(await patch(id, body))).toEqual([status, code]);
    expect((await get(id)).body.name).toBe('own');
  });

  it('is not seen from another organization or sandbox', async () => {
    const { folder } = newOrganization();
    const id = await folder('mine');
    const { delete: remove, get, patch, post } = newOrganization();
    const answers = [
      await get(id),
      await get(`${id}/validate`),
      await get(`${id}/subfolders`),
      await patch(id, rename('x')),
      await remove(id),
      await post({ name: 'below', parentId: id }),
    ];
    expect(answers.map(errorOf)).toEqual(Array(6).fill([404, 'UPAPI-113000-404']));
  });
});
