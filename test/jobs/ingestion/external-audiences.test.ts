import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creation, EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;
const KEY = 'CustomerAudienceUpload';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal();
  await kit.api.importProfiles([
    { identityMap: { CRMID: [{ id: 'ann', primary: true }], Email: [{ id: 'a@x.org' }] } },
  ]);
}, 60_000);
afterAll(() => kit.api.close());

const entry = (status: string, time: number, validUntil?: number) => ({
  status,
  lastQualificationTime: new Date(time).toISOString(),
  ...(validUntil !== undefined && { validUntil: new Date(validUntil).toISOString() }),
});
const counts = ({ details }: { details: readonly Record<string, unknown>[] }) =>
  details.map(({ recordsFailed, recordsIngested, recordsRead }) => [recordsRead, recordsIngested, recordsFailed]);

describe('a run', () => {
  it('brings members, makes bare profiles, keeps who stays, lets the others leave, and expires', async () => {
    const { api, create, drop, membership, run } = kit;
    const now = () => api.system.now();
    const id = await create({ ttlInDays: 10, sourceSpec: { params: { path: 'life.csv', type: 'file' } } });
    const of = (value: Record<string, unknown>) => ({ [KEY]: { [id]: value } });

    await drop('life.csv', 'score,email\r\n1,a@x.org\r\nx,b@x.org\r\n\r\n,\r\n1\r\n', 1_700_000_000);
    const first = now();
    const report = await run(id);
    expect([report.status, counts(report)]).toEqual([
      'SUCCESS',
      [
        [4, 2, 2],
        [2, 2, 0],
      ],
    ]);
    expect(report.details[1]).toMatchObject({ newProfileFragments: 1, existingProfileFragments: 1 });
    const failed = await readFile(
      join(api.system.directory.datasetPath, kit.sandboxId, report.details[0].failedRecordsFile),
      'utf8',
    );
    expect(
      failed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).code),
    ).toEqual(['NO_IDENTITY', 'CELL_COUNT']);
    expect(await membership('a@x.org')).toEqual(of(entry('realized', first, first + 10 * DAY)));
    expect(await membership('b@x.org')).toEqual(of(entry('realized', first, first + 10 * DAY)));

    api.advance(DAY);
    await drop('life.csv', 'email,score\nb@x.org,1\n"c@x.org","2"\n', 1_700_000_001);
    const second = now();
    await run(id, { differentialIngestion: false });
    expect(await membership('a@x.org')).toEqual(of(entry('exited', second)));
    expect(await membership('b@x.org')).toEqual(of(entry('realized', first, second + 10 * DAY)));
    expect(await membership('c@x.org')).toEqual(of(entry('realized', second, second + 10 * DAY)));

    const extended = await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined);
    expect([extended.status, extended.body]).toEqual([200, { audienceId: id, name: 'Spring list' }]);
    await api.idle();
    expect(await membership('b@x.org')).toEqual(of(entry('realized', first, second + 20 * DAY)));

    api.advance(20 * DAY);
    const { sandbox } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
    await api.system.segmentation.maintenance.submitDue({ imsOrgId: api.imsOrgId, sandbox });
    await api.idle();
    expect(await membership('b@x.org')).toEqual(of(entry('exited', second + 20 * DAY)));
    expect((await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined)).status).toBe(422);
  }, 60_000);

  it('is seen by expressions, in SQL and by the evaluator', async () => {
    const { api, create, drop, run } = kit;
    const id = await create({ sourceSpec: { params: { path: 'seen.csv', type: 'file' } } });
    await drop('seen.csv', 'email\na@x.org\nseen@x.org\n');
    await run(id);
    const { sandbox } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
    const count = async (expression: string) => {
      const question = { expression, limit: 0, excludeOptOut: true };
      return (await api.system.queries.ask({ imsOrgId: api.imsOrgId, sandbox }, question)).count;
    };
    const realized = `segmentMembership.get("${KEY}").get("${id}").status = "realized"`;
    expect([
      await count(`inSegment("${id}")`),
      await count(realized),
      await count(`inSegment("${id}") and ${realized}`),
    ]).toEqual([2, 2, 2]);

    const own = await create({
      customAudienceId: 'seen_list',
      sourceSpec: { params: { path: 'seen.csv', type: 'file' } },
    });
    await run(own);
    const named = `segmentMembership.get("${KEY}").get("seen_list").status = "realized"`;
    for (const key of [own, 'seen_list']) {
      expect([await count(`inSegment("${key}")`), await count(`inSegment("${key}") and ${named}`)]).toEqual([2, 2]);
    }
    const preview = await api.post('/data/core/ups/preview', {
      predicateExpression: `inSegment("${own}") and ${named}`,
    });
    await api.system.estimation.runner.idle();
    const estimate = await api.get(`/data/core/ups/estimate/${preview.body.previewId}`);
    expect(estimate.body).toMatchObject({ state: 'RESULT_READY', estimatedSize: 2 });
  }, 60_000);

  it('has no members from the instant of its expiry on, before anything else has happened', async () => {
    const { api, create, drop, membership, run } = kit;
    const id = await create({ ttlInDays: 2, sourceSpec: { params: { path: 'over.csv', type: 'file' } } });
    await drop('over.csv', 'email\nover@x.org\n');
    await run(id);
    const end = api.system.now() + 2 * DAY;
    const { sandbox } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
    const scope = { imsOrgId: api.imsOrgId, sandbox };
    const realized = `segmentMembership.get("${KEY}").get("${id}").status = "realized"`;
    const counts = () =>
      Promise.all(
        [`inSegment("${id}")`, realized, `inSegment("${id}") or ${realized}`].map(
          async (expression) =>
            (await api.system.queries.ask(scope, { expression, limit: 0, excludeOptOut: true })).count,
        ),
      );

    api.advance(2 * DAY - 1);
    expect([await counts(), await membership('over@x.org')]).toEqual([
      [1, 1, 1],
      { [KEY]: { [id]: entry('realized', end - 2 * DAY, end) } },
    ]);
    api.advance(1);
    expect([await counts(), await membership('over@x.org')]).toEqual([
      [0, 0, 0],
      { [KEY]: { [id]: entry('exited', end) } },
    ]);
    await api.system.segmentation.maintenance.submitDue(scope);
    await api.idle();
    expect([await counts(), await membership('over@x.org')]).toEqual([
      [0, 0, 0],
      { [KEY]: { [id]: entry('exited', end) } },
    ]);
  });

  it('lets everybody leave when a file has a header only', async () => {
    const { api, create, drop, membership, run } = kit;
    const id = await create({ sourceSpec: { params: { path: 'empty.csv', type: 'file' } } });
    await drop('empty.csv', 'email\ne@x.org\n', 1);
    await run(id);
    await drop('empty.csv', 'email\n', 2);
    await run(id);
    expect(await membership('e@x.org')).toMatchObject({ [KEY]: { [id]: entry('exited', api.system.now()) } });
  }, 60_000);

  it.each([
    ['no such file', undefined],
    ['no identity column', 'mail\na@x.org\n'],
    ['a column twice', 'email,email\na@x.org,b\n'],
    ['an open quote', 'email,score\n"a@x.org,1\n'],
    ['no header', ''],
  ])(
    'fails with %s',
    async (name, content) => {
      const path = `${name.replaceAll(' ', '-')}.csv`;
      const id = await kit.create({ sourceSpec: { params: { path, type: 'file' } } });
      if (content !== undefined) await kit.drop(path, content);
      const { details, status } = await kit.run(id);
      expect([status, details.length, details[0].status]).toEqual(['FAILED', 1, 'FAILED']);
      expect(details[0].errorMessage).toContain(path);
    },
    60_000,
  );
});

