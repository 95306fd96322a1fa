import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudienceRepository } from '../../../src/audiences/audience-repository.ts';
import { xidOf } from '../../../src/profiles/index.ts';
import type { Preview } from '../../../src/queries/previews/preview.ts';
import { encodePreviewId } from '../../../src/queries/previews/preview-id.ts';
import { PreviewRepository } from '../../../src/queries/previews/repository.ts';
import { type Api, startApi } from '../../kit/api.ts';
import { expectDescribed } from '../described.ts';

const UPS = '/data/core/ups';
const PREVIEW = `${UPS}/preview`;
const ESTIMATE = `${UPS}/estimate`;
const DAY = 86_400_000;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const UNKNOWN_ID = Buffer.from(`0:app-${UNKNOWN}:${UNKNOWN}:0`).toString('base64url');
/** Numbers of the namespaces (profile-store.md section 1.4); the first custom one follows the standard ones. */
const NAMESPACES = { ECID: 4, Email: 6, CRMID: 10_000_000 };

const ecid = (no: number) => String(no).padStart(38, '0');

/** Every second profile has an e-mail address as well, every fifth a device. */
const profile = (no: number, extra: Record<string, unknown> = {}) => ({
  identityMap: {
    CRMID: [{ id: `c${no}`, primary: true }],
    ...(no % 2 === 0 && { Email: [{ id: `${no}@example.org` }] }),
    ...(no % 5 === 0 && { ECID: [{ id: ecid(no) }] }),
  },
  homeAddress: { city: no <= 20 ? 'Utrecht' : 'Delft' },
  ...extra,
});

const xids = (no: number) => [
  xidOf(NAMESPACES.CRMID, `c${no}`),
  ...(no % 2 === 0 ? [xidOf(NAMESPACES.Email, `${no}@example.org`)] : []),
  ...(no % 5 === 0 ? [xidOf(NAMESPACES.ECID, ecid(no))] : []),
];

const optedOut = {
  privacyOptOuts: [{ optOutType: 'general_opt_out', optOutValue: 'out', timestamp: '2026-01-01T00:00:00Z' }],
};

const utrecht = { predicateExpression: 'homeAddress.city = "Utrecht"' };

