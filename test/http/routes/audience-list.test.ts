import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const UPS = '/data/core/ups';
const PATH = `${UPS}/audiences`;
const pql = (value: string) => ({ type: 'PQL', format: 'pql/text', value });

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('GET /audiences', () => {
  const made: Record<string, { id: string; name: string }> = {};
  const add = async (key: string, body: object) => {
    const answer = await api.post(PATH, body);
    expect(answer.status, answer.text).toBe(200);
    made[key] = answer.body;
  };
  beforeAll(async () => {
    await add('a', { name: 'Beta', description: 'One THING', expression: pql('true'), labels: ['core/C1', 'x'] });
    await add('b', { name: 'alpha', expression: pql(`inSegment("${made.a?.id}")`), lifecycleState: 'draft' });
    await add('c', {
      name: 'Gamma=~ 1',
      namespace: 'AO',
      audienceId: 'zzz',
      ttlInDays: 40,
      linkedAudienceRef: { audienceFolderId: 'f-17' },
      audienceMeta: { rows: [{ k: 'v1' }, { k: 'v2' }] },
    });
    await add('d', { name: 'hidden', expression: pql('true'), lifecycleState: 'inactive' });
  });

  const keys = (children: readonly { id: string }[]) =>
    children.map(({ id }) => Object.keys(made).find((key) => made[key]?.id === id)).join('');
  const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();
  const found = async (text: string) => {
    const { body, status } = await api.get(`${PATH}?${text}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body._page.totalCount).toBe(body.children.length);
    return keys(body.children);
  };

  it('lists whole audiences, the newest first, in the order of creation within a second', async () => {
    const { body } = await api.get(PATH);
    expect(keys(body.children)).toBe('cba');
    expect(body.children[2]).toEqual((await api.get(`${PATH}/${made.a?.id}`)).body);
    expect(body._page).toEqual({
      totalCount: 3,
      totalPages: 1,
      sortField: 'creationTime',
      sort: 'desc',
      pageSize: 3,
      limit: 100,
      start: '0',
    });
    expect(body._links).toEqual({});
  });

  it.each([
    ['name:asc', 'bac'],
    ['name', 'bac'],
    ['name:DESC', 'cab'],
    ['description:asc', 'a'],
    ['creationTime:asc', 'abc'],
    ['createEpoch:desc', 'cba'],
    ['lifecycleState:asc,name:asc', 'bac'],
    ['type:desc,creationTime:asc', 'abc'],
    ['namespace:desc,name:desc', 'cab'],
    ['ttlInDays:asc,creationTime:asc', 'cab'],
    ['totalProfiles:asc,creationTime:asc', 'abc'],
    ['audienceId:desc', 'c'],
  ])('sort=%s', async (sort, expected) => {
    expect(await found(query({ sort }))).toMatch(new RegExp(`^${expected}`));
  });

  it.each([
    ['name', { name: 'AM' }, 'c'],
    ['no name', { name: '' }, 'cba'],
    ['description', { description: 'thing' }, 'a'],
    ['entityType', { entityType: '_xdm.context.profile' }, 'cba'],
    ['another entityType', { entityType: '_xdm.context.account' }, ''],
    ['a scalar', { property: 'namespace==AO' }, 'c'],
    ['case counts', { property: 'namespace==ao' }, ''],
    ['a boolean', { property: 'evaluationInfo.batch.enabled==true' }, 'ba'],
    ['a number', { property: 'ttlInDays==40' }, 'c'],
    ['everything after the first ==', { property: 'name==Gamma=~ 1' }, 'c'],
    ['an array of scalars', { property: 'labels==core/C1' }, 'a'],
    ['a dependency', { property: 'dependencies==A' }, 'b'],
    ['a dependent', { property: 'dependents==B' }, 'a'],
    ['into objects', { property: 'linkedAudienceRef.audienceFolderId==f-17' }, 'c'],
    ['through arrays', { property: 'audienceMeta.rows.k==v2' }, 'c'],
    ['elements', { property: 'audienceMeta.rows~k==v1' }, 'c'],
    ['a name with a colon', { property: 'definedOn~meta:resourceType==unions' }, 'ba'],
    ['an object never matches', { property: 'sandbox==[object Object]' }, ''],
    ['an absent attribute never matches', { property: 'nothing==undefined' }, ''],
    ['active', { property: 'lifecycleState==active' }, 'ca'],
    ['inactive when asked for', { property: 'lifecycleState==inactive' }, 'd'],
    ['the alias of the attribute', { property: 'lifecycle==draft' }, 'b'],
    ['deleted', { property: 'lifecycleState==deleted' }, ''],
    ['archived', { property: 'lifecycleState==archived' }, ''],
    ['the alias of the type', { property: 'type==ExternalAudience' }, 'c'],
    ['inactive by its id', { property: 'id==D' }, 'd'],
    ['inactive by its audienceId', { property: 'audienceId==D' }, 'd'],
    ['system audiences', { property: 'isSystem==true' }, ''],
    ['the directive is no filter', { property: 'withMetrics==TRUE' }, 'cba'],
  ])('filters by %s', async (_, parameters, expected) => {
    const text = query(parameters).replace(/%3D%3D([ABD])$/, (_all, key) => `%3D%3D${made[key.toLowerCase()]?.id}`);
    expect(await found(text)).toBe(expected);
  });

  it('joins filters with and', async () => {
    const both = `${query({ property: 'type==SegmentDefinition' })}&${query({ property: 'lifecycleState==draft' })}`;
    expect(await found(both)).toBe('b');
    expect(await found(`${both}&name=beta`)).toBe('');
  });

  it('pages by page index, with links that work', async () => {
    const own = { sort: 'name:asc', property: 'isSystem==false' };
    const first = (await api.get(`${PATH}?${query({ ...own, limit: '1' })}&property=saveSegmentMembership%3D%3Dtrue`))
      .body;
    expect(first._page).toMatchObject({ totalCount: 3, totalPages: 3, pageSize: 1, limit: 1, start: '0', next: '1' });
    const href = first._links.next.href;
    expect(href).toMatch(/^@\/audiences\?start=1&limit=1&totalCount=3&/);
    const second = (await api.get(`${UPS}${href.slice(1)}`)).body;
    expect(keys([...first.children, ...second.children])).toBe('ba');
    const last = (await api.get(`${UPS}${second._links.next.href.slice(1)}`)).body;
    expect(last._page).not.toHaveProperty('next');
    expect(last._links).toEqual({});
    const beyond = await api.get(`${PATH}?start=9`);
    expect([beyond.status, beyond.body.children]).toEqual([200, []]);
    expect((await api.get(`${PATH}?limit=5000`)).body._page.limit).toBe(1000);
  });

  it.each([
    'start=-1',
    'start=x',
    'limit=0',
    'limit=1.5',
    'sort=state',
    'sort=name:up',
    'property=name',
    'property=%3D%3Dx',
    'property=a~%3D%3Dx',
  ])('refuses %s', async (text) => {
    const { body, status } = await api.get(`${PATH}?${text}`);
    expect([status, body.type]).toEqual([400, 'https://ns.adobe.com/aep/errors/UPAPI-900001-400']);
  });
});

describe('metrics', () => {
  it('shows what the last job counted, on request', async () => {
    await api.importProfiles([
      { _id: 'p1', homeAddress: { city: 'Goes' }, identityMap: { Email: [{ id: 'a@b.nl' }] } },
    ]);
    const { body: audience } = await api.post(PATH, {
      name: 'Counted 1',
      expression: pql('homeAddress.city = "Goes"'),
    });
    const { body: none } = await api.post(PATH, { name: 'Counted 2', expression: pql('false') });
    const shown = (id: string) => api.get(`${PATH}/${id}?property=withMetrics%3D%3Dtrue`);
    expect((await shown(audience.id)).body).not.toHaveProperty('metrics');
    const { body: job } = await api.post(`${UPS}/segment/jobs`, [{ segmentId: '*' }]);
    await api.idle();
    expect((await shown(audience.id)).body.metrics).toEqual({
      imsOrgId: api.imsOrgId,
      sandbox: audience.sandbox,
      jobId: job.id,
      type: 'batch_segmentation',
      id: audience.id,
      data: {
        totalProfiles: 1,
        totalProfilesByNamespace: { email: 1 },
        totalProfilesByStatus: { realized: 1, existing: 0, exited: 0 },
      },
      createEpoch: expect.any(Number),
      updateEpoch: expect.any(Number),
    });
    expect((await api.get(`${PATH}/${audience.id}`)).body).toEqual(audience);
    const { body } = await api.get(`${PATH}?name=counted&sort=totalProfiles:desc&property=withMetrics%3D%3Dtrue`);
    expect(body.children.map(({ id }: { id: string }) => id)).toEqual([audience.id, none.id]);
    expect(body.children[0].metrics.data.totalProfiles).toBe(1);
  });
});
