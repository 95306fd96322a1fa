import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const JOBS = '/data/core/ups/segment/jobs';
const DEFINITIONS = '/data/core/ups/segment/definitions';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let names = 0;
const definition = (value: string, changes: Record<string, unknown> = {}) => ({
  name: `Audience ${++names}`,
  expression: { type: 'PQL', format: 'pql/text', value },
  schema: { name: '_xdm.context.profile' },
  ...changes,
});

const profile = (id: string, city: string, extra: Record<string, unknown> = {}) => ({
  identityMap: { CRMID: [{ id, primary: true }], Email: [{ id: `${id}@example.org` }] },
  homeAddress: { city },
  ...extra,
});

describe('/segment/jobs', () => {
  let api: Api;
  const create = async (value: string, changes: Record<string, unknown> = {}): Promise<string> => {
    const { status, body } = await api.post(DEFINITIONS, definition(value, changes));
    expect(status).toBe(200);
    return body.id;
  };
  const run = async (body: unknown, query = '') => {
    const started = await api.post(`${JOBS}${query}`, body);
    expect(started.status).toBe(200);
    await api.idle();
    return (await api.get(`${JOBS}/${started.body.id}`)).body;
  };

  beforeAll(async () => {
    api = await startApi();
    await api.importProfiles([
      profile('a', 'Utrecht'),
      profile('b', 'Utrecht'),
      profile('c', 'Delft'),
      profile('d', 'Utrecht', {
        privacyOptOuts: [{ optOutType: 'general_opt_out', optOutValue: 'out', timestamp: '2026-01-01T00:00:00Z' }],
      }),
    ]);
    await api.importEvents([
      {
        _id: 'e1',
        timestamp: '2026-01-05T10:00:00Z',
        eventType: 'commerce.purchases',
        identityMap: { CRMID: [{ id: 'c', primary: true }] },
        commerce: { order: { priceTotal: 12.5 } },
      },
      {
        _id: 'e2',
        timestamp: '2026-01-05T10:00:00Z',
        eventType: 'commerce.purchases',
        identityMap: { ECID: [{ id: '10000000000000000000000000000000000001', primary: true }] },
        commerce: { order: { priceTotal: 80 } },
      },
    ]);
  });
  afterAll(() => api.close());

  it('accepts a list and answers the new job', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const { status, body, headers } = await api.post(JOBS, [{ segmentId: id }], { 'x-request-id': 'my-request' });
    expect(status).toBe(200);
    const stored = (await api.get(`${DEFINITIONS}/${id}`)).body;
    const href = `/segment/jobs/${body.id}`;
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      imsOrgId: api.imsOrgId,
      sandbox: stored.sandbox,
      profileInstanceId: 'ups',
      source: 'api',
      status: 'NEW',
      segments: [
        {
          segmentId: id,
          segment: {
            id,
            expression: stored.expression,
            mergePolicyId: stored.mergePolicyId,
            mergePolicy: { id: stored.mergePolicyId, version: 1 },
          },
        },
      ],
      metrics: { totalTime: {}, profileSegmentationTime: {} },
      requestId: 'my-request',
      schema: { name: '_xdm.context.profile' },
      _links: { cancel: { href, method: 'DELETE' }, checkStatus: { href, method: 'GET' } },
      creationTime: expect.any(Number),
      updateTime: expect.any(Number),
      updateEpoch: expect.any(Number),
    });
    expect(headers.get('x-location')).toBe(`${api.url}${JOBS}/${body.id}`);
    await api.idle();
    const done = (await api.get(`${JOBS}/${body.id}`)).body;
    expect(done).toMatchObject({
      status: 'SUCCEEDED',
      batchId: expect.stringMatching(UUID),
      computeJobId: expect.any(Number),
      computeGatewayJobId: expect.stringMatching(UUID),
      metrics: {
        totalProfiles: 5,
        totalProfilesByMergePolicy: { [stored.mergePolicyId]: 5 },
        segmentedProfileCounter: { [id]: 2 },
        segmentedProfileByNamespaceCounter: { [id]: { crmid: 2, email: 2 } },
        segmentedProfileByStatusCounter: { [id]: { realized: 2, existing: 0, exited: 0 } },
      },
    });
    const { totalTime } = done.metrics;
    expect(totalTime.totalTimeInMs).toBe(totalTime.endTimeInMs - totalTime.startTimeInMs);
    expect((await api.get(`${DEFINITIONS}/${id}`)).body.baselineTime).toBe(Math.floor(totalTime.endTimeInMs / 1000));
  });

  it('follows realized, existing and exited and their times over repeated runs', async () => {
    const membership = async (customer: string) => {
      const query = `schema.name=_xdm.context.profile&entityId=${customer}&entityIdNS=CRMID`;
      const { body } = await api.get(`/data/core/ups/access/entities?${query}`);
      const [entry] = Object.values<{ entity: { segmentMembership?: { ups?: Record<string, unknown> } } }>(body);
      return entry?.entity.segmentMembership?.ups?.[id];
    };
    const visits = (counts: Record<string, number>) =>
      api.importProfiles(
        Object.entries(counts).map(([customer, n]) => profile(customer, 'Gouda', { _acme: { visits: n } })),
      );
    await visits({ v1: 10, v2: 3 });
    const id = await create('_acme.visits >= 10');
    const step = async () => {
      api.advance(3_600_000);
      const job = await run([{ segmentId: id }]);
      expect(job.status).toBe('SUCCEEDED');
      const at = new Date(job.metrics.totalTime.startTimeInMs).toISOString();
      return { at, counts: job.metrics.segmentedProfileByStatusCounter[id] };
    };

    const first = await step();
    expect(first.counts).toEqual({ realized: 1, existing: 0, exited: 0 });
    expect(await membership('v1')).toEqual({ status: 'realized', lastQualificationTime: first.at });
    expect(await membership('v2')).toBeUndefined();

    await visits({ v2: 11 });
    const second = await step();
    expect(second.counts).toEqual({ realized: 1, existing: 1, exited: 0 });
    expect(await membership('v1')).toEqual({ status: 'realized', lastQualificationTime: first.at });

    await visits({ v1: 0 });
    const third = await step();
    expect(third.counts).toEqual({ realized: 0, existing: 1, exited: 1 });
    expect(await membership('v1')).toEqual({ status: 'exited', lastQualificationTime: third.at });

    const fourth = await step();
    expect(fourth.counts).toEqual({ realized: 0, existing: 1, exited: 0 });
    await visits({ v1: 99 });
    const fifth = await step();
    expect(fifth.counts).toEqual({ realized: 1, existing: 1, exited: 0 });
    expect(await membership('v1')).toEqual({ status: 'realized', lastQualificationTime: fifth.at });
  });

  it('counts event-only profiles and aggregates over events', async () => {
    const id = await create('xEvent[eventType = "commerce.purchases"].sum(commerce.order.priceTotal) > 50');
    const job = await run([{ segmentId: id }]);
    expect(job.metrics.segmentedProfileCounter).toEqual({ [id]: 1 });
    expect(job.metrics.segmentedProfileByNamespaceCounter).toEqual({ [id]: { ecid: 1 } });
  });

  it('applies the general opt-out unless the definition switches it off', async () => {
    const value = 'homeAddress.city = "Utrecht"';
    const without = await create(value, { dataGovernancePolicy: { excludeOptOut: false } });
    const withIt = await create(value);
    const job = await run([{ segmentId: without }, { segmentId: withIt }]);
    expect(job.metrics.segmentedProfileCounter).toEqual({ [without]: 3, [withIt]: 2 });
  });

  it('evaluates what a listed definition refers to, first, and shows it in the metrics only', async () => {
    const base = await create('homeAddress.city = "Delft"');
    const top = await create(`inSegment("${base}")`);
    const job = await run([{ segmentId: top }]);
    expect(job.segments.map((segment: { segmentId: string }) => segment.segmentId)).toEqual([top]);
    expect(job.metrics.segmentedProfileCounter).toEqual({ [top]: 1, [base]: 1 });
  });

  it('evaluates all by "*", which the job resolves when it starts', async () => {
    const started = await api.post(JOBS, { schema: { name: '_xdm.context.profile' }, segments: [{ segmentId: '*' }] });
    expect(started.body.segments).toEqual([{ segmentId: '*' }]);
    await api.idle();
    const { body } = await api.get(`${JOBS}/${started.body.id}`);
    const total = (await api.get(DEFINITIONS)).body.page.totalCount;
    expect(body.segments).toHaveLength(total);
    expect(Object.keys(body.metrics.segmentedProfileCounter)).toHaveLength(total);
  });

  it('writes nothing with persist=false', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const dry = await run([{ segmentId: id }], '?persist=False');
    expect(dry.properties).toEqual({ persist: false });
    expect(dry.metrics.segmentedProfileByStatusCounter[id]).toEqual({ realized: 2, existing: 0, exited: 0 });
    expect((await api.get(`${DEFINITIONS}/${id}`)).body.baselineTime).toBeUndefined();
    const real = await run([{ segmentId: id }]);
    expect(real.metrics.segmentedProfileByStatusCounter[id]).toEqual({ realized: 2, existing: 0, exited: 0 });
  });

  it.each([
    ['a number', 7, 'UPLIB-101206-500'],
    ['an object without segments', {}, 'UPLIB-101206-500'],
    ['an element without id', [{ segmentId: UNKNOWN }, {}], 'UPLIB-101206-500'],
    ['an id that is no string', [{ segmentId: 1 }], 'UPLIB-101206-500'],
    ['no segments', [], 'UPAPI-900201-400'],
    ['1501 segments', Array.from({ length: 1501 }, () => ({ segmentId: UNKNOWN })), 'UPAPI-900201-400'],
    ['an unknown id', [{ segmentId: UNKNOWN }], 'UPAPI-113000-404'],
    ['another class', { schema: { name: '_xdm.context.account' }, segments: [{ segmentId: '*' }] }, 'UPAPI-900102-400'],
  ])('400 for %s', async (_, body, code) => {
    const answer = await api.post(JOBS, body);
    expect([answer.status, answer.body.type]).toEqual([400, `https://ns.adobe.com/aep/errors/${code}`]);
  });

  it('names all unknown ids in one message as they were sent, and collapses duplicates', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const other = UNKNOWN.replace('1', 'B');
    const ids = [UNKNOWN, id.toUpperCase(), other, other.toLowerCase()];
    const answer = await api.post(
      JOBS,
      ids.map((segmentId) => ({ segmentId })),
    );
    expect(answer.body.title).toBe(`The entity ${UNKNOWN},${other} is not found.`);
    const { body } = await api.post(JOBS, [{ segmentId: id.toUpperCase() }, { segmentId: id }]);
    expect(body.segments.map(({ segmentId }: { readonly segmentId: string }) => segmentId)).toEqual([id]);
  });

  it('pages, filters and sorts the list', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const job = await run([{ segmentId: id }]);
    const page = await api.get(`${JOBS}?limit=1&status=SUCCEEDED`);
    expect(page.body._page).toEqual({ totalCount: expect.any(Number), pageSize: 1, next: '1' });
    expect(page.body._links.next.href).toBe(
      `@/segment/jobs?start=1&limit=1&totalCount=${page.body._page.totalCount}&status=SUCCEEDED`,
    );
    const byProperty = await api.get(`${JOBS}?property=segments~segmentId==${id}&property=source==api`);
    expect(byProperty.body.children).toEqual([job]);
    expect(byProperty.body._links).toEqual({ next: {} });
    expect((await api.get(`${JOBS}?property=segments~segmentId==${UNKNOWN}`)).body.children).toEqual([]);
    expect((await api.get(`${JOBS}?snapshot.name=x`)).body.children).toEqual([]);
    const times = (await api.get(`${JOBS}?sort=creationTime:asc`)).body.children.map(
      (child: { creationTime: number }) => child.creationTime,
    );
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
    for (const query of ['status=DONE', 'sort=name', 'property=x', 'limit=0']) {
      expect((await api.get(`${JOBS}?${query}`)).status).toBe(400);
    }
  });

  it('answers bulk-get and 404', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const job = await run([{ segmentId: id }]);
    const bulk = await api.post(`${JOBS}/bulk-get`, { ids: [{ id: UNKNOWN }, { id: job.id }] });
    expect(bulk.status).toBe(207);
    expect(bulk.body.results[job.id]).toEqual(job);
    expect(bulk.body.results[UNKNOWN].errors['404'][0]).toEqual({ code: 404, message: 'Not found.' });
    expect((await api.get(`${JOBS}/${UNKNOWN}`)).body.title).toBe(`The entity ${UNKNOWN} is not found.`);
    expect((await api.get(`${JOBS}/${job.id}`, { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' })).status).toBe(404);
  });

  it('removes the record of a finished job and keeps the memberships', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const job = await run([{ segmentId: id }]);
    const gone = await api.delete(`${JOBS}/${job.id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await api.delete(`${JOBS}/${job.id}`)).status).toBe(404);
    const again = await run([{ segmentId: id }]);
    expect(again.metrics.segmentedProfileByStatusCounter[id]).toEqual({ realized: 0, existing: 2, exited: 0 });
  });

  it('keeps jobs in order, cancels waiting and running ones, and commits nothing of them', async () => {
    const id = await create('homeAddress.city = "Utrecht"');
    const jobs = await Promise.all(Array.from({ length: 4 }, () => api.post(JOBS, [{ segmentId: id }])));
    for (const { body } of jobs) expect((await api.delete(`${JOBS}/${body.id}`)).status).toBe(204);
    await api.idle();
    const states = await Promise.all(jobs.map(async ({ body }) => (await api.get(`${JOBS}/${body.id}`)).body));
    for (const { status, metrics } of states.filter((job) => job.status !== undefined)) {
      expect(['CANCELLED', 'SUCCEEDED']).toContain(status);
      if (status === 'CANCELLED') expect(Object.keys(metrics)).toEqual(['totalTime', 'profileSegmentationTime']);
    }
    expect(states.at(-1)?.status).toBe('CANCELLED');
  });

  it('goes on without a definition that is deleted while the job waits', async () => {
    const [kept, dropped] = [await create('homeAddress.city = "Utrecht"'), await create('homeAddress.city = "Delft"')];
    const blocker = await api.post(JOBS, [{ segmentId: kept }]);
    const { body } = await api.post(JOBS, [{ segmentId: kept }, { segmentId: dropped }]);
    const [deleted] = await Promise.all([api.delete(`${DEFINITIONS}/${dropped}`), blocker]);
    expect(deleted.status).toBe(200);
    await api.idle();
    const job = (await api.get(`${JOBS}/${body.id}`)).body;
    expect(job.status).toBe('SUCCEEDED');
    expect(Object.keys(job.metrics.segmentedProfileCounter)).toEqual([kept]);
    expect(job.errors).toEqual([
      { code: '0080000001', msg: expect.stringMatching(new RegExp(`^${dropped}`)), callStack: '' },
    ]);
  });
});
