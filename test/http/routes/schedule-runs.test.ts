import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const SCHEDULES = '/data/core/ups/config/schedules';
const DEFINITIONS = '/data/core/ups/segment/definitions';
const JOBS = '/data/core/ups/segment/jobs';
const EXPORTS = '/data/core/ups/export/jobs';
const DATASETS = '/data/foundation/catalog/dataSets';
const UNION = 'https://ns.adobe.com/xdm/context/profile__union';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HOUR = 3_600_000;

const errorOf = ({ status, body }: { status: number; body: { type: string } }) => [
  status,
  body.type.replace('https://ns.adobe.com/aep/errors/', ''),
];
const segments = (changes: Record<string, unknown> = {}) => ({
  name: 'custom',
  type: 'batch_segmentation',
  properties: { segments: [] },
  ...changes,
});

describe('runs of schedules', () => {
  let api: Api;
  let dataset: string;
  let audience: string;
  const define = async (name: string): Promise<string> => {
    const definition = {
      name,
      expression: { value: 'homeAddress.city = "Utrecht"' },
      schema: { name: '_xdm.context.profile' },
    };
    return (await api.post(DEFINITIONS, definition)).body.id;
  };
  const tick = async () => {
    await api.system.scheduling.scheduler.tick();
    await api.idle();
  };
  const exports = (changes: Record<string, unknown> = {}) => ({
    name: 'weekly export',
    type: 'export',
    schedule: '0 0 5 ? * TUE',
    properties: {
      destination: { datasetId: dataset },
      schema: { name: '_xdm.context.profile' },
      filter: { segments: [{ segmentId: audience }] },
      ...changes,
    },
  });

  beforeAll(async () => {
    api = await startApi();
    const profile = (id: string, city: string) => ({
      identityMap: { CRMID: [{ id, primary: true }] },
      homeAddress: { city },
    });
    await api.importProfiles([profile('a', 'Utrecht'), profile('b', 'Delft')]);
    audience = await define('Utrecht residents');
    const created = await api.post(DATASETS, {
      name: 'out',
      schemaRef: { id: UNION },
      fileDescription: { format: 'json' },
    });
    dataset = created.body[0].slice('@/dataSets/'.length);
  });
  afterAll(() => api.close());

  it('evaluates everything at 01:00 UTC, once, and again after a day', async () => {
    const [system] = (await api.get(SCHEDULES)).body.children;
    const jobs = async () => (await api.get(`${JOBS}?property=properties.scheduleId==${system.id}`)).body.children;
    await tick();
    expect(await jobs()).toEqual([]);
    // From 08:00 on 2 March to 01:00 on the 3rd.
    api.advance(17 * HOUR);
    await tick();
    await tick();
    const [job, ...others] = await jobs();
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      source: 'scheduler',
      status: 'SUCCEEDED',
      profileInstanceId: 'ups',
      requestId: `${system.id}-${api.system.now()}`,
      properties: { scheduleId: system.id, runId: expect.stringMatching(UUID) },
      metrics: { segmentedProfileCounter: { [audience]: 1 } },
    });
    api.advance(24 * HOUR);
    await tick();
    expect(await jobs()).toHaveLength(2);
  });

  it('exports by the clock', async () => {
    const { status, body: schedule } = await api.post(SCHEDULES, { ...exports(), state: 'active' });
    expect([status, schedule.type, schedule.frequency]).toEqual([200, 'export', 'weekly']);
    expect(schedule.properties).toEqual(exports().properties);
    expect((await api.get(`${SCHEDULES}/${schedule.id}`)).body).toEqual(schedule);
    // Now it is Wednesday, 4 March, 01:00; the next Tuesday is the 10th.
    api.advance(6 * 24 * HOUR + 5 * HOUR);
    await tick();
    const { items } = (await api.get(`/secant/schedules/${schedule.id}/runs`)).body;
    expect(items).toEqual([
      expect.objectContaining({
        cause: 'missed',
        outcome: 'submitted',
        job: { kind: 'export', id: expect.any(String) },
      }),
    ]);
    expect((await api.get(`${EXPORTS}/${items[0].job.id}`)).body).toMatchObject({
      status: 'SUCCEEDED',
      profileInstanceId: 'ups',
      requestId: `${schedule.id}-${api.system.now()}`,
      properties: { scheduleId: schedule.id, runId: items[0].runId },
      metrics: { totalExportedProfileCounter: 1 },
    });
  });

  it('triggers an export, and shows why a later run makes no job', async () => {
    const doomed = await define('Doomed');
    const { body: schedule } = await api.post(SCHEDULES, {
      ...exports({ filter: { segments: [{ segmentId: doomed }] } }),
      schedule: '0 0 3 * * ?',
      state: 'active',
    });
    const triggered = await api.post(`${SCHEDULES}/trigger`, { id: schedule.id });
    await api.idle();
    const location = triggered.headers.get('x-location') ?? '';
    expect(location).toMatch(new RegExp(`^${api.url}${EXPORTS}/\\d+$`));
    expect((await api.get(location.slice(api.url.length))).body.status).toBe('SUCCEEDED');
    await api.delete(`${DEFINITIONS}/${doomed}`);
    expect(errorOf(await api.post(`${SCHEDULES}/trigger`, { id: schedule.id }))).toEqual([400, 'UPAPI-113000-404']);
    api.advance(24 * HOUR);
    await tick();
    const { items } = (await api.get(`/secant/schedules/${schedule.id}/runs`)).body;
    expect(items.map(({ cause, outcome, error }: Record<string, unknown>) => [cause, outcome, error])).toEqual([
      ['missed', 'failed', { code: 'UPAPI-113000-404', message: `The entity ${doomed} is not found.` }],
      ['request', 'submitted', undefined],
    ]);
    for (const operation of ['add-audiences', 'remove-audiences']) {
      const refused = await api.post(`${SCHEDULES}/${operation}`, { id: schedule.id, segments: [audience] });
      expect(errorOf(refused)).toEqual([400, 'UPAPI-900003-400']);
    }
  });

  it.each<[what: string, changes: Record<string, unknown>, code: string]>([
    ['no destination', { destination: undefined }, 'UPLIB-101206-500'],
    ['a destination without dataset', { destination: {} }, 'UPLIB-101206-500'],
    ['no schema', { schema: undefined }, 'UPLIB-101206-500'],
    ['a segment without id', { filter: { segments: [{}] } }, 'UPLIB-101206-500'],
    ['an unknown dataset', { destination: { datasetId: 'none' } }, 'UPLIB-101554-503'],
    ['an unknown merge policy', { mergePolicy: { id: 'none' } }, 'UPAPI-900104-400'],
    ['an unknown segment', { filter: { segments: [{ segmentId: UNKNOWN }] } }, 'UPAPI-113000-404'],
    ['an unknown field', { fields: 'homeAddress.nowhere' }, 'UPAPI-900003-400'],
    ['an unknown status', { filter: { segments: [{ segmentId: UNKNOWN, status: ['in'] }] } }, 'UPAPI-113000-404'],
    ['another class', { schema: { name: '_xdm.context.account' }, filter: undefined }, 'UPAPI-900102-400'],
  ])('refuses an export with %s', async (_, changes, code) => {
    expect(errorOf(await api.post(SCHEDULES, exports(changes)))).toEqual([400, code]);
  });

  it('counts jobs by kind and status for Prometheus', async () => {
    const response = await fetch(`${api.url}/metrics`, {
      headers: { authorization: 'Bearer x', 'x-api-key': 'x', 'x-gw-ims-org-id': api.imsOrgId },
    });
    const text = await response.text();
    const { body } = await api.get('/secant/jobs?kind=segment&status=SUCCEEDED');
    expect(body.totalCount).toBeGreaterThan(0);
    expect(text).toContain(`secant_jobs{kind="segment",status="SUCCEEDED"} ${body.totalCount}\n`);
  });
});

