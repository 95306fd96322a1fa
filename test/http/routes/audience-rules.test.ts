import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const UPS = '/data/core/ups';
const PATH = `${UPS}/audiences`;
const DEFINITIONS = `${UPS}/segment/definitions`;
const PROFILE = '_xdm.context.profile';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const BATCH = { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } };
const STREAMING = { ...BATCH, continuous: { enabled: true } };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let names = 0;
const fresh = (what: string) => `${what}${++names}`;
const pql = (value: string) => ({ type: 'PQL', format: 'pql/text', value });
const platform = (changes: object = {}) => ({
  name: fresh('Audience'),
  expression: pql('homeAddress.city = "Utrecht"'),
  ...changes,
});
const external = (changes: object = {}) => ({
  name: fresh('Upload'),
  namespace: 'Upload',
  audienceId: fresh('list'),
  ...changes,
});

async function create(body: object) {
  const answer = await api.post(PATH, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const codeOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

describe('what an expression refers to', () => {
  const read = (map: string) => `${map}.status = "realized"`;
  it.each<[string, (own: string, list: string) => string]>([
    ['inSegment of an id', (own) => `inSegment("${own}")`],
    ['inSegment of an identifier', (_, list) => `inSegment("${list}")`],
    ['below not', (own) => `not (inSegment("${own}"))`],
    ['a namespace as a field and an entry by get', (own) => read(`segmentMembership.ups.get("${own}")`)],
    ['both by get', (_, list) => read(`segmentMembership.get("Upload").get("${list}")`)],
    ['both as fields', (_, list) => read(`segmentMembership.Upload.${list}`)],
    ['twice', (own) => `inSegment("${own}") or inSegment("${own.toUpperCase()}")`],
  ])('%s', async (_, textOf) => {
    const [own, list] = [await create(platform()), await create(external())];
    const text = textOf(own.id, list.audienceId);
    const { dependencies, id } = await create(platform({ expression: pql(text) }));
    expect(dependencies).toEqual([text.includes(list.audienceId) ? list.id : own.id]);
    const { body: converted } = await api.post(`${UPS}/segment/conversion`, { expression: pql(text) });
    const json = await create(platform({ expression: converted.expression }));
    expect([json.expression.format, json.dependencies]).toEqual(['pql/json', dependencies]);
    const used = (await api.get(`${PATH}/${dependencies[0]}`)).body;
    expect(used.dependents).toEqual([id, json.id]);
  });

  it('a chain of ten is the longest', async () => {
    let last = await create(platform());
    for (let depth = 1; depth <= 10; depth += 1) {
      last = await create(platform({ expression: pql(`inSegment("${last.id}")`) }));
    }
    const beyond = await api.post(PATH, platform({ expression: pql(`inSegment("${last.id}")`) }));
    expect([beyond.status, codeOf(beyond)]).toEqual([400, 'UPAPI-900108-400']);
  });

  it('a cycle through the membership map is one as well', async () => {
    const { id } = await create(platform());
    const own = read(`segmentMembership.ups.get("${id}")`);
    const answer = await api.patch(`${PATH}/${id}`, [{ op: 'add', path: '/expression/value', value: own }]);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'UPAPI-900107-400']);
  });
});

