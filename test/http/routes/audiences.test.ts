import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const UPS = '/data/core/ups';
const PATH = `${UPS}/audiences`;
const DEFINITIONS = `${UPS}/segment/definitions`;
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const VALIDATION = 'There is a problem in audience validation.';
const EXTRACTING = 'There is a problem extracting the user JSON, field(s) missing or invalid. Correct and try again.';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let names = 0;
const fresh = (what: string) => `${what} ${++names}`;
const pql = (value: string) => ({ type: 'PQL', format: 'pql/text', value });
const platform = (changes: object = {}) => ({
  name: fresh('Audience'),
  expression: pql('homeAddress.city = "Utrecht"'),
  ...changes,
});
const external = (changes: object = {}) => ({
  name: fresh('Upload'),
  namespace: 'CustomerAudienceUpload',
  audienceId: fresh('list').replace(' ', '_'),
  ...changes,
});

async function create(body: object) {
  const answer = await api.post(PATH, body);
  expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ id: expect.any(String) });
  expect(answer.status).toBe(200);
  return answer.body;
}
const patch = (id: string, ...operations: unknown[]) => api.patch(`${PATH}/${id}`, operations);
const set = (id: string, path: string, value: unknown) => patch(id, { op: 'add', path, value });
const messages = ({ body, status }: { body: { errors: Record<string, { message: string }[]> }; status: number }) =>
  body.errors[status]?.map(({ message }) => message);

