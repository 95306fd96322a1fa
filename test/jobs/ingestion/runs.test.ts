import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creation, EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal({ maxRunsPerAudience: 3, maxIngestionRuns: 8 });
  await kit.drop('list.csv', 'email\na@x.org\n');
});
afterAll(() => kit.api.close());

const START = { dataFilterStartTime: 0 };

describe('the list of runs', () => {
  it('is paged, sorted and filtered', async () => {
    const { api, create, run } = kit;
    const id = await create({ name: 'Old name' });
    const at = `${EXTERNAL}/${id}/runs`;
    expect((await api.get(at)).body).toEqual({ runs: [], _page: { limit: 20, count: 0, totalCount: 0 } });
    const first = await run(id);
    api.advance(10_000);
    expect(
      (await api.patch(`/data/core/ups/audiences/${id}`, [{ op: 'add', path: '/name', value: 'New name' }])).status,
    ).toBe(200);
    kit.remove('list.csv');
    const second = await run(id);
    await kit.drop('list.csv', 'email\na@x.org\n');
    expect([first.status, second.status]).toEqual(['SUCCESS', 'FAILED']);
    const { details: _, ...shown } = first;
    expect((await api.get(`${at}?limit=41`)).body._page.limit).toBe(40);
    expect((await api.get(`${at}/${first.runId.toUpperCase()}`)).body).toEqual(first);
    expect((await api.get(`${at}?property=status=SUCCESS`)).body).toEqual({
      runs: [shown],
      _page: { limit: 20, count: 1, totalCount: 1 },
    });

    const both = [first.runId, second.runId];
    const newest = both.toReversed();
    const time = first.createdAt;
    const cases: readonly [string, readonly string[], number?][] = [
      ['', newest],
      ['limit=1', newest.slice(0, 1), 2],
      ['limit=41', newest],
      ['sortBy=createdAt', both],
      ['sortBy=-createdAt', newest],
      ['sortBy=name', newest],
      ['sortBy=-name', both],
      ['property=name=New%20name', [second.runId]],
      ['property=name!=New%20name', [first.runId]],
      ['property=name=containsname', newest],
      ['property=name!=containsOld', [second.runId]],
      ['property=status=containsFAIL', [second.runId]],
      ['property=status!=FAILED', [first.runId]],
      [`property=createdAt>=${time}`, newest],
      [`property=createdAt>${time}`, [second.runId]],
      [`property=createdAt<=${time}`, [first.runId]],
      [`property=createdAt<${time}`, []],
      [`property=createdAt>${time}&property=status=SUCCESS`, []],
    ];
    for (const [query, ids, total = ids.length] of cases) {
      const { body } = await api.get(`${at}?${query}`);
      const found = body.runs.map(({ runId }: { readonly runId: string }) => runId);
      expect([query, found, body._page.totalCount, body._page.count]).toEqual([query, ids, total, ids.length]);
    }
    for (const query of [
      'limit=0',
      'limit=x',
      'sortBy=status',
      'property=name',
      'property=createdAt=5',
      'property=size>1',
    ]) {
      const { body, status } = await api.get(`${at}?${query}`);
      expect([query, status, body.errors[400][0].code]).toEqual([query, 400, '100910-400']);
    }
    await api.delete(`${EXTERNAL}/${id}`);
  });
});