describe('previews and estimates', () => {
  let api: Api;
  const start = async (body: unknown, headers?: Record<string, string>): Promise<string> => {
    const { body: started, status } = await api.post(PREVIEW, body, headers);
    expect(status).toBe(201);
    return started.previewId;
  };
  const finished = async (body: unknown): Promise<string> => {
    const id = await start(body);
    await api.system.estimation.runner.idle();
    return id;
  };
  const estimate = async (body: unknown) => (await api.get(`${ESTIMATE}/${await finished(body)}`)).body;

  beforeAll(async () => {
    api = await startApi();
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    await api.importProfiles([
      ...numbers.map((no) => profile(no)),
      profile(41, { ...optedOut, homeAddress: { city: 'Utrecht' } }),
    ]);
    await api.importEvents([
      {
        _id: 'e1',
        timestamp: '2026-03-02T07:00:00Z',
        eventType: 'commerce.purchases',
        identityMap: { CRMID: [{ id: 'c3', primary: true }] },
      },
    ]);
  });
  afterAll(() => api.close());

  describe('POST /preview', () => {
    it('answers 201 at once, with the place of the preview', async () => {
      const { body, headers, status } = await api.post(PREVIEW, utrecht);
      expect(status).toBe(201);
      expect(body).toEqual({
        state: 'NEW',
        previewQueryId: expect.stringMatching(`^${UUID}$`),
        previewQueryStatus: 'NEW',
        previewId: expect.any(String),
        previewExecutionId: 0,
      });
      expect(Buffer.from(body.previewId, 'base64url').toString()).toMatch(
        new RegExp(`^0:app-${UUID}:${body.previewQueryId}:0$`),
      );
      expect(body.previewId).not.toContain('=');
      expect(headers.get('x-location')).toBe(`${api.url}${PREVIEW}/${body.previewId}`);
    });

    it.each([
      ['nothing but the expression', {}],
      ['pql/text', { predicateType: 'pql/text' }],
      ['PQL, another name of pql/text', { predicateType: 'PQL' }],
      ['the class', { predicateModel: '_xdm.context.profile' }],
      ['another name of the class', { predicateModel: 'xdm.model.profile' }],
      ['no identity stitching', { graphType: 'none' }],
      ['the private graph', { graphType: 'pdg' }],
      [
        'pql/json',
        {
          predicateType: 'pql/json',
          predicateExpression: JSON.stringify({
            nodeType: 'fnApply',
            fnName: '=',
            params: [
              {
                nodeType: 'fieldLookup',
                fieldName: 'city',
                object: {
                  nodeType: 'fieldLookup',
                  fieldName: 'homeAddress',
                  object: { nodeType: 'parameterReference', position: 1 },
                },
              },
              { nodeType: 'literal', literalType: 'String', value: 'Utrecht' },
            ],
          }),
        },
      ],
    ])('takes %s', async (_, changes) => {
      expect(await estimate({ ...utrecht, ...changes })).toMatchObject({ state: 'RESULT_READY', estimatedSize: 20 });
    });

    it('takes a merge policy by its id', async () => {
      const policy = await api.system.policies.default(
        (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference.sandboxId,
      );
      expect(await estimate({ ...utrecht, mergePolicyId: policy.id })).toMatchObject({ estimatedSize: 20 });
    });

    it.each([
      ['a list', [], 'UPLIB-101206-500', 'There is a problem extracting the user JSON'],
      ['no expression', {}, 'UPLIB-101206-500', 'There is a problem extracting the user JSON'],
      ['a number as expression', { predicateExpression: 7 }, 'UPLIB-101206-500', 'There is a problem extracting'],
      [
        'a number as merge policy',
        { ...utrecht, mergePolicyId: 7 },
        'UPLIB-101206-500',
        'There is a problem extracting',
      ],
      ['another graph', { ...utrecht, graphType: 'coop' }, 'UPAPI-900003-400', "field 'graphType'"],
      ['an empty expression', { predicateExpression: '' }, 'UPAPI-900003-400', "field 'predicateExpression'"],
      [
        'a long expression',
        { predicateExpression: 'x'.repeat(65_537) },
        'UPAPI-900003-400',
        "field 'predicateExpression'",
      ],
      ['another language', { ...utrecht, predicateType: 'sql' }, 'UPAPI-900103-400', "'sql' is not supported"],
      [
        'another class',
        { ...utrecht, predicateModel: '_xdm.context.account' },
        'UPAPI-900102-400',
        "'_xdm.context.account'",
      ],
      [
        'an unknown merge policy',
        { ...utrecht, mergePolicyId: 'nope' },
        'UPAPI-900104-400',
        'The merge policy nope is not found',
      ],
      ['bad syntax', { predicateExpression: 'homeAddress.city == "U"' }, 'UPAPI-900105-400', '(line 1, column 1'],
      ['an unknown field', { predicateExpression: 'homeAddress.town = "U"' }, 'UPAPI-900105-400', 'unknown field'],
      ['no condition', { predicateExpression: '1 + 1' }, 'UPAPI-900105-400', 'must be boolean'],
      ['an unknown audience', { predicateExpression: `inSegment("${UNKNOWN}")` }, 'UPAPI-900107-400', UNKNOWN],
      [
        'seven steps in a sequence',
        {
          predicateExpression: `chain(xEvent, timestamp, [${[...'ABCDEFG'].map((label) => `${label}: WHAT(eventType = "x")`).join(', ')}])`,
        },
        'UPAPI-900108-400',
        'chaincountcheck: found 7, limit 6',
      ],
    ])('400 for %s', async (_, body, code, text) => {
      const answer = await api.post(PREVIEW, body);
      expect([answer.status, answer.body.type]).toEqual([400, `https://ns.adobe.com/aep/errors/${code}`]);
      expect(answer.body.title).toContain(text);
    });
  });

  describe('GET /preview/{id}', () => {
    const url = (xid: string | undefined) =>
      `${api.url}${UPS}/access/entities?schema.name=_xdm.context.profile&entityId=${xid}`;
    const element = (no: number) => {
      const [first = '', ...others] = xids(no);
      const endCustomerIds = Object.fromEntries(others.map((xid) => [xid, { _href: url(xid) }]));
      return { [first]: { _href: url(first), ...(others.length > 0 && { endCustomerIds }) } };
    };
    const keysOf = (results: readonly Record<string, unknown>[]) => results.flatMap((entry) => Object.keys(entry));

    it('shows every member that did not opt out, with links to all of its identities', async () => {
      const id = await finished(utrecht);
      const { body, status } = await api.get(`${PREVIEW}/${id}`);
      expect(status).toBe(200);
      const expected = Array.from({ length: 20 }, (_, index) => element(index + 1));
      expect(body).toEqual({
        results: expected.toSorted((a, b) => ((Object.keys(a)[0] ?? '') < (Object.keys(b)[0] ?? '') ? -1 : 1)),
        state: 'RESULT_READY',
        link: '',
        links: { _self: `${api.url}${PREVIEW}/${id}?offset=0&limit=1000`, next: '', prev: '' },
        page: { offset: 0, size: 20 },
      });
      for (const href of Object.values<{ _href: string }>(body.results[0]).map(({ _href }) => _href)) {
        const { status: found } = await api.get(href.slice(api.url.length));
        expect(found).toBe(200);
      }
    });

    it('pages', async () => {
      const id = await finished(utrecht);
      const all = keysOf((await api.get(`${PREVIEW}/${id}`)).body.results);
      const link = (offset: number, limit: number) => `${api.url}${PREVIEW}/${id}?offset=${offset}&limit=${limit}`;
      const pages = [
        ['offset=0&limit=8', [0, 8], link(8, 8), ''],
        ['offset=8&limit=8', [8, 16], link(16, 8), link(0, 8)],
        ['offset=16&limit=8', [16, 20], '', link(8, 8)],
        ['offset=3&limit=8', [3, 11], link(11, 8), link(0, 8)],
        ['offset=12&limit=8', [12, 20], '', link(4, 8)],
        ['offset=100', [20, 20], '', link(0, 1000)],
        ['limit=5000', [0, 20], '', ''],
      ] as const;
      for (const [query, [from, to], next, prev] of pages) {
        const { body } = await api.get(`${PREVIEW}/${id}?${query}`);
        expect({ query, keys: keysOf(body.results) }).toEqual({ query, keys: all.slice(from, to) });
        expect({ query, link: body.link, next: body.links.next, prev: body.links.prev }).toEqual({
          query,
          link: next,
          next,
          prev,
        });
        expect(body.page.size).toBe(to - from);
      }
    });

    it.each(['offset=-1', 'offset=x', 'limit=0', 'limit=1.5'])('400 for %s', async (query) => {
      const answer = await api.get(`${PREVIEW}/${await finished(utrecht)}?${query}`);
      expect([answer.status, answer.body.type]).toEqual([400, 'https://ns.adobe.com/aep/errors/UPAPI-900001-400']);
    });

    it('takes the id in either alphabet, padded or not', async () => {
      const id = await finished(utrecht);
      const padded = Buffer.from(id, 'base64url').toString('base64');
      for (const form of [id, padded, encodeURIComponent(padded)]) {
        expect((await api.get(`${PREVIEW}/${form}`)).status).toBe(200);
        expect((await api.get(`${ESTIMATE}/${form}`)).status).toBe(200);
      }
    });

    it('is reached by the link of the estimate as well', async () => {
      const id = await finished(utrecht);
      const { body } = await api.get(`${ESTIMATE}/${id}`);
      const [, appId, queryId] = Buffer.from(id, 'base64url').toString().split(':');
      const path = `${PREVIEW}/${appId}/execution/0?previewQueryId=${queryId}`;
      expect(body._links).toEqual({ preview: `${api.url}${path}` });
      expect((await api.get(path)).body).toEqual((await api.get(`${PREVIEW}/${id}`)).body);
      expect((await api.get(`${path}&limit=3`)).body.page).toEqual({ offset: 0, size: 3 });
      for (const [wrong, status] of [
        [`${PREVIEW}/${appId}/execution/1?previewQueryId=${queryId}`, 404],
        [`${PREVIEW}/app-${UNKNOWN}/execution/0?previewQueryId=${queryId}`, 404],
        [`${PREVIEW}/${appId}/execution/x?previewQueryId=${queryId}`, 404],
        [`${PREVIEW}/${appId}/execution/0?previewQueryId=${UNKNOWN}`, 404],
        [`${PREVIEW}/${appId}/execution/0`, 400],
      ] as const) {
        expect([wrong, (await api.get(wrong)).status]).toEqual([wrong, status]);
      }
    });
  });

  describe('GET /estimate/{id}', () => {
    it('is exact where the sample is everything', async () => {
      const id = await finished(utrecht);
      const { body, status } = await api.get(`${ESTIMATE}/${id}`);
      expect(status).toBe(200);
      expect(body).toEqual({
        estimatedSize: 20,
        numRowsToRead: 41,
        estimatedNamespaceDistribution: [
          { namespaceId: '4', profilesMatchedSoFar: 4 },
          { namespaceId: '6', profilesMatchedSoFar: 10 },
          { namespaceId: '10000000', profilesMatchedSoFar: 20 },
        ],
        state: 'RESULT_READY',
        profilesReadSoFar: 41,
        standardError: 0,
        error: { description: '', traceback: '' },
        profilesMatchedSoFar: 20,
        totalRows: 41,
        confidenceInterval: '95%',
        _links: { preview: expect.any(String) },
      });
    });

    it('reads the memberships of other audiences as they are stored, those of inactive ones too', async () => {
      const { body: definition } = await api.post(`${UPS}/segment/definitions`, {
        name: 'In Delft',
        expression: { value: 'homeAddress.city = "Delft"' },
        schema: { name: '_xdm.context.profile' },
      });
      const question = { predicateExpression: `inSegment("${definition.id}")` };
      expect(await estimate(question)).toMatchObject({ state: 'RESULT_READY', estimatedSize: 0 });
      await api.post(`${UPS}/segment/jobs`, [{ segmentId: definition.id }]);
      await api.idle();
      expect(await estimate(question)).toMatchObject({ state: 'RESULT_READY', estimatedSize: 20 });
      const { sandboxId } = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference;
      const repository = new AudienceRepository(api.system.control);
      const stored = await repository.get(sandboxId, definition.id);
      if (stored === undefined) throw new Error('The definition is gone');
      await repository.update(sandboxId, { ...stored, lifecycleState: 'inactive' });
      expect(await estimate(question)).toMatchObject({ state: 'RESULT_READY', estimatedSize: 20 });
    });

    it('counts relative dates from the time of the sample, until it is a week old', async () => {
      const bought = {
        predicateExpression: 'xEvent.exists(eventType = "commerce.purchases" and timestamp occurs today)',
      };
      expect(await estimate(bought)).toMatchObject({ estimatedSize: 1 });
      api.advance(2 * DAY);
      expect(await estimate(bought)).toMatchObject({ estimatedSize: 1 });
      api.advance(5 * DAY);
      expect(await estimate(bought)).toMatchObject({ estimatedSize: 0 });
    });

    it('sees what was imported since the last one; what is there already stays as it was', async () => {
      const before = await finished(utrecht);
      const old = (await api.get(`${PREVIEW}/${before}`)).body;
      await api.importProfiles([profile(100, { homeAddress: { city: 'Utrecht' } })]);
      expect(await estimate(utrecht)).toMatchObject({ estimatedSize: 21, totalRows: 42, profilesReadSoFar: 42 });
      expect((await api.get(`${PREVIEW}/${before}`)).body).toEqual(old);
      expect((await api.get(`${ESTIMATE}/${before}`)).body).toMatchObject({ estimatedSize: 20, totalRows: 41 });
    });
  });

  it('answers as /openapi.json describes', async () => {
    const { body: description } = await api.get('/openapi.json');
    const id = await finished(utrecht);
    const started = await api.post(PREVIEW, utrecht);
    expectDescribed(description, 'POST', PREVIEW, started);
    for (const path of [
      `${PREVIEW}/${id}`,
      `${ESTIMATE}/${id}`,
      `/secant/estimates/${id}`,
      `${UPS}/previewsamplestatus`,
    ]) {
      const answer = await api.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expectDescribed(description, 'GET', path, answer);
    }
    expectDescribed(description, 'GET', `${ESTIMATE}/${UNKNOWN_ID}`, await api.get(`${ESTIMATE}/${UNKNOWN_ID}`));
    expectDescribed(description, 'POST', PREVIEW, await api.post(PREVIEW, {}));
    expectDescribed(description, 'DELETE', `${PREVIEW}/${id}`, await api.delete(`${PREVIEW}/${id}`));
  });

  it('GET /secant/estimates/{id} shows the margin and the time of the sample', async () => {
    const id = await finished(utrecht);
    const { body: estimated } = await api.get(`${ESTIMATE}/${id}`);
    const size = estimated.estimatedSize;
    const { sandboxId } = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference;
    const { takenAt } = (await api.system.estimation.samples.newest(sandboxId)) ?? {};
    const { body, status } = await api.get(`/secant/estimates/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({ state: 'RESULT_READY', estimatedSize: size, lower: size, upper: size, sampledAt: takenAt });
  });

  describe('an id that is none', () => {
    const calls = [
      ['GET', `${PREVIEW}/`],
      ['GET', `${ESTIMATE}/`],
      ['GET', '/secant/estimates/'],
      ['DELETE', `${PREVIEW}/`],
    ] as const;
    const refused = async (id: string, headers?: Record<string, string>) => {
      for (const [method, path] of calls) {
        const call = method === 'GET' ? api.get : api.delete;
        const { body, status } = await call(path + encodeURIComponent(id), headers);
        expect([method, path, status, body.title]).toEqual([method, path, 404, `The entity ${id} is not found.`]);
        expect(body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-113000-404');
      }
    };

    it.each([UNKNOWN_ID, 'abc', '***', Buffer.from('1:2:3').toString('base64'), UNKNOWN])('404 for %s', (id) =>
      refused(id),
    );

    it('404 for the preview of another sandbox, or of another organization', async () => {
      await api.system.sandboxes.create(api.imsOrgId, 'dev', 'development');
      const id = await finished(utrecht);
      await refused(id, { 'x-sandbox-name': 'dev' });
      await refused(id, { 'x-gw-ims-org-id': 'ANOTHER@AdobeOrg' });
      expect((await api.get(`${PREVIEW}/${id}`)).status).toBe(200);
      const own = await start(utrecht, { 'x-sandbox-name': 'dev' });
      await api.system.estimation.runner.idle();
      const { body } = await api.get(`${ESTIMATE}/${own}`, { 'x-sandbox-name': 'dev' });
      expect(body).toMatchObject({ state: 'RESULT_READY', totalRows: 0, estimatedSize: 0, standardError: 0 });
    });

    it('404 after 24 hours', async () => {
      const id = await finished(utrecht);
      api.advance(DAY - 1);
      expect((await api.get(`${PREVIEW}/${id}`)).status).toBe(200);
      api.advance(1);
      await refused(id);
      await finished(utrecht);
      await refused(id);
    });

    it('404 after it was killed, in whatever state', async () => {
      for (const id of [await start(utrecht), await finished(utrecht)]) {
        const { body, status } = await api.delete(`${PREVIEW}/${id}`);
        expect([status, body]).toEqual([200, { status: true, message: 'KILLED' }]);
        await refused(id);
        await api.system.estimation.runner.idle();
        await refused(id);
      }
    });
  });
});

describe('limits of previews', () => {
  it('429 while as many are under way as may be; again possible when one is gone', async () => {
    const api = await startApi({ maxRunningPreviews: 2 });
    try {
      const { sandboxId } = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference;
      const repository = new PreviewRepository(api.system.control);
      // Stored and not run, so that they do not end.
      const underWay = async (queryId: string, state: 'NEW' | 'RUNNING') => {
        const preview: Preview = {
          appId: `app-${UNKNOWN}`,
          queryId,
          executionId: 0,
          sandboxId,
          state,
          question: {
            expression: { type: 'PQL', format: 'pql/text', value: 'true' },
            schemaName: '_xdm.context.profile',
            mergePolicyId: 'any',
            graphType: 'pdg',
          },
          interruptions: 0,
          createdAt: api.system.now(),
        };
        await repository.insert(preview);
        return encodePreviewId(preview);
      };
      await underWay(UNKNOWN, 'NEW');
      const id = await underWay(UNKNOWN.replace('1', '2'), 'RUNNING');
      const { body, status } = await api.post(PREVIEW, utrecht);
      expect(status).toBe(429);
      expect(body).toMatchObject({
        type: 'https://ns.adobe.com/aep/errors/UPAPI-900040-429',
        title: 'Too many requests. Please try again in a few minutes.',
      });
      for (const [path, state] of [
        [`${PREVIEW}/${id}`, { state: 'RUNNING', results: [], link: '', page: { offset: 0, size: 0 } }],
        [
          `${ESTIMATE}/${id}`,
          { state: 'RUNNING', totalRows: 0, profilesReadSoFar: 0, estimatedSize: 0, standardError: 0 },
        ],
      ] as const) {
        expect((await api.get(path)).body).toMatchObject(state);
      }
      await api.delete(`${PREVIEW}/${id}`);
      expect((await api.post(PREVIEW, utrecht)).status).toBe(201);
    } finally {
      await api.close();
    }
  });

  it('keeps so many members, and counts all', async () => {
    const api = await startApi({ previewMaxResults: 7 });
    try {
      await api.importProfiles(Array.from({ length: 20 }, (_, index) => profile(index + 1)));
      const { body } = await api.post(PREVIEW, utrecht);
      await api.system.estimation.runner.idle();
      expect((await api.get(`${PREVIEW}/${body.previewId}`)).body).toMatchObject({ page: { offset: 0, size: 7 } });
      expect((await api.get(`${ESTIMATE}/${body.previewId}`)).body.profilesMatchedSoFar).toBe(20);
    } finally {
      await api.close();
    }
  });

  it('fails, and says why, when the time is over', async () => {
    const api = await startApi({ previewTimeoutSeconds: 0.001 });
    try {
      await api.importProfiles([profile(1)]);
      const { body: started } = await api.post(PREVIEW, utrecht);
      await api.system.estimation.runner.idle();
      const error = { description: 'The preview took longer than 0.001 s.', traceback: '' };
      const { body: preview } = await api.get(`${PREVIEW}/${started.previewId}`);
      expect(preview).toMatchObject({ state: 'FAILED', results: [], page: { offset: 0, size: 0 }, error });
      const { body: estimate } = await api.get(`${ESTIMATE}/${started.previewId}`);
      expect(estimate).toMatchObject({ state: 'FAILED', error, totalRows: 1, profilesReadSoFar: 0, estimatedSize: 0 });
    } finally {
      await api.close();
    }
  });
});