describe('POST /audiences', () => {
  it('creates a Platform audience with defaults', async () => {
    const sent = platform();
    const { body, headers, status } = await api.post(PATH, sent);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      audienceId: body.id,
      type: 'SegmentDefinition',
      originName: 'REAL_TIME_CUSTOMER_PROFILE',
      namespace: 'AEPSegments',
      name: sent.name,
      schema: { name: '_xdm.context.profile' },
      imsOrgId: api.imsOrgId,
      sandbox: { sandboxId: expect.any(String), sandboxName: 'prod', type: 'production', default: true },
      mergePolicyId: expect.any(String),
      profileInstanceId: 'ups',
      expression: sent.expression,
      evaluationInfo: { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } },
      dataGovernancePolicy: { excludeOptOut: true },
      overridePerformanceWarnings: false,
      ansibleUiEnabled: false,
      state: 'enabled',
      definedOn: [
        {
          'meta:resourceType': 'unions',
          'meta:containerId': 'tenant',
          $ref: 'https://ns.adobe.com/xdm/context/profile__union',
        },
      ],
      lifecycleState: 'published',
      saveSegmentMembership: true,
      isSystem: false,
      dependents: [],
      dependencies: [],
      createdBy: expect.any(String),
      lastModifiedBy: body.createdBy,
      creationTime: body.createEpoch * 1000,
      createEpoch: expect.any(Number),
      updateTime: body.creationTime,
      updateEpoch: body.createEpoch,
      _etag: expect.stringMatching(/^"[0-9a-f]{8}-0000-[0-9a-f]{4}-0000-[0-9a-f]{8}0000"$/),
    });
    expect(headers.get('etag')).toBe(body._etag);
    expect((await api.get(`${PATH}/${body.id}`)).body).toEqual(body);
    expect((await api.get(`${PATH}/${body.id.toUpperCase()}`)).headers.get('etag')).toBe(body._etag);
  });

  it('creates an external audience with defaults, known by its id when it has no other name', async () => {
    const { audienceId: _, ...sent } = external();
    const body = await create(sent);
    expect(body).toMatchObject({
      ...sent,
      audienceId: body.id,
      type: 'ExternalSegment',
      originName: 'CUSTOM_UPLOAD',
      lifecycleState: 'published',
      ttlInDays: 30,
    });
    for (const field of ['expression', 'state', 'evaluationInfo', 'definedOn', 'labels', 'tags', 'schema']) {
      expect(body).not.toHaveProperty(field);
    }
    expect((await api.get(`${DEFINITIONS}/${body.id}`)).status).toBe(404);
  });

  it.each([
    ['draft by its state', platform({ lifecycleState: 'DRAFT' }), { lifecycleState: 'draft', state: 'enabled' }],
    ['inactive', platform({ lifecycleState: 'inactive' }), { lifecycleState: 'inactive', state: 'disabled' }],
    ['active is published', platform({ lifecycleState: 'active' }), { lifecycleState: 'published' }],
    ['the old name of the field', platform({ lifecycle: 'draft' }), { lifecycleState: 'draft' }],
    ['labels and tags', platform({ labels: ['core/C1'], tags: ['t1'] }), { labels: ['core/C1'], tags: ['t1'] }],
    ['a number as text', external({ ttlInDays: '40' }), { ttlInDays: 40 }],
    ['the synonym of the type', external({ type: 'ExternalAudience' }), { type: 'ExternalSegment' }],
    ['any origin', external({ originName: 'Acme CRM' }), { originName: 'Acme CRM' }],
    [
      'the longest texts',
      external({ name: ` ${'\u{1F600}'.repeat(255)} `, description: '\u{1F600}'.repeat(4000) }),
      { name: '\u{1F600}'.repeat(255), description: '\u{1F600}'.repeat(4000) },
    ],
    ['free objects', external({ audienceMeta: { a: [1, null] } }), { audienceMeta: { a: [1, null] } }],
    [
      'a folder',
      external({ linkedAudienceRef: { audienceFolderId: 'f' } }),
      { linkedAudienceRef: { audienceFolderId: 'f' } },
    ],
    [
      'system fields are ignored',
      platform({ id: UNKNOWN, namespace: 'X', isSystem: true, createdBy: 'me' }),
      {
        namespace: 'AEPSegments',
        isSystem: false,
      },
    ],
  ])('%s', async (_, body, expected) => {
    const made = await create(body);
    expect(made).toMatchObject(expected);
    expect(made.id).not.toBe(UNKNOWN);
    expect(made).not.toHaveProperty('lifecycle');
  });

  const noValue = (path: string, type = 'java.lang.String') =>
    `No usable value for ${path}\nDid not find value which can be converted into ${type}`;

  it.each([
    ['E1', {}, [EXTRACTING, noValue('name')]],
    ['E1', { ...platform(), name: 7 }, [EXTRACTING, noValue('name')]],
    ['E1', platform({ labels: 'core/C1' }), [EXTRACTING, noValue('labels', 'java.util.List')]],
    ['E1', { name: 'x', type: 'SegmentDefinition' }, [EXTRACTING, noValue('expression', 'java.util.Map')]],
    ['E1', { name: 'x' }, [EXTRACTING, noValue('namespace')]],
    ['E1', platform({ schema: {} }), [EXTRACTING, noValue('schema.name')]],
    ...[1.5, '1.5', 'x', '', true, 1e20].map((ttlInDays): [string, object, string[]] => [
      'E1',
      external({ ttlInDays }),
      [EXTRACTING, noValue('ttlInDays', 'int')],
    ]),
    ['E2', platform({ lifecycleState: 'deleted' }), [`${VALIDATION} Cannot set lifecycleState as deleted`]],
    ['E2', external({ lifecycleState: 'Archived' }), [`${VALIDATION} Cannot set lifecycleState as deleted`]],
    [
      'E3',
      platform({ lifecycleState: 'gone' }),
      [`${VALIDATION} lifecycleState 'gone' is not one of draft, published, inactive.`],
    ],
    ['E3', platform({ type: 'X' }), [expect.stringContaining(`${VALIDATION} type 'X' is not one of`)]],
    ['E3', external({ name: '  ' }), [`${VALIDATION} name must not be blank.`]],
    ...['name', 'namespace', 'audienceId', 'originName'].map((field): [string, object, string[]] => [
      'E3',
      external({ [field]: 'x'.repeat(256) }),
      [`${VALIDATION} ${field} must have at most 255 characters, found 256.`],
    ]),
    [
      'E3',
      external({ description: 'x'.repeat(4001) }),
      [`${VALIDATION} description must have at most 4000 characters, found 4001.`],
    ],
    ['E3', external({ namespace: 'AEPSegments' }), [expect.stringContaining(VALIDATION)]],
    ['E3', external({ ttlInDays: 0 }), [`${VALIDATION} ttlInDays must be 1 to 90, found 0.`]],
    ['E3', external({ ttlInDays: '-1' }), [`${VALIDATION} ttlInDays must be 1 to 90, found -1.`]],
    ['E3', platform({ ttlInDays: '0' }), [`${VALIDATION} ttlInDays must be at least 1, found 0.`]],
    ['E3', external({ ttlInDays: 91 }), [`${VALIDATION} ttlInDays must be 1 to 90, found 91.`]],
    ['E3', external({ originName: ' ' }), [`${VALIDATION} originName must not be blank.`]],
    [
      'E3',
      external({ type: 'ExternalSegment', expression: pql('true') }),
      [`${VALIDATION} An external audience has no expression.`],
    ],
    ['E3', external({ mergePolicyId: 'none' }), [`${VALIDATION} The merge policy none is not found.`]],
  ])('%s refuses %j', async (_, body, expected) => {
    const answer = await api.post(PATH, body);
    expect(answer.status).toBe(400);
    expect(messages(answer)).toEqual(expected);
    expect(answer.body.title).toBe(answer.body.errors['400'][0].message);
    expect(answer.body.errors['400'][0].code).toBe(400);
  });

  it.each([
    [platform({ expression: pql('homeAddress.city =') }), 400, 'UPAPI-900105-400'],
    [platform({ expression: { value: 'true', format: 'sql' } }), 400, 'UPAPI-900103-400'],
    [platform({ schema: { name: '_xdm.context.account' } }), 400, 'UPAPI-900102-400'],
    [platform({ mergePolicyId: 'none' }), 400, 'UPAPI-900104-400'],
    [platform({ expression: pql(`inSegment("${UNKNOWN}")`) }), 400, 'UPAPI-900107-400'],
    [platform({ datasetId: 'd1' }), 400, 'UPLIB-101554-503'],
    [external({ datasetId: 'd1' }), 400, 'UPLIB-101554-503'],
  ])('refuses %j with %i %s', async (body, status, code) => {
    const answer = await api.post(PATH, body);
    expect(answer.status).toBe(status);
    expect(answer.body.type).toBe(`https://ns.adobe.com/aep/errors/${code}`);
  });

  it('refuses a taken name of a Platform audience, through either view, and not of external ones', async () => {
    const { name } = await create(platform());
    expect((await api.post(PATH, platform({ name }))).status).toBe(422);
    expect((await api.post(DEFINITIONS, platform({ name, schema: { name: '_xdm.context.profile' } }))).status).toBe(
      422,
    );
    await create(external({ name }));
    await create(external({ name }));
  });

  it('E14 refuses a taken identifier in the same namespace only', async () => {
    const { audienceId } = await create(external());
    const again = await api.post(PATH, external({ audienceId }));
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      type: 'https://ns.adobe.com/aep/errors/UPAPI-900501-409',
      title: `The audience ${audienceId} already exists in namespace CustomerAudienceUpload.`,
    });
    const other = await create(external({ audienceId, namespace: 'AO' }));
    expect((await api.delete(`${PATH}/${other.id}`)).status).toBe(204);
    await create(external({ audienceId, namespace: 'AO' }));
  });
});