describe('limits of schedules', () => {
  /** Gives a sandbox so many merge policies. */
  async function addPolicies(api: Api, count: number): Promise<void> {
    const { reference } = await api.system.sandboxes.defaultOf(api.imsOrgId);
    await api.system.policies.list(reference.sandboxId);
    for (let index = 1; index < count; index++) {
      await api.system.control.db
        .withTables<{ merge_policy: Record<string, string | number> }>()
        .insertInto('merge_policy')
        .values({
          id: randomUUID(),
          sandbox_id: reference.sandboxId,
          name: `Policy ${index}`,
          schema_name: '_xdm.context.profile',
          version: 1,
          identity_graph: 'none',
          attribute_merge: '{"type":"timestampOrdered"}',
          is_active_on_edge: 0,
          is_default: 0,
          updated_at: 1,
        })
        .execute();
    }
  }
  const active = segments({ state: 'active' });
  const activate = [{ op: 'add', path: '/state', value: 'active' }];

  it('are warnings, unless they are enforced', async () => {
    const api = await startApi();
    try {
      await addPolicies(api, 6);
      for (let index = 0; index < 5; index++) expect((await api.post(SCHEDULES, active)).status).toBe(200);
    } finally {
      await api.close();
    }
  });

  it('of 4 active schedules and 5 merge policies are enforced where the settings say so', async () => {
    const api = await startApi({
      enforceScheduleLimits: true,
      defaultScheduleState: 'inactive',
      minScheduleIntervalHours: 6,
    });
    try {
      const [system] = (await api.get(SCHEDULES)).body.children;
      expect(system.state).toBe('inactive');
      const all = await api.post(SCHEDULES, segments({ state: 'active', properties: { segments: ['*'] } }));
      expect(all.status).toBe(200);
      for (let index = 0; index < 3; index++) expect((await api.post(SCHEDULES, active)).status).toBe(200);
      const fifth = await api.post(SCHEDULES, active);
      expect(errorOf(fifth)).toEqual([400, 'UPAPI-900305-400']);
      expect(fifth.body.title).toBe('The number of active batch segmentation schedules cannot exceed 4.');
      const idle = (await api.post(SCHEDULES, segments({ schedule: '0 0 0/6 * * ?' }))).body;
      expect(errorOf(await api.patch(`${SCHEDULES}/${idle.id}`, activate))).toEqual([400, 'UPAPI-900305-400']);
      expect(errorOf(await api.post(SCHEDULES, segments({ schedule: '0 0 0/4 * * ?' })))).toEqual([
        400,
        'UPAPI-900302-400',
      ]);
      await api.delete(`${SCHEDULES}/${all.body.id}`);
      await addPolicies(api, 6);
      const withPolicies = await api.patch(`${SCHEDULES}/${idle.id}`, activate);
      expect(errorOf(withPolicies)).toEqual([400, 'UPAPI-900306-400']);
      expect(withPolicies.body.title).toBe('Scheduled evaluation is not available with more than 5 merge policies.');
      // What is active already stays so.
      const [{ id }] = (await api.get(SCHEDULES)).body.children.filter(
        (one: { state: string }) => one.state === 'active',
      );
      expect((await api.patch(`${SCHEDULES}/${id}`, activate)).status).toBe(204);
    } finally {
      await api.close();
    }
  });
});

