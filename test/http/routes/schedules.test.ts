import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudienceRepository } from '../../../src/audiences/audience-repository.ts';
import { type Api, startApi } from '../../kit/api.ts';

const SCHEDULES = '/data/core/ups/config/schedules';
const DEFINITIONS = '/data/core/ups/segment/definitions';
const JOBS = '/data/core/ups/segment/jobs';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ETAG = /^"[0-9a-f]{8}-0000-[0-9a-f]{4}-0000-[0-9a-f]{8}0000"$/;

const errorOf = ({ status, body }: { status: number; body: { type: string; title: string } }) => [
  status,
  body.type.replace('https://ns.adobe.com/aep/errors/', ''),
];

describe('/config/schedules', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  let organizations = 0;
  /** An organization of its own, so that tests do not see each other's schedules. */
  function newOrganization(of: () => Api = () => api) {
    const org = `ORG${++organizations}@AdobeOrg`;
    const headers = { 'x-gw-ims-org-id': org };
    const call = {
      get: (path: string) => of().get(path, headers),
      post: (path: string, body: unknown) => of().post(path, body, headers),
      patch: (path: string, body: unknown, more = {}) => of().patch(path, body, { ...headers, ...more }),
      delete: (path: string, more = {}) => of().delete(path, { ...headers, ...more }),
    };
    let names = 0;
    const definition = async (changes: Record<string, unknown> = {}): Promise<string> => {
      const { status, body } = await call.post(DEFINITIONS, {
        name: `Audience ${++names}`,
        expression: { value: 'homeAddress.city = "Utrecht"' },
        schema: { name: '_xdm.context.profile' },
        ...changes,
      });
      expect(status).toBe(200);
      return body.id;
    };
    return {
      ...call,
      org,
      definition,
      streaming: () => definition({ evaluationInfo: { continuous: { enabled: true } } }),
      edge: () => definition({ evaluationInfo: { synchronous: { enabled: true } } }),
      async inactive(): Promise<string> {
        const id = await definition();
        const { reference } = await of().system.sandboxes.defaultOf(org);
        const definitions = new AudienceRepository(of().system.control);
        const stored = await definitions.get(reference.sandboxId, id);
        if (stored === undefined) throw new Error('The definition is gone');
        await definitions.update(reference.sandboxId, { ...stored, lifecycleState: 'inactive' });
        return id;
      },
      async system() {
        const { body } = await call.get(SCHEDULES);
        return body.children.at(-1);
      },
      async create(changes: Record<string, unknown> = {}) {
        const { status, body } = await call.post(SCHEDULES, schedule(changes));
        expect([status, body]).toEqual([200, expect.objectContaining({ id: expect.stringMatching(UUID) })]);
        return body;
      },
      async sandbox() {
        return (await of().system.sandboxes.defaultOf(org)).reference;
      },
    };
  }
  const schedule = (changes: Record<string, unknown> = {}) => ({
    name: 'nightly',
    type: 'batch_segmentation',
    properties: { segments: [] },
    schedule: '0 15 2 * * ?',
    ...changes,
  });
  const activate = [{ op: 'add', path: '/state', value: 'active' }];
  const deactivate = [{ op: 'add', path: '/state', value: 'inactive' }];

  it('gives every new sandbox a system schedule', async () => {
    const { get, org, sandbox } = newOrganization();
    const { status, body } = await get(SCHEDULES);
    expect(status).toBe(200);
    expect(body).toEqual({
      _page: { totalCount: 1, pageSize: 1 },
      children: [
        {
          id: expect.stringMatching(UUID),
          imsOrgId: org,
          sandbox: await sandbox(),
          name: 'Batch Segmentation',
          state: 'active',
          type: 'batch_segmentation',
          schedule: '0 0 1 * * ?',
          frequency: 'daily',
          properties: { segments: ['*'] },
          createEpoch: expect.any(Number),
          updateEpoch: body.children[0].createEpoch,
        },
      ],
      _links: { next: {} },
    });
  });

  it('does not bring a deleted system schedule back', async () => {
    const { get, delete: remove, system } = newOrganization();
    expect((await remove(`${SCHEDULES}/${(await system()).id}`)).status).toBe(204);
    expect((await get(SCHEDULES)).body.children).toEqual([]);
    await api.system.scheduling.scheduler.tick();
    expect((await get(SCHEDULES)).body.children).toEqual([]);
  });

  it('creates a schedule and reads it back', async () => {
    const { get, org, post, sandbox } = newOrganization();
    const body = {
      name: 'nightly',
      type: 'batch_segmentation',
      properties: { segments: ['*'] },
      schedule: '0 15 2 * * ?',
    };
    const created = await post(SCHEDULES, { ...body, id: UNKNOWN, imsOrgId: 'other', nonsense: 1 });
    expect(created.status).toBe(200);
    const { id, createEpoch } = created.body;
    expect(created.body).toEqual({
      ...body,
      id: expect.stringMatching(UUID),
      imsOrgId: org,
      sandbox: await sandbox(),
      state: 'inactive',
      frequency: 'daily',
      createEpoch,
      updateEpoch: createEpoch,
    });
    expect(id).not.toBe(UNKNOWN);
    expect(createEpoch).toBe(Math.floor(api.system.now() / 1000));
    expect(created.headers.get('x-location')).toBe(`${api.url}${SCHEDULES}/${id}`);
    expect(created.headers.get('etag')).toMatch(ETAG);
    const read = await get(`${SCHEDULES}/${id.toUpperCase()}`);
    expect([read.status, read.body]).toEqual([200, created.body]);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
  });

  it('fills in the expression and the state', async () => {
    const { definition, create } = newOrganization();
    const id = await definition();
    const { schedule: _, ...rest } = schedule({ properties: { segments: [id, id.toUpperCase(), id] } });
    const created = await create({ ...rest, schedule: undefined });
    expect(created).toMatchObject({ schedule: '0 0 1 * * ?', state: 'inactive', properties: { segments: [id] } });
  });

  it('lists the newest first, in pages', async () => {
    const { get, create } = newOrganization();
    for (const name of ['first', 'second', 'third']) {
      await create({ name });
      api.advance(1000);
    }
    const names = (answer: { body: { children: { name: string }[] } }) => answer.body.children.map(({ name }) => name);
    expect(names(await get(SCHEDULES))).toEqual(['third', 'second', 'first', 'Batch Segmentation']);
    const page = await get(`${SCHEDULES}?limit=3`);
    expect(page.body._page).toEqual({ totalCount: 4, pageSize: 3, next: '1' });
    expect(page.body._links.next.href).toBe('@/config/schedules?start=1&limit=3&totalCount=4');
    const last = await get(`${SCHEDULES}?start=1&limit=3`);
    expect([names(last), last.body._page, last.body._links]).toEqual([
      ['Batch Segmentation'],
      { totalCount: 4, pageSize: 1 },
      { next: {} },
    ]);
    expect(names(await get(`${SCHEDULES}?start=9`))).toEqual([]);
    for (const query of ['start=-1', 'limit=0', 'limit=x']) {
      expect(errorOf(await get(`${SCHEDULES}?${query}`))).toEqual([400, 'UPAPI-900001-400']);
    }
  });

  describe('POST refuses', () => {
    it.each([
      ['nothing in it', {}, ['name', 'type', 'properties']],
      ['ill-typed fields', schedule({ name: 1, properties: [], schedule: 5 }), ['name', 'properties', 'schedule']],
      ['no segments', schedule({ properties: {}, name: undefined }), ['name', 'properties.segments']],
      ['segments that are no list', schedule({ properties: { segments: '*' } }), ['properties.segments']],
      ['a segment that is no text', schedule({ properties: { segments: ['*', 1] } }), ['properties.segments[1]']],
      ['a bad state beside', schedule({ properties: {}, state: 'on' }), ['properties.segments']],
    ])('%s', async (_, body, paths) => {
      const answer = await newOrganization().post(SCHEDULES, body);
      expect(errorOf(answer)).toEqual([400, 'UPLIB-101206-500']);
      const entries: { message: string }[] = answer.body.errors['400'];
      const named = entries.slice(1).map(({ message }) => /^No usable value for (.*)\n/.exec(message)?.[1]);
      expect(named).toEqual(paths);
    });

    it.each([
      ['a list', []],
      ['a text', 'x'],
    ])('a body that is %s', async (_, body) => {
      expect(errorOf(await newOrganization().post(SCHEDULES, body))).toEqual([400, 'UPLIB-101206-500']);
    });

    it.each([
      ['an unknown type', schedule({ type: 'streaming' }), 'UPAPI-900003-400'],
      ['an unknown state', schedule({ state: 'paused' }), 'UPAPI-900003-400'],
      ['an empty name', schedule({ name: '' }), 'UPAPI-900003-400'],
      ['a blank name', schedule({ name: '  ' }), 'UPAPI-900003-400'],
      ['a name of 256 characters', schedule({ name: 'x'.repeat(256) }), 'UPAPI-900003-400'],
      ['* mixed with ids', schedule({ properties: { segments: ['*', UNKNOWN] } }), 'UPAPI-900003-400'],
      [
        '* mixed with ids before cron',
        schedule({ properties: { segments: ['*', 'a'] }, schedule: 'x' }),
        'UPAPI-900003-400',
      ],
      ['5 fields', schedule({ schedule: '0 0 2 * *' }), 'UPAPI-900301-400'],
      ['no ?', schedule({ schedule: '0 0 2 * * *' }), 'UPAPI-900301-400'],
      ['an empty expression', schedule({ schedule: '' }), 'UPAPI-900301-400'],
      ['a time that is over', schedule({ schedule: '0 0 2 * * ? 2020' }), 'UPAPI-900301-400'],
      ['two runs a day', schedule({ schedule: '0 0 2,14 * * ?' }), 'UPAPI-900302-400'],
      [
        'a bad expression before unknown ids',
        schedule({ schedule: 'x', properties: { segments: [UNKNOWN] } }),
        'UPAPI-900301-400',
      ],
      ['unknown ids', schedule({ properties: { segments: [UNKNOWN] } }), 'UPAPI-113000-404'],
    ])('%s', async (_, body, code) => {
      expect(errorOf(await newOrganization().post(SCHEDULES, body))).toEqual([400, code]);
    });

    it('more than 10,000 ids', async () => {
      const segments = Array.from({ length: 10_001 }, (_, index) => `id ${index}`);
      const answer = await newOrganization().post(SCHEDULES, schedule({ properties: { segments } }));
      expect(errorOf(answer)).toEqual([400, 'UPAPI-900003-400']);
    });

    it('ids that do not exist, all in one message as they were sent, before ids that do not fit', async () => {
      const { post, streaming } = newOrganization();
      const other = UNKNOWN.replace('1', 'B');
      const segments = [await streaming(), UNKNOWN, other];
      const answer = await post(SCHEDULES, schedule({ properties: { segments } }));
      expect(errorOf(answer)).toEqual([400, 'UPAPI-113000-404']);
      expect(answer.body.title).toBe(`The entity ${UNKNOWN},${other} is not found.`);
    });

    it('streaming, edge and inactive segments', async () => {
      const { post, definition, streaming, edge, inactive } = newOrganization();
      const unfit = [await streaming(), await edge(), await inactive()];
      const answer = await post(SCHEDULES, schedule({ properties: { segments: [await definition(), ...unfit] } }));
      expect(errorOf(answer)).toEqual([400, 'UPAPI-900308-400']);
      expect(answer.body.title).toBe(`These segments cannot be assigned to a schedule: ${unfit.join(',')}`);
    });

    it('a second active schedule of all segments', async () => {
      const { post, system } = newOrganization();
      const all = schedule({ properties: { segments: ['*', '*'] }, state: 'active' });
      const answer = await post(SCHEDULES, all);
      expect(errorOf(answer)).toEqual([400, 'UPAPI-900303-400']);
      expect(answer.body.title).toBe(
        `A schedule for all segments is already active in this sandbox: ${(await system()).id}`,
      );
      expect((await post(SCHEDULES, { ...all, state: 'inactive' })).status).toBe(200);
    });
  });

  describe('PATCH', () => {
    it('changes state and expression at once, with add and replace', async () => {
      const { create, get, patch } = newOrganization();
      const created = await create();
      const before = (await get(`${SCHEDULES}/${created.id}`)).headers.get('etag');
      api.advance(5000);
      const patched = await patch(`${SCHEDULES}/${created.id}`, [
        ...activate,
        { op: 'replace', path: '/schedule', value: '0 0 3 ? * MON' },
      ]);
      expect([patched.status, patched.text]).toEqual([204, '']);
      const after = await get(`${SCHEDULES}/${created.id}`);
      expect(after.body).toEqual({
        ...created,
        state: 'active',
        schedule: '0 0 3 ? * MON',
        frequency: 'weekly',
        updateEpoch: created.createEpoch + 5,
      });
      expect(after.headers.get('etag')).not.toBe(before);
    });

    it('takes the final state of the whole patch, and the current values again', async () => {
      const { create, get, patch, system } = newOrganization();
      const { id } = await create();
      const value = (path: string, text: string) => ({ op: 'add', path, value: text });
      const turns = [value('/state', 'active'), value('/schedule', 'nonsense'), value('/schedule', '0 0 4 * * ?')];
      expect((await patch(`${SCHEDULES}/${id}`, [...turns, value('/state', 'inactive')])).status).toBe(204);
      expect((await get(`${SCHEDULES}/${id}`)).body).toMatchObject({ state: 'inactive', schedule: '0 0 4 * * ?' });
      const own = await system();
      const same = [value('/state', own.state), value('/schedule', own.schedule)];
      expect((await patch(`${SCHEDULES}/${own.id}`, same)).status).toBe(204);
      expect((await get(`${SCHEDULES}/${own.id}`)).body.state).toBe('active');
    });

    it('lets a schedule whose time is over be stopped, but not started', async () => {
      const { create, patch } = newOrganization();
      const { id } = await create({ schedule: '0 0 2 1 4 ? 2026', state: 'active' });
      const other = await create({ schedule: '0 0 2 1 4 ? 2026' });
      api.advance(60 * 86_400_000);
      expect((await patch(`${SCHEDULES}/${id}`, deactivate)).status).toBe(204);
      expect(errorOf(await patch(`${SCHEDULES}/${other.id}`, activate))).toEqual([400, 'UPAPI-900301-400']);
    });

    const valid = { op: 'add', path: '/state', value: 'active' };
    it.each([
      ['no list', { op: 'add' }, 'UPLIB-101206-500', undefined],
      ['an empty list', [], 'UPAPI-900070-400', 0],
      ['101 operations', Array.from({ length: 101 }, () => valid), 'UPAPI-900070-400', 100],
      ['another operation', [valid, { op: 'remove', path: '/state' }], 'UPAPI-900070-400', 1],
      ['a test', [{ op: 'test', path: '/state', value: 'inactive' }], 'UPAPI-900070-400', 0],
      ['another path', [{ op: 'add', path: '/name', value: 'x' }], 'UPAPI-900070-400', 0],
      ['the whole', [{ op: 'add', path: '', value: {} }], 'UPAPI-900070-400', 0],
      ['a path below', [{ op: 'add', path: '/state/x', value: 'active' }], 'UPAPI-900070-400', 0],
      ['a bad pointer', [{ op: 'add', path: 'state', value: 'active' }], 'UPAPI-900070-400', 0],
      ['no value', [{ op: 'add', path: '/state' }], 'UPAPI-900070-400', 0],
      ['a value of another type', [{ op: 'add', path: '/state', value: true }], 'UPAPI-900070-400', 0],
      ['a null', [{ op: 'add', path: '/schedule', value: null }], 'UPAPI-900070-400', 0],
      ['no object', ['add'], 'UPAPI-900070-400', 0],
      ['an unknown state', [{ op: 'add', path: '/state', value: 'on' }], 'UPAPI-900003-400', undefined],
      ['a bad expression', [{ op: 'add', path: '/schedule', value: '0 0 2 * *' }], 'UPAPI-900301-400', undefined],
      ['two runs a day', [{ op: 'add', path: '/schedule', value: '0 0/30 2 * * ?' }], 'UPAPI-900302-400', undefined],
    ])('refuses %s, and changes nothing', async (_, body, code, index) => {
      const { create, get, patch } = newOrganization();
      const created = await create();
      const answer = await patch(`${SCHEDULES}/${created.id}`, body);
      expect(errorOf(answer)).toEqual([400, code]);
      if (index !== undefined) {
        expect(answer.body.title).toMatch(new RegExp(`^The patch operation at index ${index} is not valid\\. `));
      }
      expect((await get(`${SCHEDULES}/${created.id}`)).body).toEqual(created);
    });

    it('refuses the second active schedule of all segments, and takes it once the first is inactive', async () => {
      const { create, patch, system } = newOrganization();
      const { id } = await create({ properties: { segments: ['*'] } });
      const first = (await system()).id;
      expect(errorOf(await patch(`${SCHEDULES}/${id}`, activate))).toEqual([400, 'UPAPI-900303-400']);
      expect((await patch(`${SCHEDULES}/${first}`, deactivate)).status).toBe(204);
      expect((await patch(`${SCHEDULES}/${id}`, activate)).status).toBe(204);
      expect(errorOf(await patch(`${SCHEDULES}/${first}`, activate))).toEqual([400, 'UPAPI-900303-400']);
    });

    it('checks If-Match', async () => {
      const { create, get, patch, delete: remove } = newOrganization();
      const { id } = await create();
      const path = `${SCHEDULES}/${id}`;
      const etag = (await get(path)).headers.get('etag') ?? '';
      for (const attempt of [
        await patch(path, activate, { 'if-match': '"00000000-0000-0000-0000-000000000000"' }),
        await remove(path, { 'if-match': '"00000000-0000-0000-0000-000000000000"' }),
      ]) {
        expect(errorOf(attempt)).toEqual([412, 'UPAPI-900030-412']);
      }
      expect((await patch(path, activate, { 'if-match': etag })).status).toBe(204);
      expect(errorOf(await remove(path, { 'if-match': etag }))).toEqual([412, 'UPAPI-900030-412']);
      expect((await remove(path, { 'if-match': '*' })).status).toBe(204);
    });
  });

  describe('the schedule of all segments', () => {
    it.each(['streaming', 'edge'] as const)('stays while a %s audience is there, unless forced', async (method) => {
      const organization = newOrganization();
      const { definition, patch, delete: remove, system } = organization;
      await definition();
      const { id } = await system();
      const path = `${SCHEDULES}/${id}`;
      expect((await patch(path, deactivate)).status).toBe(204);
      expect((await patch(path, activate)).status).toBe(204);
      await organization[method]();
      for (const attempt of [await patch(path, deactivate), await remove(path), await remove(`${path}?force=false`)]) {
        expect(errorOf(attempt)).toEqual([409, 'UPAPI-900304-409']);
        expect(attempt.body.title).toBe(
          'The schedule cannot be disabled or deleted because streaming segmentation is in use.',
        );
      }
      const later = [{ op: 'add', path: '/schedule', value: '0 0 5 * * ?' }];
      expect((await patch(path, later)).status).toBe(204);
      expect((await patch(`${path}?force=true`, deactivate)).status).toBe(204);
      expect((await remove(path)).status).toBe(204);
    });

    it('may go when the streaming audience is deleted, and other schedules at any time', async () => {
      const { create, patch, delete: remove, streaming, system } = newOrganization();
      const audience = await streaming();
      const { id } = await create({ state: 'active' });
      expect((await patch(`${SCHEDULES}/${id}`, deactivate)).status).toBe(204);
      expect((await remove(`${SCHEDULES}/${id}`)).status).toBe(204);
      await remove(`${DEFINITIONS}/${audience}`);
      expect((await remove(`${SCHEDULES}/${(await system()).id}?force=false`)).status).toBe(204);
    });
  });

  it('answers 404 for what is not there', async () => {
    const { create, get, patch, post, delete: remove } = newOrganization();
    const mine = (await create()).id;
    const { get: getElsewhere } = newOrganization();
    for (const answer of [
      await get(`${SCHEDULES}/${UNKNOWN}`),
      await get(`${SCHEDULES}/no-uuid`),
      await getElsewhere(`${SCHEDULES}/${mine}`),
      await patch(`${SCHEDULES}/${UNKNOWN}`, activate),
      await remove(`${SCHEDULES}/${UNKNOWN}`),
      await post(`${SCHEDULES}/add-audiences`, { id: UNKNOWN, segments: ['a'] }),
      await post(`${SCHEDULES}/remove-audiences`, { id: UNKNOWN, segments: ['a'] }),
      await post(`${SCHEDULES}/trigger`, { id: UNKNOWN }),
      await get(`/secant/schedules/${UNKNOWN}/runs`),
    ]) {
      expect(errorOf(answer)).toEqual([404, 'UPAPI-113000-404']);
    }
    expect((await remove(`${SCHEDULES}/${mine}`)).status).toBe(204);
    expect((await remove(`${SCHEDULES}/${mine}`)).status).toBe(404);
    for (const literal of ['add-audiences', 'remove-audiences', 'audience-map', 'trigger']) {
      expect((await get(`${SCHEDULES}/${literal}`)).status).toBe(405);
    }
  });

  describe('assignment', () => {
    it('adds and removes segments, and tells what became of each', async () => {
      const organization = newOrganization();
      const { create, definition, get, post } = organization;
      const [first, second, third] = [await definition(), await definition(), await definition()];
      const created = await create({ properties: { segments: [first, second] } });
      const { id } = created;
      const [inactive, streaming, edge] = [
        await organization.inactive(),
        await organization.streaming(),
        await organization.edge(),
      ];
      api.advance(2000);
      const added = await post(`${SCHEDULES}/add-audiences`, {
        id,
        segments: [third.toUpperCase(), first, third, inactive.toUpperCase(), streaming, edge, 'Spring_List'],
      });
      expect([added.status, added.body]).toEqual([
        200,
        {
          added: [third],
          existing: [first],
          invalid: [inactive.toUpperCase(), streaming, edge, 'Spring_List'],
          segmentCount: { previous: 2, current: 3, diff: 1 },
        },
      ]);
      const after = await get(`${SCHEDULES}/${id}`);
      expect(after.body).toEqual({
        ...created,
        properties: { segments: [first, second, third] },
        updateEpoch: created.createEpoch + 2,
      });
      api.advance(2000);
      const segments = [first, first.toUpperCase(), inactive, 'Spring_List'];
      const removed = await post(`${SCHEDULES}/remove-audiences`, { id, segments });
      expect(removed.body).toEqual({
        removed: [first],
        existing: [],
        invalid: [inactive, 'Spring_List'],
        segmentCount: { previous: 3, current: 2, diff: -1 },
      });
      const final = await get(`${SCHEDULES}/${id}`);
      expect(final.body).toMatchObject({
        properties: { segments: [second, third] },
        updateEpoch: created.createEpoch + 4,
      });
      expect(final.headers.get('etag')).not.toBe(after.headers.get('etag'));
    });

    it('touches nothing when nothing changes', async () => {
      const { create, definition, get, post } = newOrganization();
      const segment = await definition();
      const { id } = await create({ properties: { segments: [segment] } });
      const before = await get(`${SCHEDULES}/${id}`);
      api.advance(2000);
      const count = { previous: 1, current: 1, diff: 0 };
      const added = await post(`${SCHEDULES}/add-audiences`, { id, segments: [segment, UNKNOWN] });
      expect(added.body).toEqual({ added: [], existing: [segment], invalid: [UNKNOWN], segmentCount: count });
      const removed = await post(`${SCHEDULES}/remove-audiences`, { id, segments: [UNKNOWN] });
      expect(removed.body).toEqual({ removed: [], existing: [], invalid: [UNKNOWN], segmentCount: count });
      const after = await get(`${SCHEDULES}/${id}`);
      expect([after.body, after.headers.get('etag')]).toEqual([before.body, before.headers.get('etag')]);
    });

    it.each(['add-audiences', 'remove-audiences'])('%s refuses', async (operation) => {
      const { create, post, system } = newOrganization();
      const { id } = await create();
      const refused = async (body: unknown) => errorOf(await post(`${SCHEDULES}/${operation}`, body));
      const malformed = [400, 'UPLIB-101206-500'];
      for (const body of [{}, { id }, { segments: ['a'] }, { id: 1, segments: ['a'] }, { id, segments: [1] }, []]) {
        expect(await refused(body)).toEqual(malformed);
      }
      const value = [400, 'UPAPI-900003-400'];
      expect(await refused({ id, segments: [] })).toEqual(value);
      expect(await refused({ id, segments: Array.from({ length: 1001 }, String) })).toEqual(value);
      expect(await refused({ id: (await system()).id, segments: ['a'] })).toEqual(value);
    });

    it('tells which schedules list a segment', async () => {
      const { create, definition, post } = newOrganization();
      const [first, second] = [await definition(), await definition()];
      const daily = await create({ properties: { segments: [first] }, state: 'active' });
      const weekly = await create({
        name: 'weekly refresh',
        schedule: '0 0 10 ? * MON',
        properties: { segments: [second, first] },
      });
      const { status, body } = await post(`${SCHEDULES}/audience-map`, { segments: [first, UNKNOWN, first, second] });
      expect([status, body]).toEqual([
        200,
        {
          audienceMap: { [first]: [daily.id, weekly.id], [second]: [weekly.id], [UNKNOWN]: [] },
          schedules: {
            [daily.id]: { name: 'nightly', schedule: '0 15 2 * * ?', frequency: 'daily' },
            [weekly.id]: { name: 'weekly refresh', schedule: '0 0 10 ? * MON', frequency: 'weekly' },
          },
        },
      ]);
      const { body: other } = await newOrganization().post(`${SCHEDULES}/audience-map`, { segments: [first] });
      expect(other).toEqual({ audienceMap: { [first]: [] }, schedules: {} });
      for (const wrong of [{}, { segments: 'a' }, { segments: [1] }]) {
        expect(errorOf(await post(`${SCHEDULES}/audience-map`, wrong))).toEqual([400, 'UPLIB-101206-500']);
      }
      for (const segments of [[], Array.from({ length: 1001 }, String)]) {
        expect(errorOf(await post(`${SCHEDULES}/audience-map`, { segments }))).toEqual([400, 'UPAPI-900003-400']);
      }
    });

    it('forgets a segment that is deleted', async () => {
      const { create, definition, delete: remove, get, post } = newOrganization();
      const [kept, gone] = [await definition(), await definition()];
      const { id } = await create({ properties: { segments: [gone, kept] } });
      expect((await remove(`${DEFINITIONS}/${gone}`)).status).toBe(200);
      expect((await get(`${SCHEDULES}/${id}`)).body.properties).toEqual({ segments: [kept] });
      expect((await post(`${SCHEDULES}/audience-map`, { segments: [gone] })).body.audienceMap).toEqual({ [gone]: [] });
    });
  });

  describe('trigger', () => {
    it('runs an inactive schedule now, with what its segments refer to', async () => {
      const { create, definition, get, org, post, sandbox } = newOrganization();
      const base = await definition();
      const top = await definition({ expression: { value: `inSegment("${base}")` } });
      const dependent = await definition({ expression: { value: `inSegment("${top}")` } });
      const { id } = await create({ properties: { segments: [top] } });
      const time = api.system.now();
      const triggered = await post(`${SCHEDULES}/trigger`, { id });
      expect([triggered.status, triggered.text]).toEqual([200, '']);
      await api.idle();
      const location = triggered.headers.get('x-location') ?? '';
      expect(location).toMatch(new RegExp(`^${api.url}${JOBS}/`));
      const job = (await get(location.slice(api.url.length))).body;
      expect(job).toMatchObject({
        imsOrgId: org,
        sandbox: await sandbox(),
        profileInstanceId: 'ups',
        source: 'scheduler',
        status: 'SUCCEEDED',
        requestId: `${id}-${time}`,
        properties: { scheduleId: id, runId: expect.stringMatching(UUID) },
      });
      expect(job.segments.map(({ segmentId }: { segmentId: string }) => segmentId)).toEqual([top]);
      expect(Object.keys(job.metrics.segmentedProfileCounter).toSorted()).toEqual([base, top].toSorted());
      expect(job.metrics.segmentedProfileCounter[dependent]).toBeUndefined();
      const byProperty = await get(`${JOBS}?property=properties.scheduleId==${id}`);
      expect(byProperty.body.children).toEqual([job]);
      const runs = await get(`/secant/schedules/${id}/runs`);
      expect(runs.body).toEqual({
        totalCount: 1,
        start: 0,
        items: [
          {
            runId: job.properties.runId,
            time,
            cause: 'request',
            outcome: 'submitted',
            job: { kind: 'segment', id: job.id },
          },
        ],
      });
    });

    it('runs all segments as form (b), also when there are none', async () => {
      const { definition, get, post, system } = newOrganization();
      const { id } = await system();
      const run = async () => {
        const triggered = await post(`${SCHEDULES}/trigger`, { id: id.toUpperCase() });
        await api.idle();
        return (await get((triggered.headers.get('x-location') ?? '').slice(api.url.length))).body;
      };
      expect(await run()).toMatchObject({ status: 'SUCCEEDED', segments: [] });
      const segment = await definition();
      expect((await run()).segments).toEqual([{ segmentId: segment, segment: expect.anything() }]);
    });

    it('makes no job when there is nothing to do', async () => {
      const organization = newOrganization();
      const { create, definition, get, post, sandbox } = organization;
      const empty = await create();
      const segment = await definition();
      const stale = await create({ properties: { segments: [segment] } });
      const definitions = new AudienceRepository(api.system.control);
      const { sandboxId } = await sandbox();
      const stored = await definitions.get(sandboxId, segment);
      if (stored !== undefined) await definitions.update(sandboxId, { ...stored, lifecycleState: 'inactive' });
      for (const { id } of [empty, stale]) {
        const triggered = await post(`${SCHEDULES}/trigger`, { id });
        expect([triggered.status, triggered.text, triggered.headers.get('x-location')]).toEqual([200, '', null]);
        const { body } = await get(`/secant/schedules/${id}/runs`);
        expect(body.items).toEqual([expect.objectContaining({ outcome: 'nothing' })]);
      }
      expect((await get(JOBS)).body.children).toEqual([]);
    });

    it('refuses a second run while the first is not final, and malformed bodies', async () => {
      const { create, definition, delete: remove, get, post } = newOrganization();
      const { id } = await create({ properties: { segments: [await definition()] } });
      const first = await post(`${SCHEDULES}/trigger`, { id });
      const second = await post(`${SCHEDULES}/trigger`, { id });
      expect(errorOf(second)).toEqual([409, 'UPAPI-900307-409']);
      expect(second.body.title).toBe(`A run of schedule ${id} is already in progress.`);
      await api.idle();
      expect((await post(`${SCHEDULES}/trigger`, { id })).status).toBe(200);
      await api.idle();
      const path = (first.headers.get('x-location') ?? '').slice(api.url.length);
      expect((await remove(path)).status).toBe(204);
      expect((await get(`/secant/schedules/${id}/runs`)).body.totalCount).toBe(2);
      for (const body of [{}, { id: 1 }, [], { id: null }]) {
        expect(errorOf(await post(`${SCHEDULES}/trigger`, body))).toEqual([400, 'UPLIB-101206-500']);
      }
    });

    it('leaves the jobs of a deleted schedule alone', async () => {
      const { create, definition, delete: remove, get, post } = newOrganization();
      const { id } = await create({ properties: { segments: [await definition()] } });
      const triggered = await post(`${SCHEDULES}/trigger`, { id });
      expect((await remove(`${SCHEDULES}/${id}`)).status).toBe(204);
      await api.idle();
      const job = await get((triggered.headers.get('x-location') ?? '').slice(api.url.length));
      expect(job.body.status).toBe('SUCCEEDED');
    });
  });

  it('shows the jobs of all kinds', async () => {
    const { create, definition, get, post } = newOrganization();
    const { id } = await create({ properties: { segments: [await definition()] } });
    await post(`${SCHEDULES}/trigger`, { id });
    await api.system.scheduling.scheduler.tick();
    await api.idle();
    const { body } = await get('/secant/jobs?limit=50');
    const kinds = body.items.map(({ kind, task, status }: Record<string, string>) => [kind, task, status]);
    expect(kinds).toContainEqual(['segment', undefined, 'SUCCEEDED']);
    expect(kinds).toContainEqual(['maintenance', 'membership-sweep', 'SUCCEEDED']);
    expect(body.totalCount).toBe(kinds.length);
    const { body: filtered } = await get('/secant/jobs?kind=segment&status=SUCCEEDED&limit=1');
    // Beside `heartbeatTime`, which a job has that was under way at the time of a heartbeat.
    expect(filtered).toMatchObject({
      totalCount: 1,
      start: 0,
      items: [
        {
          kind: 'segment',
          id: expect.stringMatching(UUID),
          status: 'SUCCEEDED',
          source: 'scheduler',
          requestId: expect.any(String),
          properties: { scheduleId: id, runId: expect.any(String) },
          errors: [],
          interruptions: 0,
          retries: 0,
          creationTime: expect.any(Number),
          startTime: expect.any(Number),
          endTime: expect.any(Number),
        },
      ],
    });
  });
});