describe('one stored object, two views', () => {
  it('shows what was made through the other', async () => {
    const { body: definition } = await api.post(DEFINITIONS, platform({ schema: { name: '_xdm.context.profile' } }));
    const audience = (await api.get(`${PATH}/${definition.id}`)).body;
    expect(audience).toMatchObject({ type: 'SegmentDefinition', lifecycleState: 'published', name: definition.name });
    const made = await create(platform({ lifecycleState: 'draft' }));
    expect((await api.get(`${DEFINITIONS}/${made.id}`)).body).toMatchObject({
      name: made.name,
      expression: made.expression,
      mergePolicyId: made.mergePolicyId,
    });
  });

  it('keeps what only one of them documents, and advances both', async () => {
    const only = { labels: ['core/C2'], tags: ['t'], linkedAudienceRef: { flowId: 'f' }, ttlInDays: 12 };
    const made = await create(platform({ ...only, lifecycleState: 'draft' }));
    api.advance(2000);
    const definition = { name: made.name, expression: pql('true'), schema: made.schema, payloadSchema: 'p' };
    const { body: replaced } = await api.patch(`${DEFINITIONS}/${made.id}`, definition);
    const after = (await api.get(`${PATH}/${made.id}`)).body;
    expect(after).toMatchObject({ ...only, lifecycleState: 'draft', expression: pql('true') });
    expect(after.updateEpoch).toBe(made.updateEpoch + 2);
    expect(after.updateTime).toBe(replaced.updateTime);
    expect(after._etag).not.toBe(made._etag);
    await api.put(`${PATH}/${made.id}`, { name: made.name, expression: pql('false') });
    const seen = (await api.get(`${DEFINITIONS}/${made.id}`)).body;
    expect(seen).toMatchObject({ payloadSchema: 'p', expression: pql('false') });
  });

  it('DELETE on either is gone on both', async () => {
    const [first, second] = [await create(platform()), await create(platform())];
    expect((await api.delete(`${DEFINITIONS}/${first.id}`)).status).toBe(200);
    expect((await api.get(`${PATH}/${first.id}`)).status).toBe(404);
    expect((await api.delete(`${PATH}/${second.id}`)).text).toBe('');
    expect((await api.get(`${DEFINITIONS}/${second.id}`)).status).toBe(404);
  });
});

