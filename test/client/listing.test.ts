import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient, eachItem, waitForPreview } from '../../src/client/index.ts';
import { registerMergePolicies } from '../../src/http/routes/merge-policies.ts';
import { CREDENTIALS, startServer } from '../http/kit.ts';
import { type Api, startApi } from '../kit/api.ts';

const DEFINITIONS = '/data/core/ups/segment/definitions';
const JOBS = '/data/core/ups/segment/jobs';
const EXPORTS = '/data/core/ups/export/jobs';
const SCHEDULES = '/data/core/ups/config/schedules';
const DATASETS = '/data/foundation/catalog/dataSets';
const PREVIEW = '/data/core/ups/preview';

const schema = { name: '_xdm.context.profile' };
const definition = (name: string) => ({ name, expression: { value: 'homeAddress.city = "Utrecht"' }, schema });
const dataset = (name: string) => ({ name, schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile__union' } });

/** One after the other. */
async function seven<T>(make: (no: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let no = 0; no < 7; no += 1) made.push(await make(no));
  return made;
}

async function collect<T, U>(items: AsyncIterable<T>, select: (item: T) => U): Promise<U[]> {
  const all: U[] = [];
  for await (const item of items) all.push(select(item));
  return all;
}

let requests: string[];
const clientOf = (baseUrl: string): Client =>
  createClient({
    baseUrl,
    token: 'token',
    apiKey: CREDENTIALS['x-api-key'],
    organization: CREDENTIALS['x-gw-ims-org-id'],
    fetch: (request) => {
      requests.push(request.url);
      return fetch(request);
    },
  });

const LIMITS = [2, 3, 50];

/** That a walk finds the items of all pages, whatever their length, and asks for no page more. */
async function expectWhole(walk: (limit: number) => Promise<readonly unknown[]>, expected: readonly unknown[]) {
  expect(expected.length).toBeGreaterThanOrEqual(7);
  for (const limit of LIMITS) {
    requests = [];
    expect((await walk(limit)).map(String).toSorted()).toEqual(expected.map(String).toSorted());
    expect(requests.length).toBe(Math.ceil(expected.length / limit));
  }
}

describe('the items of all pages', () => {
  let api: Api;
  let client: Client;
  beforeAll(async () => {
    api = await startApi();
    client = clientOf(api.url);
    requests = [];
    const customers = Array.from({ length: 7 }, (_, no) => ({ CRMID: [{ id: `c${no}`, primary: true }] }));
    await api.importProfiles(customers.map((identityMap) => ({ identityMap, homeAddress: { city: 'Utrecht' } })));
  });
  afterAll(() => api.close());

  it('of segment definitions, audiences and search', async () => {
    const ids = await seven(async (no) => (await client.post(DEFINITIONS, { body: definition(`D${no}`) })).data.id);
    const id = ({ id }: { readonly id: string }) => id;
    await expectWhole((limit) => collect(eachItem(client, DEFINITIONS, { query: { limit } }), id), ids);
    await expectWhole(
      (limit) => collect(eachItem(client, DEFINITIONS, { query: { limit, sort: 'name:asc' } }), id),
      ids,
    );
    await expectWhole((limit) => collect(eachItem(client, DEFINITIONS, { query: { limit, start: 0 } }), id), ids);
    const property = ['type==SegmentDefinition', 'lifecycleState==published'];
    await expectWhole(
      (limit) => collect(eachItem(client, '/data/core/ups/audiences', { query: { limit, property } }), id),
      ids,
    );
    const query = { 'schema.name': '_xdm.context.segmentdefinition', namespace: 'AEPSegments', s: 'name:D*' };
    await expectWhole(
      (limit) => collect(eachItem(client, '/data/core/ups/search/entities', { query: { ...query, limit } }), id),
      ids,
    );
  });

  it('of segment jobs, schedules, their runs, and the jobs of all kinds', async () => {
    const segmentId = (await client.post(DEFINITIONS, { body: definition('Evaluated') })).data.id;
    const schedules = await seven(async (no) => {
      const body = { name: `S${no}`, type: 'batch_segmentation', properties: { segments: [segmentId] } } as const;
      return (await client.post(SCHEDULES, { body })).data.id;
    });
    const all = (await client.get(SCHEDULES)).data.children.map((schedule) => schedule.id);
    expect(all).toEqual(expect.arrayContaining(schedules));
    await expectWhole((limit) => collect(eachItem(client, SCHEDULES, { query: { limit } }), (found) => found.id), all);
    const [id = ''] = schedules;
    await seven(async () => {
      await client.post(`${SCHEDULES}/trigger`, { body: { id } });
      await api.idle();
    });
    const jobs = await collect(eachItem(client, JOBS), (job) => job.id);
    await expectWhole(
      (limit) => collect(eachItem(client, JOBS, { query: { limit, sort: 'id' } }), (job) => job.id),
      jobs,
    );
    await expectWhole(
      (limit) => collect(eachItem(client, '/secant/jobs', { query: { limit, kind: 'segment' } }), (job) => job.id),
      jobs,
    );
    await expectWhole(
      (limit) =>
        collect(
          eachItem(client, '/secant/schedules/{id}/runs', { path: { id }, query: { limit } }),
          ({ job }) => job?.id,
        ),
      jobs,
    );
  });

  it('of datasets and export jobs', async () => {
    const references = await seven(async (no) => (await client.post(DATASETS, { body: dataset(`E${no}`) })).data);
    const datasets = references.map(([reference = '']) => reference.slice('@/dataSets/'.length));
    const all = Object.keys((await client.get(DATASETS)).data);
    expect(all).toEqual(expect.arrayContaining(datasets));
    for (const limit of LIMITS) {
      expect(await collect(eachItem(client, DATASETS, { query: { limit } }), ({ id }) => id)).toEqual(all);
    }
    const [datasetId = ''] = datasets;
    const jobs = await seven(async () => {
      const { data } = await client.post(EXPORTS, { body: { destination: { datasetId }, schema } });
      await api.idle();
      return data.id;
    });
    await expectWhole((limit) => collect(eachItem(client, EXPORTS, { query: { limit } }), ({ id }) => id), jobs);
    await expectWhole(
      (limit) => collect(eachItem(client, EXPORTS, { query: { limit, status: 'SUCCEEDED' } }), ({ id }) => id),
      jobs,
    );
  });

  it('of members of previews', async () => {
    const { data } = await client.post(PREVIEW, { body: { predicateExpression: 'homeAddress.city = "Utrecht"' } });
    const id = data.previewId;
    const { results, state } = await waitForPreview(client, id);
    expect(state).toBe('RESULT_READY');
    await expectWhole(
      (limit) => collect(eachItem(client, `${PREVIEW}/{id}`, { path: { id }, query: { limit } }), Object.keys),
      results.map(Object.keys),
    );
  });

  it('of merge policies', async () => {
    const policies = Array.from({ length: 7 }, (_, no) => ({
      id: `p${no}`,
      name: `P${no}`,
      schemaName: schema.name,
      version: 1,
      identityGraph: 'pdg' as const,
      attributeMerge: { type: 'timestampOrdered' as const },
      isActiveOnEdge: false,
      isDefault: false,
      updatedAt: 0,
    }));
    await using server = await startServer({}, async (app) =>
      registerMergePolicies(app, { list: async () => policies }),
    );
    const path = '/data/core/ups/config/mergePolicies';
    const walk = (limit: number) => collect(eachItem(clientOf(server.url), path, { query: { limit } }), ({ id }) => id);
    await expectWhole(
      walk,
      policies.map(({ id }) => id),
    );
  });

  it('of nothing', async () => {
    const status = 'CANCELLED' as const;
    expect(await collect(eachItem(client, JOBS, { query: { status } }), ({ id }) => id)).toEqual([]);
    expect(await collect(eachItem(client, EXPORTS, { query: { status } }), ({ id }) => id)).toEqual([]);
  });
});

describe('a list that changes while it is walked', () => {
  let api: Api;
  let client: Client;
  let ids: string[];
  const create = async (name: string) => (await client.post(DEFINITIONS, { body: definition(name) })).data.id;
  const remove = (id: string) => client.delete(`${DEFINITIONS}/{id}`, { path: { id } });
  beforeAll(async () => {
    api = await startApi();
    client = clientOf(api.url);
  });
  afterAll(() => api.close());
  beforeEach(async ({ task }) => {
    requests = [];
    for await (const { id } of eachItem(client, DEFINITIONS)) await remove(id);
    ids = await seven((no) => create(`${task.name} ${no}`));
  });

  /** Walks in pages of two and does something after each of the first items. */
  async function walk(...changes: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { id } of eachItem(client, DEFINITIONS, { query: { limit: 2, sort: 'name:asc' } })) {
      await changes[found.length]?.();
      found.push(id);
    }
    return found;
  }
  const nothing = async () => {};

  it('repeats nothing when something new moves the others on', async () => {
    const found = await walk(
      nothing,
      () => create('A first one'),
      () => create('A second one'),
      () => create('A third one'),
    );
    expect(found).toEqual(ids);
  });

  it('leaves nothing out when what was seen goes', async () => {
    const [first = '', second = '', third = ''] = ids;
    const found = await walk(
      nothing,
      () => remove(first),
      () => remove(second),
      nothing,
      () => remove(third),
    );
    expect(found.toSorted()).toEqual(ids.toSorted());
  });

  it('leaves nothing out when several pages go at once', async () => {
    const gone = ids.slice(0, 5);
    const found = await walk(nothing, nothing, nothing, nothing, nothing, () => Promise.all(gone.map(remove)));
    expect(found.toSorted()).toEqual(ids.toSorted());
  });

  it('ends when everything has gone', async () => {
    const found = await walk(nothing, () => Promise.all(ids.map(remove)));
    expect(found).toEqual(ids.slice(0, 2));
  });
});
