import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FolderRepository } from '../../../src/audiences/folders/repository.ts';
import { AudienceSearch } from '../../../src/audiences/search/search.ts';
import { type Api, startApi } from '../../kit/api.ts';

const SEARCH = '/data/core/ups/search';
const AUDIENCES = '/data/core/ups/audiences';
const FOLDERS = '/unifiedfolders/folders/segment';
const SCHEMA = '_xdm.context.segmentdefinition';

describe('/search', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ namespaceLabels: [{ namespace: 'AAM', label: 'Audience Manager' }] });
  });
  afterAll(() => api.close());

  let organizations = 0;
  /** An organization of its own, so that tests do not find each other's audiences. */
  function newOrganization() {
    const headers = { 'x-gw-ims-org-id': `SEARCH${++organizations}@AdobeOrg` };
    const ask = (path: string, query: Record<string, string> = {}) =>
      api.get(`${SEARCH}/${path}?${new URLSearchParams({ 'schema.name': SCHEMA, ...query })}`, headers);
    const ok = async <T extends { status: number }>(answer: T) => {
      expect(answer.status).toBeLessThan(300);
      return answer;
    };
    return {
      headers,
      ask,
      async found(s: string, namespace = 'Upload'): Promise<string[]> {
        const { body } = await ok(await ask('entities', { s, namespace }));
        return body.entities.map(({ name }: { name: string }) => name);
      },
      async audience(name: string, changes: Record<string, unknown> = {}) {
        const { body } = await ok(await api.post(AUDIENCES, { name, namespace: 'Upload', ...changes }, headers));
        return body;
      },
      async folder(name: string, changes: Record<string, unknown> = {}): Promise<string> {
        const { body } = await ok(await api.post(FOLDERS, { name, namespace: 'Upload', ...changes }, headers));
        return body.id;
      },
      patch: async (path: string, value: unknown, id: string) =>
        ok(await api.patch(`${AUDIENCES}/${id}`, [{ op: 'add', path, value }], headers)),
    };
  }
  const inFolder = (audienceFolderId: string) => ({ linkedAudienceRef: { audienceFolderId } });

  it('counts matches by namespace', async () => {
    const { ask, audience, folder, headers } = newOrganization();
    await audience('Spring list');
    await audience('Spring visitors', { namespace: 'AAM' });
    await audience('Autumn', { namespace: 'AAM' });
    await folder('Spring campaigns');
    await folder('Springs', { namespace: 'Zoo' });
    const { body, status } = await ask('namespaces', { s: 'spring*' });
    expect(status).toBe(200);
    expect(body).toEqual({
      namespaces: [
        { namespace: 'Upload', displayName: 'Upload', count: 2 },
        { namespace: 'AAM', displayName: 'Audience Manager', count: 1 },
        { namespace: 'Zoo', displayName: 'Zoo', count: 1 },
      ],
      totalCount: 3,
      status: { message: 'Success' },
    });
    const all = await api.get(`${SEARCH}/namespaces?schemaClass=${SCHEMA}`, headers);
    expect(all.body.namespaces.map(({ count }: { count: number }) => count)).toEqual([2, 2, 1]);
    for (const { namespace, count } of all.body.namespaces) {
      expect((await ask('entities', { namespace })).body.page.totalCount).toBe(count);
    }
  });

  it('answers audiences and folders with what is known of them', async () => {
    const { ask, audience, folder } = newOrganization();
    const id = await folder('Spring campaigns');
    await audience('Spring list', { audienceId: 'spring_list', description: 'Uploaded in March', ...inFolder(id) });
    const { body } = await ask('entities', { namespace: 'Upload', s: 'spring' });
    const sourceId = expect.stringMatching(/^[A-Za-z0-9_-]{10}-[0-9a-f]{24}$/);
    expect(body).toEqual({
      entities: [
        {
          id,
          sourceId,
          base64EncodedSourceId: expect.any(String),
          isFolder: true,
          parentFolderId: 'root',
          name: 'Spring campaigns',
        },
        {
          id: 'spring_list',
          sourceId,
          base64EncodedSourceId: expect.any(String),
          isFolder: false,
          parentFolderId: id,
          name: 'Spring list',
          description: 'Uploaded in March',
        },
      ],
      page: { totalCount: 2, totalPages: 1, pageOffset: 0, pageSize: 2 },
      status: { message: 'Success' },
    });
    for (const { base64EncodedSourceId, sourceId } of body.entities) {
      expect(Buffer.from(base64EncodedSourceId, 'base64').toString()).toBe(sourceId);
    }
  });

  it('decodes the query once, where + is a space', async () => {
    const { audience, headers } = newOrganization();
    await audience('C+ list');
    await audience('list');
    const names = async (s: string) => {
      const path = `${SEARCH}/entities?schemaClass=${SCHEMA}&namespace=Upload&s=${s}`;
      return (await api.get(path, headers)).body.entities.map(({ name }: { name: string }) => name);
    };
    expect(await names('c+list')).toEqual(['C+ list', 'list']);
    expect(await names('%2Bc+list')).toEqual(['C+ list']);
  });

  it('pages through the order', async () => {
    const { ask, audience, folder } = newOrganization();
    for (const name of ['c', 'B', 'a']) await audience(name);
    await folder('z');
    const pages = [];
    for (const page of ['0', '1', '2'])
      pages.push((await ask('entities', { namespace: 'Upload', limit: '3', page })).body);
    expect(pages.map(({ entities }) => entities.map(({ name }: { name: string }) => name))).toEqual([
      ['z', 'a', 'B'],
      ['c'],
      [],
    ]);
    expect(pages.map(({ page }) => page)).toEqual(
      [3, 1, 0].map((pageSize, pageOffset) => ({ totalCount: 4, totalPages: 2, pageOffset, pageSize })),
    );
    const { body } = await ask('entities', { namespace: 'upload' });
    expect([body.entities, body.page]).toEqual([[], { totalCount: 0, totalPages: 1, pageOffset: 0, pageSize: 0 }]);
  });

  it('lowers a large limit to 50', async () => {
    const { ask, audience } = newOrganization();
    for (let number = 0; number < 51; number += 1) await audience(`Audience ${number}`);
    for (const query of [{}, { limit: '51' }, { limit: '1000' }]) {
      const { body } = await ask('entities', { namespace: 'Upload', ...query });
      expect(body.page).toEqual({ totalCount: 51, totalPages: 2, pageOffset: 0, pageSize: 50 });
    }
  });

  it('looks into one folder only', async () => {
    const { ask, audience, folder } = newOrganization();
    const outer = await folder('outer');
    const inner = await folder('inner', { parentId: outer });
    await audience('in outer', inFolder(outer));
    await audience('in inner', inFolder(inner));
    await audience('imported', { audienceMeta: { AAMFolderId: outer } });
    await audience('nowhere', inFolder('no-such-folder'));
    const within = async (entityId: string) => {
      const { body } = await ask('entities', { namespace: 'Upload', entityId });
      return [body.entities.map(({ name }: { name: string }) => name), body.status.message];
    };
    expect(await within('root')).toEqual([['outer', 'nowhere'], 'Success']);
    expect(await within(outer)).toEqual([['inner', 'imported', 'in outer'], 'Success']);
    expect(await within(inner)).toEqual([['in inner'], 'Success']);
    expect(await within('f-99')).toEqual([[], 'Cannot find entityId f-99.']);
    expect((await within(''))[0]).toHaveLength(6);
  });

  it('searches by folders and their paths', async () => {
    const { audience, folder, found } = newOrganization();
    const outer = await folder('Outer');
    const inner = await folder('Inner', { parentId: outer });
    await audience('leaf', inFolder(inner));
    await audience('lost', inFolder('no-such-folder'));
    expect(await found(`parentFolderId:${inner}`)).toEqual(['leaf']);
    expect(await found('folderLocation:"/outer/inner"')).toEqual(['leaf']);
    expect(await found(`folderLocation:\\/${outer}*`)).toEqual(['Inner', 'leaf']);
    expect(await found('folderLocation:"/"')).toEqual(['Outer', 'lost']);
    expect(await found('parentFolderId:no-such-folder')).toEqual(['lost']);
    expect(await found(`id:${outer}`)).toEqual(['Outer']);
  });

  it('shows the way to an audience or a folder', async () => {
    const { ask, audience, folder } = newOrganization();
    const outer = await folder('Outer');
    const inner = await folder('Inner', { parentId: outer });
    const { id } = await audience('leaf', { audienceId: 'leaf-1', ...inFolder(inner) });
    const way = async (entityId: string, namespace = 'Upload') => {
      const { body } = await ask('taxonomy', { namespace, entityId });
      return body;
    };
    const [first, second, third] = (await way('leaf-1')).taxonomy;
    const base64EncodedSourceId = expect.any(String);
    expect([first, second, third]).toEqual([
      { id: outer, base64EncodedSourceId, name: 'Outer', parentFolderId: 'root' },
      { id: inner, base64EncodedSourceId, name: 'Inner', parentFolderId: outer },
      { id: 'leaf-1', base64EncodedSourceId, name: 'leaf', parentFolderId: inner },
    ]);
    expect(await way(id)).toEqual(await way('leaf-1'));
    expect((await way(inner, 'Elsewhere')).taxonomy).toEqual([first, second]);
    expect((await way(outer)).taxonomy).toEqual([first]);
    for (const [entityId, namespace] of [
      ['leaf-1', 'Elsewhere'],
      ['f-99', 'Upload'],
      ['root', 'Upload'],
    ] as const) {
      expect(await way(entityId, namespace)).toEqual({
        taxonomy: [],
        status: { message: `Cannot find entityId ${entityId}.` },
      });
    }
  });

  it('sees every write at once', async () => {
    const { audience, folder, found, headers, patch } = newOrganization();
    expect(await found('')).toEqual([]);
    const { id } = await audience('First name');
    expect(await found('first')).toEqual(['First name']);
    await patch('/name', 'Second name', id);
    expect([await found('first'), await found('second')]).toEqual([[], ['Second name']]);
    await patch('/description', 'Described', id);
    expect(await found('described')).toEqual(['Second name']);
    const outer = await folder('Outer');
    await patch('/linkedAudienceRef', { audienceFolderId: outer }, id);
    expect(await found(`segmentName:* AND parentFolderId:${outer}`)).toEqual(['Second name']);
    const renamed = await api.patch(`${FOLDERS}/${outer}`, [{ op: 'replace', path: '/name', value: 'Moved' }], headers);
    expect(renamed.status).toBe(200);
    expect(await found('folderLocation:"/moved"')).toEqual(['Second name']);
    expect([await found('name:outer'), await found('name:moved')]).toEqual([[], ['Moved']]);
    await patch('/lifecycleState', 'inactive', id);
    expect(await found('second')).toEqual([]);
    await patch('/lifecycleState', 'published', id);
    expect(await found('second')).toEqual(['Second name']);
    expect((await api.delete(`${AUDIENCES}/${id}`, headers)).status).toBe(204);
    expect(await found('second')).toEqual([]);
    expect((await api.delete(`${FOLDERS}/${outer}`, headers)).status).toBe(200);
    expect(await found('')).toEqual([]);
  });

  it('finds segment definitions', async () => {
    const { found, headers } = newOrganization();
    expect(await found('', 'AEPSegments')).toEqual([]);
    const definition = { name: 'Utrecht', expression: { value: 'homeAddress.city = "Utrecht"' } };
    const { body } = await api.post(
      '/data/core/ups/segment/definitions',
      { ...definition, schema: { name: '_xdm.context.profile' } },
      headers,
    );
    expect(await found(`segmentId:${body.id}`, 'AEPSegments')).toEqual(['Utrecht']);
    await api.delete(`/data/core/ups/segment/definitions/${body.id}`, headers);
    expect(await found('', 'AEPSegments')).toEqual([]);
  });

  it('has after many changes what it would read from the stores', async () => {
    const { audience, folder, found, headers, patch } = newOrganization();
    const outer = await folder('Outer');
    expect(await found('')).toEqual(['Outer']);
    const inner = await folder('Inner', { parentId: outer });
    const { id } = await audience('moved', inFolder(outer));
    await audience('still', inFolder(inner));
    await patch('/linkedAudienceRef/audienceFolderId', inner, id);
    await api.patch(`${FOLDERS}/${outer}`, [{ op: 'replace', path: '/name', value: 'Upper' }], headers);
    const { control, sandboxes, search, segmentation } = api.system;
    const { sandboxId } = (await sandboxes.defaultOf(headers['x-gw-ims-org-id'])).reference;
    const fresh = new AudienceSearch({
      repository: segmentation.repository,
      folders: new FolderRepository(control),
      audiences: (sandbox) => segmentation.repository.all(sandbox),
    });
    for (const query of ['', 'folderLocation:"/upper/inner"', 'folderLocation:"/outer/inner"']) {
      const all = { namespace: 'Upload', query, offset: 0, limit: 50 };
      expect(await fresh.entities(sandboxId, all)).toEqual(await search.entities(sandboxId, all));
    }
    expect(await found('folderLocation:"/upper/inner"')).toEqual(['moved', 'still']);
  });

  it('does not find what belongs to others', async () => {
    const mine = newOrganization();
    const other = newOrganization();
    const folder = await mine.folder('mine');
    const { audienceId } = await mine.audience('mine', inFolder(folder));
    expect(await other.found('')).toEqual([]);
    expect((await other.ask('namespaces')).body.namespaces).toEqual([]);
    expect((await other.ask('entities', { namespace: 'Upload', entityId: folder })).body.entities).toEqual([]);
    for (const entityId of [folder, audienceId]) {
      expect((await other.ask('taxonomy', { namespace: 'Upload', entityId })).body.taxonomy).toEqual([]);
    }
  });

  const entities = (more: string) => `entities?schema.name=${SCHEMA}&namespace=Upload${more}`;
  it.each<[what: string, path: string, code: string]>([
    ['no schema', 'namespaces', 'UPAPI-900001-400'],
    ['no schema for entities', 'entities?namespace=Upload', 'UPAPI-900001-400'],
    ['no schema for a taxonomy', 'taxonomy?namespace=Upload&entityId=f', 'UPAPI-900001-400'],
    ['another schema', 'namespaces?schema.name=_xdm.context.profile', 'UPAPI-900001-400'],
    ['two schemas', `namespaces?schema.name=${SCHEMA}&schemaClass=_xdm.context.profile`, 'UPAPI-900001-400'],
    ['no namespace', `entities?schemaClass=${SCHEMA}`, 'UPAPI-900001-400'],
    ['an empty namespace', `entities?schemaClass=${SCHEMA}&namespace=`, 'UPAPI-900001-400'],
    ['no namespace for a taxonomy', `taxonomy?schemaClass=${SCHEMA}&entityId=f`, 'UPAPI-900001-400'],
    ['no entity', `taxonomy?schemaClass=${SCHEMA}&namespace=Upload`, 'UPAPI-900001-400'],
    ['an empty entity', `taxonomy?schemaClass=${SCHEMA}&namespace=Upload&entityId=`, 'UPAPI-900001-400'],
    ['limit 0', entities('&limit=0'), 'UPAPI-900001-400'],
    ['a limit that is no integer', entities('&limit=1.5'), 'UPAPI-900001-400'],
    ['a negative page', entities('&page=-1'), 'UPAPI-900001-400'],
    ['a page that is no integer', entities('&page=x'), 'UPAPI-900001-400'],
    ['bad encoding', entities('&s=%ff'), 'UPAPI-900001-400'],
    ['a syntax error', entities('&s=blue+AND'), 'UPAPI-900601-400'],
    ['a syntax error in namespaces', `namespaces?schemaClass=${SCHEMA}&s=(`, 'UPAPI-900601-400'],
    ['an unknown field', entities('&s=colour:blue'), 'UPAPI-900601-400'],
    ['a long query', entities(`&s=${'x'.repeat(8193)}`), 'UPAPI-900601-400'],
  ])('refuses %s', async (_what, path, code) => {
    const { body, status } = await api.get(`${SEARCH}/${path}`);
    expect([status, body.type]).toEqual([400, `https://ns.adobe.com/aep/errors/${code}`]);
  });

  it('takes every query of 8,192 characters, however long it is encoded', async () => {
    const { body, status } = await api.get(
      `${SEARCH}/${entities(`&s=${encodeURIComponent('\u{1F600}'.repeat(8192))}`)}`,
    );
    expect([status, body.entities]).toEqual([200, []]);
  });

  it('says where a query is wrong', async () => {
    const { body } = await api.get(`${SEARCH}/${entities('&s=%F0%9F%98%80+)')}`);
    expect(body.errors).toEqual({
      400: [{ code: 'UPAPI-900601-400', message: "The search query is not valid: unexpected ')' at position 2" }],
    });
  });

  it('refuses a query that needs too much work', async () => {
    const { body, status } = await api.get(`${SEARCH}/${entities('&s=/((a{1,100}){1,100}){1,100}/')}`);
    const message = 'The search query is not valid: it needs too much work; use fewer or simpler clauses';
    expect([status, body.errors]).toEqual([400, { 400: [{ code: 'UPAPI-900601-400', message }] }]);
  });

  it('answers 503 while too many long searches are under way', async () => {
    // Automata of 9,999 states each, whatever there is to find.
    const long = Array.from({ length: 12 }, (_, at) => `/.{${9980 + at}}/`).join('+');
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.get(`${SEARCH}/${entities(`&s=${long}`)}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 503, 503]);
    for (const { body, headers } of answers.filter(({ status }) => status === 503)) {
      expect(body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-900061-503');
      expect(headers.get('retry-after')).toBe('5');
    }
    expect((await api.get(`${SEARCH}/${entities(`&s=${long}`)}`)).status).toBe(200);
  });

  it.each([
    ['1.0', 200],
    ['', 200],
    ['2.0', 400],
  ])('takes version %s of the search with %d', async (version, expected) => {
    const { body, status } = await api.get(`${SEARCH}/namespaces?schema.name=${SCHEMA}`, {
      'x-ups-search-version': version,
    });
    expect(status).toBe(expected);
    if (status === 400) expect(body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-900014-400');
  });
});