describe('GET and DELETE /audiences/{id}', () => {
  it.each(['get', 'delete'] as const)('E6: %s of an unknown id', async (method) => {
    const { body, status } = await api[method](`${PATH}/${UNKNOWN}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      errors: { 404: [{ code: 404 }] },
      type: 'https://ns.adobe.com/aep/errors/UPAPI-113430-404',
      title: `The audience entity ${UNKNOWN} is not found. Use a valid entity and try again.`,
    });
  });

  it('does not know external audiences by their audienceId', async () => {
    const { audienceId } = await create(external());
    expect((await api.get(`${PATH}/${audienceId}`)).status).toBe(404);
  });

  it('E5 refuses to delete what others use, through both views', async () => {
    const used = await create(platform());
    const user = await create(platform({ expression: pql(`inSegment("${used.id}")`) }));
    for (const path of [PATH, DEFINITIONS]) {
      const answer = await api.delete(`${path}/${used.id}`);
      expect(answer.status).toBe(400);
      expect(answer.body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-113631-403');
      expect(messages(answer)).toEqual(['The audience cannot be deleted.', `Used by audience ${user.id}.`]);
    }
    expect((await api.delete(`${PATH}/${user.id}`)).status).toBe(204);
    expect((await api.delete(`${PATH}/${used.id}`)).status).toBe(204);
    expect((await api.delete(`${PATH}/${used.id}`)).status).toBe(404);
  });

  it.each(['put', 'patch', 'delete'] as const)('E17: %s with another version', async (method) => {
    const { _etag, id, name } = await create(platform());
    const bodies = { put: platform({ name }), patch: [{ op: 'add', path: '/description', value: 'x' }] };
    const call = (etag: string) => {
      const headers = { 'if-match': etag };
      return method === 'delete'
        ? api.delete(`${PATH}/${id}`, headers)
        : api[method](`${PATH}/${id}`, bodies[method], headers);
    };
    const refused = await call('"other"');
    expect([refused.status, refused.body.type]).toEqual([412, 'https://ns.adobe.com/aep/errors/UPAPI-900030-412']);
    expect((await call(_etag)).status).toBe(method === 'delete' ? 204 : 200);
  });
});

describe('PUT /audiences/{id}', () => {
  it('overwrites what can be written, and keeps the rest', async () => {
    const made = await create(platform({ description: 'd', labels: ['l'], tags: ['t'], lifecycleState: 'draft' }));
    const name = fresh('Renamed');
    const { body, status } = await api.put(`${PATH}/${made.id}`, {
      name,
      expression: pql('true'),
      audienceId: 'other',
    });
    expect(status).toBe(200);
    const { description: _d, labels: _l, tags: _t, ...kept } = made;
    expect(body).toEqual({ ...kept, name, expression: pql('true'), _etag: body._etag });
  });

  it('gives external audiences their defaults back', async () => {
    const made = await create(external({ ttlInDays: 5, audienceMeta: { a: 1 }, originName: 'X', sourceId: 's' }));
    const { body } = await api.put(`${PATH}/${made.id}`, { name: 'n' });
    const { audienceMeta: _, ...kept } = made;
    expect(body).toEqual({ ...kept, name: 'n', ttlInDays: 30, _etag: body._etag });
  });

  it.each([
    ['name missing', platform(), { name: undefined }, EXTRACTING, EXTRACTING],
    ['expression missing', platform(), { expression: undefined }, EXTRACTING, EXTRACTING],
    [
      'E7',
      platform(),
      { namespace: 'X' },
      `${VALIDATION} Namespace is immutable field.`,
      `${VALIDATION} Namespace is immutable field`,
    ],
    [
      'E7',
      external(),
      { namespace: 'X' },
      `${VALIDATION} Namespace is immutable field.`,
      `${VALIDATION} Namespace is immutable field`,
    ],
    ['E8', platform(), { type: 'ExternalSegment' }, `${VALIDATION} Type is immutable field.`, undefined],
    ['E8', platform(), { schema: { name: 'x' } }, `${VALIDATION} Schema is immutable field.`, undefined],
    ['E8', external(), { originName: 'x' }, `${VALIDATION} OriginName is immutable field.`, undefined],
    ['E8', external(), { audienceId: 'x' }, `${VALIDATION} AudienceId is immutable field.`, undefined],
    ['E2', platform(), { lifecycleState: 'deleted' }, `${VALIDATION} Cannot set lifecycleState as deleted`, undefined],
    [
      'E9',
      platform(),
      { lifecycleState: 'draft' },
      `${VALIDATION} lifecycleState cannot change from published to draft`,
      undefined,
    ],
  ])('%s', async (_, body, changes, message, title) => {
    const made = await create(body);
    const answer = await api.put(`${PATH}/${made.id}`, { ...body, ...changes });
    expect(answer.status).toBe(400);
    expect(messages(answer)?.[0]).toBe(message);
    expect(answer.body.title).toBe(title ?? message);
    expect((await api.get(`${PATH}/${made.id}`)).body).toEqual(made);
  });

  it('404 for an unknown id', async () => {
    expect((await api.put(`${PATH}/${UNKNOWN}`, platform())).status).toBe(404);
  });
});

describe('PATCH /audiences/{id}', () => {
  it.each([
    ['add', [{ op: 'add', path: '/description', value: 'x' }], { description: 'x' }],
    ['replace of what is not there', [{ op: 'replace', path: '/description', value: 'x' }], { description: 'x' }],
    ['no slash', [{ op: 'add', path: 'description', value: 'x' }], { description: 'x' }],
    [
      'missing parents',
      [{ op: 'add', path: '/linkedAudienceRef/audienceFolderId', value: 'f' }],
      { linkedAudienceRef: { audienceFolderId: 'f' } },
    ],
    [
      '100 levels',
      [{ op: 'add', path: `/linkedAudienceRef${'/a'.repeat(99)}`, value: 1 }],
      { linkedAudienceRef: JSON.parse('{"a":'.repeat(99) + 1 + '}'.repeat(99)) },
    ],
    ['append', [{ op: 'add', path: '/labels/-', value: 'b' }], { labels: ['a', 'b'] }],
    ['append to nothing', [{ op: 'add', path: '/tags/-', value: 'b' }], { tags: ['b'] }],
    ['insert', [{ op: 'add', path: '/labels/0', value: 'b' }], { labels: ['b', 'a'] }],
    ['replace an element', [{ op: 'replace', path: '/labels/0', value: 'b' }], { labels: ['b'] }],
    ['remove an element', [{ op: 'remove', path: '/labels/0' }], { labels: [] }],
    ['test that holds', [{ op: 'test', path: '/labels', value: ['a'] }], { labels: ['a'] }],
    [
      'in order',
      [
        { op: 'add', path: '/description', value: 'x' },
        { op: 'test', path: '/description', value: 'x' },
        { op: 'replace', path: '/description', value: 'y' },
      ],
      { description: 'y' },
    ],
    ['expression', [{ op: 'replace', path: '/expression/value', value: 'true' }], { expression: pql('true') }],
    ['state', [{ op: 'add', path: '/lifecycleState', value: 'active' }], { lifecycleState: 'published' }],
    ['old name of the state', [{ op: 'add', path: '/lifecycle', value: 'inactive' }], { lifecycleState: 'inactive' }],
    ['what is unknown is not stored', [{ op: 'add', path: '/other', value: 1 }], { labels: ['a'] }],
  ])('%s', async (_, operations, expected) => {
    const made = await create(platform({ labels: ['a'] }));
    const { body, headers, status } = await patch(made.id, ...operations);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject(expected);
    expect(body).not.toHaveProperty('other');
    expect(headers.get('etag')).toBe(body._etag);
    expect(body._etag).not.toBe(made._etag);
    expect((await api.get(`${PATH}/${made.id}`)).body).toEqual(body);
  });

  it('removes optional fields', async () => {
    const made = await create(platform({ description: 'd', labels: ['a'] }));
    const { body } = await patch(made.id, { op: 'remove', path: '/description' }, { op: 'remove', path: '/labels' });
    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('labels');
  });

  const patchCode = 'UPAPI-900070-400';
  it.each([
    ['no array', { op: 'add' }, 'UPLIB-101206-500'],
    ['empty', [], patchCode],
    ['too many', Array.from({ length: 101 }, () => ({ op: 'add', path: '/description', value: 'x' })), patchCode],
    ['no op', [{ path: '/description', value: 'x' }], patchCode],
    ['no path', [{ op: 'add', value: 'x' }], patchCode],
    ['no value', [{ op: 'add', path: '/description' }], patchCode],
    ['no value to test', [{ op: 'test', path: '/description' }], patchCode],
    ['unknown op', [{ op: 'move', path: '/description', from: '/name' }], patchCode],
    ['malformed pointer', [{ op: 'add', path: '/a~2', value: 'x' }], patchCode],
    ['the whole', [{ op: 'replace', path: '', value: {} }], patchCode],
    ['prototype', [{ op: 'add', path: '/linkedAudienceRef/__proto__/x', value: 1 }], patchCode],
    ['a test that fails', [{ op: 'test', path: '/name', value: 'other' }], patchCode],
    ['nothing to remove', [{ op: 'remove', path: '/tags' }], patchCode],
    ['beyond the end', [{ op: 'add', path: '/labels/7', value: 'x' }], patchCode],
    ['no index', [{ op: 'add', path: '/labels/x', value: 'x' }], patchCode],
    ['a required field', [{ op: 'remove', path: '/name' }], 'UPLIB-101206-500'],
    ['the expression', [{ op: 'remove', path: '/expression' }], 'UPLIB-101206-500'],
    ['the state', [{ op: 'remove', path: '/lifecycleState' }], 'UPLIB-101206-500'],
    ['a wrong type', [{ op: 'add', path: '/labels', value: 'x' }], 'UPLIB-101206-500'],
    ['101 steps', [{ op: 'add', path: `/linkedAudienceRef${'/a'.repeat(100)}`, value: 1 }], patchCode],
    [
      'levels below levels',
      [{ op: 'add', path: `/linkedAudienceRef${'/a'.repeat(90)}`, value: JSON.parse('['.repeat(10) + ']'.repeat(10)) }],
      'UPLIB-101206-500',
    ],
    ['a taken rule', [{ op: 'add', path: '/expression/value', value: 'nothing' }], 'UPAPI-900105-400'],
    [
      'a later failure',
      [
        { op: 'add', path: '/description', value: 'x' },
        { op: 'test', path: '/name', value: '' },
      ],
      patchCode,
    ],
  ])('refuses %s and changes nothing', async (_, body, code) => {
    const made = await create(platform({ labels: ['a'] }));
    const answer = await api.patch(`${PATH}/${made.id}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.type).toBe(`https://ns.adobe.com/aep/errors/${code}`);
    expect((await api.get(`${PATH}/${made.id}`)).body).toEqual(made);
  });

  it.each(
    `id audienceId namespace type originName schema imsOrgId sandbox creationTime createEpoch updateTime updateEpoch
     _etag createdBy dependents dependencies definedOn isSystem`.split(/\s+/),
  )('E7, E8: /%s is immutable', async (field) => {
    const { id } = await create(platform());
    const answer = await set(id, `/${field}`, 'x');
    expect(answer.status).toBe(400);
    const name = field.charAt(0).toUpperCase() + field.slice(1);
    expect(messages(answer)).toEqual([`${VALIDATION} ${name} is immutable field.`]);
  });

  it.each(['deleted', 'archived'])('E10: a state of %s', async (state) => {
    const { id } = await create(platform());
    expect(messages(await set(id, '/lifecycleState', state))).toEqual([
      `${VALIDATION} lifecycle field can not be modified to Delete using Patch operation`,
    ]);
  });

  it('404 for an unknown id', async () => {
    expect((await set(UNKNOWN, '/description', 'x')).status).toBe(404);
  });

  it('renames an audience whose expression could not be stored again', async () => {
    const used = await create(platform());
    const user = await create(platform({ expression: pql(`inSegment("${used.id}")`) }));
    await set(user.id, '/lifecycleState', 'inactive');
    await set(used.id, '/lifecycleState', 'inactive');
    expect((await set(user.id, '/name', fresh('Renamed'))).status).toBe(200);
    expect(messages(await set(user.id, '/expression/value', `not inSegment("${used.id}")`))).toEqual([
      `${VALIDATION} Audience ${used.id} is inactive.`,
    ]);
  });
});