describe('of several problems the first counts', () => {
  it.each<[string, () => object, string]>([
    [
      'a missing name before the state',
      () => platform({ name: undefined, lifecycleState: 'deleted' }),
      'UPLIB-101206-500',
    ],
    [
      'the state before the rule',
      () => platform({ lifecycleState: 'deleted', expression: pql('(') }),
      'UPAPI-113434-400',
    ],
    ['days before the dataset', () => external({ ttlInDays: 0, datasetId: 'none' }), 'UPAPI-113434-400'],
    ['the rule before the dataset', () => platform({ expression: pql('('), datasetId: 'none' }), 'UPAPI-900105-400'],
    [
      'the rule before its references',
      () => platform({ expression: pql(`inSegment("${UNKNOWN}") + 1`) }),
      'UPAPI-900105-400',
    ],
    [
      'references before the merge policy',
      () => platform({ expression: pql(`inSegment("${UNKNOWN}")`), mergePolicyId: 'none' }),
      'UPAPI-900107-400',
    ],
  ])('%s', async (_, body, code) => {
    const answer = await api.post(PATH, body());
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  it('the dataset before the identifier, the rule before the name', async () => {
    const [list, own] = [await create(external()), await create(platform())];
    const again = await api.post(PATH, external({ audienceId: list.audienceId, datasetId: 'none' }));
    expect([again.status, codeOf(again)]).toEqual([400, 'UPLIB-101554-503']);
    const named = await api.post(PATH, platform({ name: own.name, expression: pql('(') }));
    expect([named.status, codeOf(named)]).toEqual([400, 'UPAPI-900105-400']);
  });

  it('E4 tells what the catalogue answers', async () => {
    const { body } = await api.post(PATH, external({ datasetId: 'd1' }));
    const [first, second, ...others] = body.errors['400'].map(({ message }: { message: string }) => message);
    expect([first, second, others]).toEqual([
      'Dataset d1 cannot be retrieved from Catalog /data/foundation/catalog/dataSets/d1.',
      expect.stringContaining('404'),
      [],
    ]);
  });
});

describe('fields', () => {
  it.each<[string, () => object, object]>([
    [
      'a class by its id',
      () => external({ schema: { id: 'https://ns.adobe.com/xdm/context/profile' } }),
      { schema: { name: PROFILE, id: 'https://ns.adobe.com/xdm/context/profile' } },
    ],
    [
      'type of an expression in any case',
      () => platform({ expression: { ...pql('true'), type: 'pql' } }),
      { expression: pql('true') },
    ],
    ['defaults of an expression', () => platform({ expression: { value: 'true' } }), { expression: pql('true') }],
    ['days of a Platform audience, whatever many', () => platform({ ttlInDays: 4000 }), { ttlInDays: 4000 }],
    ['no method is batch', () => platform({ evaluationInfo: {} }), { evaluationInfo: BATCH }],
    ['several methods', () => platform({ evaluationInfo: STREAMING }), { evaluationInfo: STREAMING }],
    ['labels as they are', () => external({ labels: ['custom/x', 'custom/x'] }), { labels: ['custom/x', 'custom/x'] }],
    ['a name without blanks around it', () => external({ name: '  Spring ' }), { name: 'Spring' }],
  ])('%s', async (_, body, expected) => {
    expect(await create(body())).toMatchObject(expected);
  });

  it('keeps a dataset that there is, of either kind', async () => {
    const schemaRef = { id: 'https://ns.adobe.com/xdm/context/profile__union' };
    const { body } = await api.post('/data/foundation/catalog/dataSets', { name: 'Rows', schemaRef });
    const datasetId = body[0].slice('@/dataSets/'.length);
    for (const one of [platform({ datasetId }), external({ datasetId })]) {
      expect((await create(one)).datasetId).toBe(datasetId);
    }
  });

  it('knows who made an audience and who changed it last', async () => {
    const made = await create(platform());
    const headers = { 'x-api-key': 'somebody-else' };
    const operations = [{ op: 'add', path: '/description', value: 'x' }];
    const { body } = await api.patch(`${PATH}/${made.id}`, operations, headers);
    expect([made.lastModifiedBy, body.createdBy, body.lastModifiedBy]).toEqual(['client', 'client', 'somebody-else']);
  });

  it('is of the instance ups in this view, whatever the other one was told', async () => {
    const body = { ...platform({ schema: { name: PROFILE } }), profileInstanceId: 'AEPSegments' };
    const made = await api.post(DEFINITIONS, body);
    expect(made.body.profileInstanceId).toBe('AEPSegments');
    expect((await api.get(`${PATH}/${made.body.id}`)).body.profileInstanceId).toBe('ups');
  });

  it('has no metadata of external audiences where it is a Platform audience', async () => {
    const made = await create(platform({ audienceMeta: { a: 1 }, sourceId: 's', audienceId: 'mine' }));
    expect(made.audienceId).toBe(made.id);
    for (const field of ['audienceMeta', 'sourceId']) expect(made).not.toHaveProperty(field);
  });

  it.each<[string, () => object, string, object]>([
    ['methods', () => platform({ evaluationInfo: STREAMING }), 'evaluationInfo', { evaluationInfo: BATCH }],
    [
      'governance',
      () => platform({ dataGovernancePolicy: { excludeOptOut: false } }),
      'dataGovernancePolicy',
      { dataGovernancePolicy: { excludeOptOut: true } },
    ],
    [
      'warnings',
      () => platform({ overridePerformanceWarnings: true }),
      'overridePerformanceWarnings',
      { overridePerformanceWarnings: false },
    ],
    ['days', () => external({ ttlInDays: 5 }), 'ttlInDays', { ttlInDays: 30 }],
  ])('gets its default back when it is removed: %s', async (_, body, field, expected) => {
    const made = await create(body());
    const { body: changed } = await api.patch(`${PATH}/${made.id}`, [{ op: 'remove', path: `/${field}` }]);
    expect(changed).toMatchObject(expected);
  });
});

describe('methods that an expression cannot have', () => {
  const unbounded = 'xEvent.exists(eventType = "commerce.purchases")';
  it('become batch, and a header says why, on creation and when the expression changes', async () => {
    const made = await api.post(PATH, platform({ expression: pql(unbounded), evaluationInfo: STREAMING }));
    expect([made.status, made.body.evaluationInfo]).toEqual([200, BATCH]);
    expect(made.headers.get('x-evaluation-fallback')).toBe('WINDOW_MISSING');
    const able = await create(platform({ evaluationInfo: STREAMING }));
    const changed = await api.patch(`${PATH}/${able.id}`, [{ op: 'add', path: '/expression/value', value: unbounded }]);
    expect([changed.status, changed.body.evaluationInfo]).toEqual([200, BATCH]);
    expect(changed.headers.get('x-evaluation-fallback')).toBe('WINDOW_MISSING');
  });
});

describe('requests', () => {
  it('names the audience in X-Location', async () => {
    const { body, headers } = await api.post(PATH, platform());
    const location = headers.get('x-location') ?? '';
    expect((await api.get(location.slice(api.url.length))).body).toEqual(body);
  });

  it('takes a JSON Patch by its own media type, of a hundred operations', async () => {
    const { id } = await create(platform());
    const operations = Array.from({ length: 100 }, (_, index) => ({
      op: 'add',
      path: '/description',
      value: `${index}`,
    }));
    const { body } = await api.patch(`${PATH}/${id}`, operations, { 'content-type': 'application/json-patch+json' });
    expect(body.description).toBe('99');
  });

  it('withMetrics of another value is no filter and adds nothing', async () => {
    const { id } = await create(platform());
    const { body } = await api.get(`${PATH}?property=withMetrics%3D%3Dfalse&property=id%3D%3D${id}`);
    expect(body.children).toEqual([(await api.get(`${PATH}/${id}`)).body]);
  });
});