describe('a run is refused', () => {
  const refusal = async (id: string, body: unknown = START) => {
    const answer = await kit.api.post(`${EXTERNAL}/${id}/runs`, body);
    return [answer.status, answer.body.errors?.[answer.status]?.[0]?.code, answer.body.detail];
  };
  const refused = (detail: string) => [422, '100960-422', expect.stringContaining(detail)];

  it('beyond the number of a day, failed ones counted, extensions not', async () => {
    const { api, create, run } = kit;
    api.advance(DAY - (api.system.now() % DAY));
    const id = await create();
    const missing = await create({ sourceSpec: { params: { path: 'missing.csv', type: 'file' } } });
    for (let count = 0; count < 3; count += 1) expect((await run(id)).status).toBe('SUCCESS');
    for (let count = 0; count < 3; count += 1) expect((await run(missing)).status).toBe('FAILED');
    expect([await refusal(id), await refusal(missing)]).toEqual([refused('3 runs'), refused('3 runs')]);
    expect((await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined)).status).toBe(200);
    await api.idle();
    const others = await create();
    for (let count = 0; count < 2; count += 1) await run(others);
    expect(await refusal(others)).toEqual(refused('8 runs'));
    api.advance(DAY);
    expect((await run(id)).status).toBe('SUCCESS');
  });

  it('while another is in progress, and so is an extension', async () => {
    const { api, create, run } = kit;
    api.advance(DAY);
    const id = await create();
    await run(id);
    const started = await api.post(`${EXTERNAL}/${id}/runs`, START);
    const second = await refusal(id);
    const extension = await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined);
    expect([started.status, second, extension.status]).toEqual([200, refused('in progress'), 422]);
    await api.idle();
  });

  it('of an inactive audience, until it is published again; its members stay', async () => {
    const { api, create, membership, run } = kit;
    api.advance(DAY);
    const id = await create();
    await run(id);
    const state = (value: string) =>
      api.patch(`/data/core/ups/audiences/${id}`, [{ op: 'add', path: '/lifecycleState', value }]);
    expect((await state('inactive')).status).toBe(200);
    expect(await refusal(id)).toEqual(refused('inactive'));
    expect(await membership('a@x.org')).toMatchObject({ CustomerAudienceUpload: { [id]: { status: 'realized' } } });
    expect((await state('published')).status).toBe(200);
    expect((await run(id)).status).toBe('SUCCESS');
  });
});

describe('an audience', () => {
  it('that others use stays', async () => {
    const { api, create } = kit;
    const id = await create();
    const user = await api.post('/data/core/ups/audiences', {
      name: 'User of the list',
      expression: { type: 'PQL', format: 'pql/text', value: `inSegment("${id}")` },
    });
    const refused = await api.delete(`${EXTERNAL}/${id}`);
    expect([refused.status, refused.body.errors[422][0].code, refused.body.detail]).toEqual([
      422,
      '100960-422',
      expect.stringContaining(user.body.id),
    ]);
    expect((await api.delete(`/data/core/ups/audiences/${user.body.id}`)).status).toBe(204);
    expect((await api.delete(`${EXTERNAL}/${id}`)).status).toBe(204);
  });

  it('shows changes through either part of the API', async () => {
    const { api, create } = kit;
    const id = await create({ name: ' Spring list ', labels: ['core/C1'] });
    const [at, other] = [`${EXTERNAL}/${id}`, `/data/core/ups/audiences/${id}`];
    expect((await api.get(at)).body).toMatchObject({ audienceName: 'Spring list', labels: ['core/C1'] });
    await api.patch(at, { description: 'One', labels: ['core/C2'], fields: [{ name: 'score', labels: ['core/C9'] }] });
    expect((await api.get(other)).body).toMatchObject({ description: 'One', labels: ['core/C2'], ttlInDays: 30 });
    await api.patch(other, [
      { op: 'add', path: '/description', value: 'Two' },
      { op: 'add', path: '/name', value: 'Renamed' },
      { op: 'add', path: '/ttlInDays', value: 7 },
    ]);
    expect((await api.get(at)).body).toMatchObject({
      description: 'Two',
      audienceName: 'Renamed',
      ttlInDays: 7,
      labels: ['core/C2'],
      fields: [
        { name: 'email', type: 'string', identityNs: 'Email' },
        { name: 'score', type: 'integer', labels: ['core/C9'] },
      ],
    });
  });

  it('is not created without its connection, nor twice under one identifier', async () => {
    const { api } = kit;
    const elsewhere = { params: { path: 'a.csv', type: 'file', cloudType: 'S3', baseConnectionId: 'bucket' } };
    const { body: made } = await api.post(EXTERNAL, creation({ sourceSpec: elsewhere }));
    const twins = await Promise.all([1, 2].map(() => api.post(EXTERNAL, creation({ customAudienceId: 'twin' }))));
    expect(twins.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    await api.idle();
    expect((await api.get(`${EXTERNAL}/operations/${made.operationId}`)).body).toMatchObject({
      status: 'FAILED',
      error: { message: expect.stringContaining('bucket') },
    });
    expect((await api.get(`${EXTERNAL}/twin`)).status).toBe(200);
  });
});