describe('life cycle', () => {
  it.each([
    ['draft', 'published', true],
    ['draft', 'inactive', false],
    ['published', 'draft', false],
    ['published', 'inactive', true],
    ['inactive', 'published', true],
    ['inactive', 'draft', false],
    ['draft', 'draft', true],
    ['published', 'published', true],
    ['inactive', 'inactive', true],
  ])('%s to %s: %s', async (from, to, allowed) => {
    for (const body of [platform({ lifecycleState: from }), external({ lifecycleState: from })]) {
      const { id } = await create(body);
      const answer = await set(id, '/lifecycleState', to);
      expect(answer.status).toBe(allowed ? 200 : 400);
      if (!allowed) {
        expect(messages(answer)).toEqual([`${VALIDATION} lifecycleState cannot change from ${from} to ${to}`]);
      }
      expect((await api.get(`${PATH}/${id}`)).body.lifecycleState).toBe(allowed ? to : from);
    }
  });

  it('publishes when everything used is published', async () => {
    const used = await create(platform({ lifecycleState: 'draft' }));
    const user = await create(platform({ lifecycleState: 'draft', expression: pql(`inSegment("${used.id}")`) }));
    expect(messages(await set(user.id, '/lifecycleState', 'published'))).toEqual([
      `${VALIDATION} lifecycleState cannot change from draft to published because ${used.id} are not published`,
    ]);
    expect((await set(used.id, '/lifecycleState', 'published')).status).toBe(200);
    expect((await set(user.id, '/lifecycleState', 'published')).status).toBe(200);
  });

  it.each(['draft', 'published'])('does not deactivate what a %s audience uses', async (lifecycleState) => {
    const used = await create(platform());
    const user = await create(platform({ lifecycleState, expression: pql(`inSegment("${used.id}")`) }));
    expect(messages(await set(used.id, '/lifecycleState', 'inactive'))).toEqual([
      `${VALIDATION} lifecycleState cannot change from published to inactive because ${user.id} depend on it`,
    ]);
  });

  it('lets nobody new use an inactive audience', async () => {
    const { id } = await create(platform({ lifecycleState: 'inactive' }));
    const answer = await api.post(PATH, platform({ expression: pql(`inSegment("${id}")`) }));
    expect(messages(answer)).toEqual([`${VALIDATION} Audience ${id} is inactive.`]);
  });

  it('evaluates drafts and not inactive audiences, whose members stay', async () => {
    await api.importProfiles([
      { _id: 'p1', homeAddress: { city: 'Goes' }, identityMap: { Email: [{ id: 'a@b.nl' }] } },
    ]);
    const expression = pql('homeAddress.city = "Goes"');
    const draft = await create(platform({ expression, lifecycleState: 'draft' }));
    const frozen = await create(platform({ expression }));
    const run = async () => {
      const { body } = await api.post(`${UPS}/segment/jobs`, [{ segmentId: '*' }]);
      await api.idle();
      return (await api.get(`${UPS}/segment/jobs/${body.id}`)).body.metrics.segmentedProfileCounter;
    };
    expect(await run()).toMatchObject({ [draft.id]: 1, [frozen.id]: 1 });
    await set(frozen.id, '/lifecycleState', 'inactive');
    const counts = await run();
    expect(counts).toMatchObject({ [draft.id]: 1 });
    expect(counts).not.toHaveProperty(frozen.id);
    const query = 'schema.name=_xdm.context.profile&entityId=a@b.nl&entityIdNS=Email';
    const members = async () => {
      const { body } = await api.get(`${UPS}/access/entities?${query}`);
      const [entity] = Object.values<{ entity: { segmentMembership: { ups: object } } }>(body);
      return Object.keys(entity?.entity.segmentMembership.ups ?? {});
    };
    expect(await members()).toEqual(expect.arrayContaining([draft.id, frozen.id]));
    const refused = await api.post(`${UPS}/segment/jobs`, [{ segmentId: frozen.id }]);
    expect(refused.body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-900202-400');
    expect((await api.get(`${DEFINITIONS}/${frozen.id}`)).status).toBe(200);
  });
});

describe('dependencies', () => {
  it('lists what an expression reads, in order of first occurrence, on both sides', async () => {
    const [a, b] = [await create(platform()), await create(external())];
    const value = `segmentMembership.get("CustomerAudienceUpload").get("${b.audienceId}").status = "realized" or inSegment("${a.id}") or inSegment("${b.audienceId}") or segmentMembership.get("ups").get("none").status = "realized"`;
    const user = await create(platform({ expression: pql(value) }));
    expect(user.dependencies).toEqual([b.id, a.id]);
    const dependents = async ({ id }: { id: string }) => (await api.get(`${PATH}/${id}`)).body.dependents;
    expect(await dependents(a)).toEqual([user.id]);
    expect(await dependents(b)).toEqual([user.id]);
    expect((await api.delete(`${PATH}/${b.id}`)).status).toBe(400);
    const { body } = await set(user.id, '/expression/value', `inSegment("${a.id}")`);
    expect(body.dependencies).toEqual([a.id]);
    expect(await dependents(b)).toEqual([]);
  });

  it('reads of the map mean audiences of their namespace only', async () => {
    const { audienceId } = await create(external({ namespace: 'AO' }));
    const value = (key: string) => `segmentMembership.get("${key}").get("${audienceId}").status = "realized"`;
    expect((await create(platform({ expression: pql(value('AAM')) }))).dependencies).toEqual([]);
    expect((await create(platform({ expression: pql(value('ao')) }))).dependencies).toHaveLength(1);
  });

  it('refuses cycles, also to itself', async () => {
    const a = await create(platform());
    const b = await create(platform({ expression: pql(`inSegment("${a.id}")`) }));
    expect(messages(await set(a.id, '/expression/value', `inSegment("${b.id}")`))).toEqual([
      `The expression creates a circular reference: ${a.id} -> ${b.id} -> ${a.id}`,
    ]);
    expect(messages(await set(a.id, '/expression/value', `inSegment("${a.id}")`))).toEqual([
      `The expression creates a circular reference: ${a.id} -> ${a.id}`,
    ]);
  });
});

describe('references in a run', () => {
  it('finds members by id in any case, by audienceId, and of audiences known by their metadata', async () => {
    const outside = { name: 'n', audienceId: 'list_1', namespace: 'Acme', originName: 'Acme' };
    const { body: list } = await api.post('/data/core/ais/audiences?createAudienceMetaOnly=true', outside);
    await api.importProfiles([
      {
        _id: 'p9',
        homeAddress: { city: 'Sneek' },
        identityMap: { Email: [{ id: 'c@d.nl' }] },
        segmentMembership: { Acme: { list_1: { status: 'realized', lastQualificationTime: '2026-03-01T00:00:00Z' } } },
      },
    ]);
    const here = await create(platform({ expression: pql('homeAddress.city = "Sneek"') }));
    const users = await Promise.all(
      [here.id.toUpperCase(), list.id, 'list_1'].map((id) =>
        create(platform({ expression: pql(`inSegment("${id}")`) })),
      ),
    );
    const { body: job } = await api.post(`${UPS}/segment/jobs`, [{ segmentId: '*' }]);
    await api.idle();
    const { metrics } = (await api.get(`${UPS}/segment/jobs/${job.id}`)).body;
    expect(users.map(({ id }) => metrics.segmentedProfileCounter[id])).toEqual([1, 1, 1]);
  });
});

describe('expiry', () => {
  it('counts from an update that comes before it', async () => {
    const { id } = await create(external({ ttlInDays: 2 }));
    const { repository } = api.system.segmentation;
    const { sandboxId } = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference;
    const expiry = async () => {
      const audience = await repository.get(sandboxId, id);
      return audience?.type === 'ExternalSegment' ? audience.expiresAt : undefined;
    };
    await set(id, '/description', 'before any run');
    expect(await expiry()).toBeUndefined();
    const now = api.system.now();
    await repository.setState(sandboxId, new Map([[id, { expiresAt: now + 1 }]]));
    await set(id, '/description', 'in time');
    expect(await expiry()).toBe(now + 2 * 24 * 60 * 60 * 1000);
    await repository.setState(sandboxId, new Map([[id, { expiresAt: now }]]));
    await set(id, '/description', 'too late');
    expect(await expiry()).toBe(now);
  });
});

describe('POST /audiences/bulk-get', () => {
  it('answers what it finds in the order asked', async () => {
    const [a, b] = [await create(platform()), await create(external({ lifecycleState: 'inactive' }))];
    const ids = [b.id, UNKNOWN, a.id];
    for (const body of [{ ids: ids.map((id) => ({ id })) }, { ids }, ids]) {
      const answer = await api.post(`${PATH}/bulk-get`, body);
      expect(answer.status).toBe(207);
      expect(Object.keys(answer.body.results)).toEqual(ids);
      expect(answer.body.results).toMatchObject({
        [a.id]: a,
        [b.id]: b,
        [UNKNOWN]: { requestId: expect.any(String), errors: { 404: [{ code: 404, message: 'Not found.' }] } },
      });
    }
  });

  it.each([
    [{ ids: [] }, 400, 'UPAPI-113015-400'],
    [{ ids: Array.from({ length: 101 }, () => UNKNOWN) }, 400, 'UPAPI-113015-400'],
    [{ ids: [{ id: UNKNOWN }] }, 404, 'UPAPI-113000-404'],
    [{}, 400, 'UPLIB-101206-500'],
    [{ ids: 'x' }, 400, 'UPLIB-101206-500'],
    [{ ids: [{ other: 1 }] }, 400, 'UPLIB-101206-500'],
  ])('%j: %i %s', async (body, status, code) => {
    const answer = await api.post(`${PATH}/bulk-get`, body);
    expect([answer.status, answer.body.type]).toEqual([status, `https://ns.adobe.com/aep/errors/${code}`]);
  });
});

describe('POST /data/core/ais/audiences', () => {
  const AIS = '/data/core/ais/audiences';
  const body = () => ({ name: 'n', audienceId: fresh('m'), namespace: 'Acme', originName: 'Acme' });

  it('creates the metadata of an external audience', async () => {
    const sent = body();
    const answer = await api.post(`${AIS}?createAudienceMetaOnly=true`, sent);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ id: expect.any(String), name: 'n', audienceId: sent.audienceId });
    const audience = (await api.get(`${PATH}/${answer.body.id}`)).body;
    expect(audience).toMatchObject({ ...sent, type: 'ExternalSegment', lifecycleState: 'published' });
    const again = await api.post(`${AIS}?createAudienceMetaOnly=true`, sent);
    expect([again.status, again.body.type]).toEqual([409, 'https://ns.adobe.com/aep/errors/100950-409']);
  });

  it.each([
    ['', body()],
    ['?createAudienceMetaOnly=false', body()],
    ['?createAudienceMetaOnly=true', { ...body(), name: undefined }],
    ['?createAudienceMetaOnly=true', { ...body(), audienceId: undefined }],
    ['?createAudienceMetaOnly=true', { ...body(), namespace: undefined }],
    ['?createAudienceMetaOnly=true', { ...body(), originName: undefined }],
  ])('refuses %s %j', async (query, sent) => {
    const answer = await api.post(`${AIS}${query}`, sent);
    expect([answer.status, answer.body.type]).toEqual([400, 'https://ns.adobe.com/aep/errors/100910-400']);
  });
});