describe('permissions of schedules', () => {
  it('reading takes one permission, the rest another', async () => {
    const token = {
      token: 'reader',
      clientId: 'client',
      orgs: ['5F1A2B3C4D5E6F7A8B9C0D1E@AdobeOrg'],
      permissions: ['segments:read' as const],
    };
    const reader = await startApi({ authMode: 'static', staticTokens: [token] });
    try {
      const headers = { authorization: 'Bearer reader' };
      const [system] = (await reader.get(SCHEDULES, headers)).body.children;
      expect((await reader.get(`${SCHEDULES}/${system.id}`, headers)).status).toBe(200);
      const map = await reader.post(`${SCHEDULES}/audience-map`, { segments: [UNKNOWN] }, headers);
      expect(map.status).toBe(200);
      for (const denied of [
        await reader.post(SCHEDULES, segments(), headers),
        await reader.patch(`${SCHEDULES}/${system.id}`, [{ op: 'add', path: '/state', value: 'inactive' }], headers),
        await reader.delete(`${SCHEDULES}/${system.id}`, headers),
        await reader.post(`${SCHEDULES}/trigger`, { id: system.id }, headers),
        await reader.post(`${SCHEDULES}/add-audiences`, { id: system.id, segments: ['a'] }, headers),
        await reader.post(`${SCHEDULES}/remove-audiences`, { id: system.id, segments: ['a'] }, headers),
      ]) {
        expect(errorOf(denied)).toEqual([403, 'UPAPI-113752-403']);
      }
    } finally {
      await reader.close();
    }
  });
});
