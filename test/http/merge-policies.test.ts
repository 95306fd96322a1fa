import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerMergePolicies } from '../../src/http/routes/merge-policies.ts';
import type { MergePolicy } from '../../src/profiles/index.ts';
import { ORG, startServer, type TestServer } from './kit.ts';

const POLICIES = '/data/core/ups/config/mergePolicies';

const policy = (id: string, name: string, changes: Partial<MergePolicy> = {}): MergePolicy => ({
  id,
  name,
  schemaName: '_xdm.context.profile',
  version: 1,
  identityGraph: 'pdg',
  attributeMerge: { type: 'timestampOrdered' },
  isActiveOnEdge: false,
  isDefault: false,
  updatedAt: 1767225600999,
  ...changes,
});

const policies = [
  policy('1', 'beta', { version: 2 }),
  policy('2', 'Alpha', { isDefault: true, isActiveOnEdge: true }),
  policy('3', 'gamma', { identityGraph: 'none', attributeMerge: { type: 'dataSetPrecedence', order: ['a'] } }),
];

const alpha = {
  id: '2',
  name: 'Alpha',
  imsOrgId: ORG,
  sandbox: { sandboxId: expect.any(String), sandboxName: 'prod', type: 'production', default: true },
  schema: { name: '_xdm.context.profile' },
  version: 1,
  identityGraph: { type: 'pdg' },
  attributeMerge: { type: 'timestampOrdered' },
  isActiveOnEdge: true,
  default: true,
  updateEpoch: 1767225600,
};

describe('GET /config/mergePolicies (profile-store.md section 3.2)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, async (app) => registerMergePolicies(app, { list: async () => policies }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('sends both spellings of the page fields', async () => {
    expect((await server.call(POLICIES)).body).toEqual({
      _page: { totalCount: 3, pageSize: 3, count: 3, next: '' },
      children: [alpha, expect.objectContaining({ id: '1' }), expect.objectContaining({ id: '3' })],
      _links: { next: { href: '' } },
    });
  });

  it.each([
    ['limit=2', ['2', '1'], '2', '@/mergePolicies?start=2&orderBy=name&limit=2'],
    ['limit=2&start=2', ['3'], '', ''],
    ['start=3', [], '', ''],
    ['orderBy=-name&limit=1', ['3'], '1', '@/mergePolicies?start=1&orderBy=-name&limit=1'],
    ['orderBy=+name', ['2', '1', '3'], '', ''],
    ['orderBy=%2Bname', ['2', '1', '3'], '', ''],
    ['orderby=-name', ['3', '1', '2'], '', ''],
    ['default=true', ['2'], '', ''],
    ['isActiveOnEdge=FALSE', ['1', '3'], '', ''],
    ['schema.name=_xdm.context.account', [], '', ''],
    ['identityGraph.type=none', ['3'], '', ''],
    ['attributeMerge.type=timestampOrdered&version=2', ['1'], '', ''],
  ])('%s', async (query, ids, next, href) => {
    const { status, body } = await server.call(`${POLICIES}?${query}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      _page: { pageSize: ids.length, next },
      children: ids.map((id) => ({ id })),
      _links: { next: { href } },
    });
  });

  it.each(['orderBy=version', 'orderBy=name:desc', 'limit=0', 'start=-1', 'default=1'])(
    'refuses %s, in the short form',
    async (query) => {
      const { status, body, headers } = await server.call(`${POLICIES}?${query}`);
      expect(status).toBe(400);
      expect(body).toEqual({
        requestId: headers.get('x-request-id'),
        errors: { '400': [{ code: 'UPAPI-900001-400', message: expect.stringContaining('is not valid') }] },
      });
    },
  );

  it('reads one', async () => {
    expect(await server.call(`${POLICIES}/2`)).toMatchObject({ status: 200, body: alpha });
    const { status, body, headers } = await server.call(`${POLICIES}/9`);
    expect([status, body]).toEqual([
      404,
      {
        requestId: headers.get('x-request-id'),
        errors: { '404': [{ code: 'UPAPI-113000-404', message: 'The entity 9 is not found.' }] },
      },
    ]);
  });

  it('is checked like every route', async () => {
    const sandbox = await server.call(POLICIES, { headers: { 'x-sandbox-name': 'nowhere' } });
    expect(sandbox).toMatchObject({ status: 404, body: { type: 'https://ns.adobe.com/aep/errors/UPAPI-900010-404' } });
    expect((await server.call(POLICIES, { headers: { 'x-api-key': undefined } })).body).toMatchObject({
      error_code: '403000',
    });
  });
});