describe('refusals', () => {
  const source = (params: Record<string, unknown>) => ({
    sourceSpec: { params: { path: 'a.csv', type: 'file', ...params } },
  });
  const field = (extra: Record<string, unknown>) => ({
    fields: [{ name: 'email', type: 'string', identityNs: 'Email' }, extra],
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['a blank name', { name: ' ' }, 400],
    ['a long name', { name: 'n'.repeat(256) }, 400],
    ['a long description', { description: 'd'.repeat(4001) }, 400],
    ['a long audience id', { customAudienceId: 'a'.repeat(256) }, 400],
    ['a long namespace', { namespace: 'N'.repeat(256) }, 400],
    ['no fields', { fields: [] }, 400],
    ['42 fields', { fields: Array.from({ length: 42 }, (_, at) => ({ name: `f${at}`, type: 'string' })) }, 400],
    ['two identities', field({ name: 'b', type: 'string', identityNs: 'Email' }), 400],
    ['no identity', { fields: [{ name: 'a', type: 'string' }] }, 400],
    ['an unknown namespace', { fields: [{ name: 'a', type: 'string', identityNs: 'Nowhere' }] }, 400],
    ['a field twice', field({ name: 'email', type: 'string' }), 400],
    ['a field name with a dash', field({ name: 'a-b', type: 'string' }), 400],
    ['an unknown type', field({ name: 'b', type: 'text' }), 400],
    ['a path with a space', source({ path: 'a b.csv' }), 400],
    ['a path that climbs', source({ path: 'a/../../b.csv' }), 400],
    ['S3 without a connection', source({ cloudType: 'S3' }), 400],
    ['S3 with a blank connection', source({ cloudType: 'S3', baseConnectionId: ' ' }), 400],
    ['encryption without a key', source({ encryption: {} }), 400],
    ['encryption', source({ encryption: { publicKeyId: 'k' } }), 422],
    ...[91, 0, -1, 1.5, true, '0', '91', '-1', '1.5', '', 'x', ' 5'].map(
      (ttlInDays): [string, Record<string, unknown>, number] => [
        `${JSON.stringify(ttlInDays)} days`,
        { ttlInDays },
        400,
      ],
    ),
    ['another origin', { originName: 'AAM' }, 400],
    ['the namespace of this system', { namespace: 'AEPSegments' }, 400],
    ['an audience id with a dash', { customAudienceId: 'a-b' }, 400],
    ['accounts', { audienceType: 'accounts' }, 400],
  ])('refuses %s', async (_, extra, status) => {
    const { body, status: answered } = await kit.api.post(EXTERNAL, creation(extra));
    const [code, message] = status === 400 ? ['100910-400', 'BAD_REQUEST'] : ['100960-422', 'UNPROCESSABLE_ENTITY'];
    expect([answered, body]).toEqual([
      status,
      {
        requestId: expect.any(String),
        errors: { [status]: [{ code, message }] },
        type: `https://ns.adobe.com/aep/errors/${code}`,
        title: message,
        status,
        detail: expect.stringMatching(/\w/),
      },
    ]);
  });

  it('refuses what the audience cannot do, and what is not there', async () => {
    const { api, create } = kit;
    const id = await create({ customAudienceId: 'once' });
    const at = `${EXTERNAL}/${id}`;
    const start = { dataFilterStartTime: 5 };
    const answers = [
      await api.post(EXTERNAL, creation({ customAudienceId: 'once' })),
      await api.patch(at, {}),
      await api.patch(at, { name: 'b' }),
      await api.patch(at, { fields: [{ name: 'email', type: 'long' }] }),
      await api.patch(at, { description: null, ttlInDays: null }),
      await api.patch(at, { fields: [{ name: 'email' }, { name: 'email', labels: [] }] }),
      await api.post(`${at}/runs`, {}),
      await api.post(`${at}/runs`, { ...start, dataFilterEndTime: 1e300 }),
      await api.post(`${at}/runs`, { ...start, dataFilterEndTime: 4 }),
      await api.post(`${EXTERNAL}/${UNKNOWN}/runs`, start),
      await api.get(`${at}/runs/${UNKNOWN}`),
      await api.get(`${at}/runs?limit=0`),
      await api.get(`${at}/runs?property=size=3`),
      await api.get(`${EXTERNAL}/operations/${UNKNOWN}`),
      await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      409, 400, 400, 400, 400, 400, 400, 400, 400, 404, 404, 400, 400, 404, 422,
    ]);
    expect((await api.get(`${EXTERNAL}s/once/`)).body.audienceId).toBe(id);
    expect([(await api.delete(at)).status, (await api.get(at)).status]).toEqual([204, 404]);
  });
});
