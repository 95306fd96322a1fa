import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBatch } from '../../jobs/exports/read-batch.ts';
import { type Api, startApi } from '../../kit/api.ts';

const EXPORTS = '/data/core/ups/export/jobs';
const DATASETS = '/data/foundation/catalog/dataSets';
const DEFINITIONS = '/data/core/ups/segment/definitions';
const UNION = 'https://ns.adobe.com/xdm/context/profile__union';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const PROFILE = { name: '_xdm.context.profile' };
const ENTERED = '2026-03-02T08:00:00.250Z';
const HOUR = 3_600_000;

const optedOut = {
  privacyOptOuts: [{ optOutType: 'general_opt_out', optOutValue: 'out', timestamp: '2026-01-01T00:00:00Z' }],
};
const person = (id: string, city: string, extra: Record<string, unknown> = {}) => ({
  identityMap: { CRMID: [{ id, primary: true }], Email: [{ id: `${id}@example.org` }] },
  homeAddress: { city },
  ...extra,
});
const purchase = (id: string, customer: string, timestamp: string, extra: Record<string, unknown> = {}) => ({
  _id: id,
  timestamp,
  eventType: 'commerce.purchases',
  identityMap: { CRMID: [{ id: customer, primary: true }] },
  ...extra,
});

let api: Api;
let parquet: string;
let lines: string;
/** In Utrecht, in Delft, and everybody, opted out or not. */
let utrecht: string;
let delft: string;
let everybody: string;

const dataset = async (name: string, format?: string): Promise<string> => {
  const fileDescription = format === undefined ? undefined : { format };
  const { status, body } = await api.post(DATASETS, { name, schemaRef: { id: UNION }, fileDescription });
  expect(status).toBe(201);
  return body[0].slice('@/dataSets/'.length);
};
const define = async (name: string, value: string, extra: Record<string, unknown> = {}): Promise<string> => {
  const { status, body } = await api.post(DEFINITIONS, { name, expression: { value }, schema: PROFILE, ...extra });
  expect(status).toBe(200);
  return body.id;
};
const request = (extra: Record<string, unknown> = {}) => ({
  destination: { datasetId: lines },
  schema: PROFILE,
  ...extra,
});
const of = (...ids: readonly string[]) => ids.map((segmentId) => ({ segmentId }));
const run = async (extra: Record<string, unknown> = {}) => {
  const created = await api.post(EXPORTS, request(extra));
  expect(created.text).not.toContain('errors');
  await api.idle();
  return (await api.get(`${EXPORTS}/${created.body.id}`)).body;
};
const directory = (job: { sandbox: { sandboxId: string }; destination: { datasetId: string } }, batchId: string) =>
  join(api.system.directory.datasetPath, job.sandbox.sandboxId, job.destination.datasetId, batchId);
const recordsOf = async (extra: Record<string, unknown> = {}) => {
  const job = await run(extra);
  expect(job.status).toBe('SUCCEEDED');
  return (await readBatch(directory(job, job.destination.batchId))).records;
};
const ids = (records: readonly Readonly<Record<string, unknown>>[]) =>
  records.map((record) => JSON.stringify(record.identityMap).match(/"CRMID":\[\{"id":"(\w+)"/)?.[1]).toSorted();

beforeAll(async () => {
  api = await startApi();
  await api.importProfiles([
    person('a', 'Utrecht', {
      person: { name: { firstName: 'Ann\n"A"' }, birthDate: '1980-02-29' },
      segmentMembership: { aam: { x: { status: 'realized', lastQualificationTime: '2026-02-20T00:00:00Z' } } },
    }),
    person('b', 'Utrecht'),
    person('c', 'Delft'),
    person('d', 'Delft', optedOut),
  ]);
  await api.importEvents([
    purchase('late', 'a', '2026-02-02T10:00:00Z', { productListItems: [{ SKU: 'p1', quantity: 2 }] }),
    purchase('early', 'a', '2026-01-05T10:00:00+01:00', { commerce: { order: { priceTotal: 12.5 } } }),
    purchase('alone', 'onlyevents', '2026-01-05T10:00:00Z'),
  ]);
  parquet = await dataset('Export');
  lines = await dataset('Export lines', 'json');
  utrecht = await define('Utrecht', 'homeAddress.city = "Utrecht"');
  delft = await define('Delft', 'homeAddress.city = "Delft"');
  everybody = await define('Everybody', 'isNotNull(homeAddress.city)', {
    dataGovernancePolicy: { excludeOptOut: false },
  });
  await api.post('/data/core/ups/segment/jobs', of(utrecht, delft, everybody));
  await api.idle();
});
afterAll(() => api.close());

describe('POST /export/jobs', () => {
  it('answers the new job with defaults filled in', async () => {
    const sent = request({ fields: 'person.name , identityMap', filter: { segments: of(utrecht) } });
    const { body, headers, status } = await api.post(EXPORTS, sent, { 'x-request-id': 'my-export' });
    expect(status).toBe(200);
    const { sandbox } = (await api.get(`${DEFINITIONS}/${utrecht}`)).body;
    const policy = (await api.get('/data/core/ups/config/mergePolicies')).body.children[0];
    const time = Date.parse(ENTERED);
    expect(body).toEqual({
      id: expect.any(Number),
      jobType: 'BATCH',
      destination: { datasetId: lines, segmentPerBatch: false, batchId: expect.stringMatching(/^[0-9a-f]{32}$/) },
      fields: 'person.name , identityMap',
      schema: PROFILE,
      imsOrgId: api.imsOrgId,
      sandbox,
      profileInstanceId: 'ups',
      status: 'NEW',
      filter: { segments: [{ segmentId: utrecht, segmentNs: 'ups', status: ['realized', 'existing'] }] },
      mergePolicy: { id: policy.id, version: policy.version },
      metrics: { totalTime: { startTimeInMs: time } },
      computeGatewayJobId: { exportJob: '' },
      creationTime: time,
      updateTime: time,
      requestId: 'my-export',
    });
    expect(headers.get('x-location')).toBe(`${api.url}${EXPORTS}/${body.id}`);
    await api.idle();
  });

  const union = () => ({ destination: { datasetId: lines } });
  it.each<[what: string, code: string, changes: () => Record<string, unknown>]>([
    ['no destination', 'UPLIB-101206-500', () => ({ destination: undefined })],
    ['no dataset', 'UPLIB-101206-500', () => ({ destination: {} })],
    ['a dataset that is a number', 'UPLIB-101206-500', () => ({ destination: { datasetId: 5 } })],
    ['no schema', 'UPLIB-101206-500', () => ({ schema: undefined })],
    ['no name of the schema', 'UPLIB-101206-500', () => ({ schema: {} })],
    ['an entry without segmentId', 'UPLIB-101206-500', () => ({ filter: { segments: [{}] } })],
    ['an unknown dataset', 'UPLIB-101554-503', () => ({ destination: { datasetId: '65a9c0ffee12ab34cd56ef78' } })],
    ['an unknown merge policy', 'UPAPI-900104-400', () => ({ mergePolicy: { id: UNKNOWN } })],
    ['an unknown version', 'UPAPI-900104-400', () => ({ mergePolicy: { version: 9 } })],
    ['an unknown segment', 'UPAPI-113000-404', () => ({ filter: { segments: of(UNKNOWN) } })],
    [
      'an unknown namespace',
      'UPAPI-113000-404',
      () => ({ filter: { segments: [{ segmentId: utrecht, segmentNs: 'aam' }] } }),
    ],
    ['no entries', 'UPAPI-900003-400', () => ({ filter: { segments: [] } })],
    ['1501 entries', 'UPAPI-900003-400', () => ({ filter: { segments: of(...Array(1501).fill(utrecht)) } })],
    ['no status', 'UPAPI-900003-400', () => ({ filter: { segments: [{ segmentId: utrecht, status: [] }] } })],
    [
      'an unknown status',
      'UPAPI-900003-400',
      () => ({ filter: { segments: [{ segmentId: utrecht, status: ['Exited'] }] } }),
    ],
    ['a date without a zone', 'UPAPI-900003-400', () => ({ filter: { fromIngestTimestamp: '2026-01-01T00:00:00' } })],
    [
      'more than nine digits of a second',
      'UPAPI-900003-400',
      () => ({ filter: { fromIngestTimestamp: '2026-01-01T00:00:00.0123456789Z' } }),
    ],
    ['an empty field', 'UPAPI-900003-400', () => ({ fields: 'person.name,' })],
    [
      'a start after its end',
      'UPAPI-900003-400',
      () => ({
        filter: { segmentQualificationTime: { startTime: '2026-01-02T00:00:00Z', endTime: '2026-01-01T00:00:00Z' } },
      }),
    ],
    ['an unknown field', 'UPAPI-900003-400', () => ({ fields: 'person.name,person.nothing' })],
    [
      'an unknown field of events',
      'UPAPI-900003-400',
      () => ({ additionalFields: { eventList: { fields: 'homeAddress' } } }),
    ],
    [
      'segmentPerBatch without segments',
      'UPAPI-900003-400',
      () => ({ destination: { ...union().destination, segmentPerBatch: true } }),
    ],
    ['another class', 'UPAPI-900102-400', () => ({ schema: { name: '_xdm.context.account' } })],
  ])('refuses %s', async (_what, code, changes) => {
    const { body, status } = await api.post(EXPORTS, { ...request(), ...changes() });
    expect(body.type).toBe(`https://ns.adobe.com/aep/errors/${code}`);
    expect(status).toBe(400);
    const { records } = (await api.get(`${EXPORTS}?status=NEW`)).body;
    expect(records).toEqual([]);
  });

  it('names the default merge policy in the refusal of its version', async () => {
    const { body } = await api.post(EXPORTS, request({ mergePolicy: { version: 9 } }));
    expect(body.title).toBe('The merge policy default is not found or does not apply to schema _xdm.context.profile.');
  });

  it.each([
    [{}, {}, 'ups'],
    [{ profileInstanceId: 'body' }, {}, 'body'],
    [{ profileInstanceId: 'body' }, { 'x-profile-instance-id': 'header' }, 'header'],
  ])('takes the profile instance of the body %j and the headers %j', async (extra, headers, expected) => {
    const { body } = await api.post(EXPORTS, request(extra), headers);
    expect(body.profileInstanceId).toBe(expected);
    await api.idle();
  });

  it('refuses a dataset of another schema', async () => {
    const all = (await api.get(DATASETS)).body;
    const imported = Object.keys(all).find((id) => all[id].name === 'Imported profiles');
    const { body } = await api.post(EXPORTS, request({ destination: { datasetId: imported } }));
    expect(body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-900401-400');
  });
});

describe('what is exported', () => {
  it.each<[what: string, filter: () => Record<string, unknown> | undefined, expected: readonly string[]]>([
    ['all that are not opted out', () => undefined, ['a', 'b', 'c']],
    ['and those with events only', () => ({ emptyProfiles: true }), ['a', 'b', 'c', 'onlyevents']],
    ['current members', () => ({ segments: of(utrecht) }), ['a', 'b']],
    ['members of any of several', () => ({ segments: of(utrecht, delft) }), ['a', 'b', 'c']],
    ['opted out members where the audience has them', () => ({ segments: of(everybody) }), ['a', 'b', 'c', 'd']],
    ['UPS in capitals', () => ({ segments: [{ segmentId: utrecht, segmentNs: 'UPS' }] }), ['a', 'b']],
    ['existing means member', () => ({ segments: [{ segmentId: utrecht, status: ['existing'] }] }), ['a', 'b']],
    ['nobody has left yet', () => ({ segments: [{ segmentId: utrecht, status: ['exited'] }] }), []],
    [
      'a window with inclusive bounds',
      () => ({ segments: of(utrecht), segmentQualificationTime: { startTime: ENTERED, endTime: ENTERED } }),
      ['a', 'b'],
    ],
    [
      'nobody before the window',
      () => ({ segments: of(utrecht), segmentQualificationTime: { startTime: '2026-03-02T08:00:00.251Z' } }),
      [],
    ],
    ['nothing changed after', () => ({ fromIngestTimestamp: ENTERED }), []],
    ['changed strictly after', () => ({ fromIngestTimestamp: '2026-03-02T09:00:00.249+01:00' }), ['a', 'b', 'c']],
  ])('%s', async (_what, filter, expected) => {
    const chosen = filter();
    expect(ids(await recordsOf(chosen === undefined ? {} : { filter: chosen }))).toEqual(expected);
  });

  it('follows the union schema, with memberships of every namespace', async () => {
    const records = await recordsOf({ filter: { segments: of(utrecht) } });
    const membership = { lastQualificationTime: ENTERED, status: 'realized' };
    expect(records.find((record) => JSON.stringify(record).includes('Ann'))).toEqual({
      identityMap: { CRMID: [{ id: 'a' }], Email: [{ id: 'a@example.org' }] },
      homeAddress: { city: 'Utrecht' },
      person: { name: { firstName: 'Ann\n"A"' }, birthDate: '1980-02-29' },
      segmentMembership: {
        aam: { x: { status: 'realized', lastQualificationTime: '2026-02-20T00:00:00.000Z' } },
        ups: { [utrecht]: membership, [everybody]: membership },
      },
    });
  });

  it('writes memberships that the published XDM schema accepts', async () => {
    const validator = formats.default(new Ajv.default({ strict: false })).compile(SEGMENT_MEMBERSHIP);
    const memberships = (await recordsOf({ filter: { segments: of(everybody) } })).map((one) => one.segmentMembership);
    expect(memberships).toHaveLength(4);
    for (const membership of memberships) expect(validator(membership), JSON.stringify(validator.errors)).toBe(true);
    expect(validator({ ups: { x: { status: 'gone' } } })).toBe(false);
  });

  it('writes the chosen fields only, and those that no profile has as absent', async () => {
    const fields = 'person.name.firstName, identityMap.Email, loyalty.points';
    const records = await recordsOf({ fields, filter: { segments: of(utrecht) } });
    expect(records).toHaveLength(2);
    expect(records).toContainEqual({ identityMap: { Email: [{ id: 'b@example.org' }] } });
    expect(records).toContainEqual({
      identityMap: { Email: [{ id: 'a@example.org' }] },
      person: { name: { firstName: 'Ann\n"A"' } },
    });
  });

  it('writes of keys of maps the chosen fields only, and nothing where no key is there', async () => {
    const fields = `segmentMembership.ups.${utrecht}.status, segmentMembership.aam.x.status`;
    const records = await recordsOf({ fields, filter: { segments: of(utrecht, delft) } });
    expect(records).toHaveLength(3);
    expect(records).toContainEqual({
      segmentMembership: { aam: { x: { status: 'realized' } }, ups: { [utrecht]: { status: 'realized' } } },
    });
    expect(records).toContainEqual({ segmentMembership: { ups: { [utrecht]: { status: 'realized' } } } });
    const phones = await recordsOf({ fields: 'identityMap.Phone.id', filter: { segments: of(utrecht) } });
    expect(phones).toEqual([{}, {}]);
  });

  it('adds events in the order of time', async () => {
    const list = { fields: 'timestamp,commerce.order.priceTotal, productListItems.SKU' };
    const records = await recordsOf({ fields: 'identityMap.CRMID', additionalFields: { eventList: list } });
    const withEvents = records.filter((record) => record.timeSeriesEvents !== undefined);
    expect(withEvents).toEqual([
      {
        identityMap: { CRMID: [{ id: 'a' }] },
        timeSeriesEvents: [
          { timestamp: '2026-01-05T09:00:00.000Z', commerce: { order: { priceTotal: 12.5 } } },
          { timestamp: '2026-02-02T10:00:00.000Z', productListItems: [{ SKU: 'p1' }] },
        ],
      },
    ]);
    expect(records).toHaveLength(3);
  });

  it.each([
    [{ fromIngestTimestamp: ENTERED }, 0],
    [{ toIngestTimestamp: ENTERED }, 0],
    [{ fromIngestTimestamp: '2026-03-02T08:00:00Z', toIngestTimestamp: '2026-03-02T09:00:00Z' }, 2],
  ])('bounds the time of ingestion of events, %o', async (filter, expected) => {
    const records = await recordsOf({ additionalFields: { eventList: { filter } } });
    expect(records.flatMap((record) => record.timeSeriesEvents ?? [])).toHaveLength(expected);
  });

  it('writes a batch for each entry', async () => {
    const segments = [{ segmentId: utrecht }, { segmentId: everybody, status: ['realized', 'exited'] }];
    const job = await run({ destination: { datasetId: lines, segmentPerBatch: true }, filter: { segments } });
    const { batches } = job.destination;
    expect(batches).toEqual([
      { segmentId: utrecht, segmentNs: 'ups', status: ['realized', 'existing'], batchId: expect.any(String) },
      { segmentId: everybody, segmentNs: 'ups', status: ['realized', 'exited'], batchId: expect.any(String) },
    ]);
    expect(job.metrics.totalExportedProfileCounter).toBe(6);
    expect(job.metrics.exportedProfileByNamespaceCounter).toEqual({ crmid: 6, email: 6 });
    const [first, second] = await Promise.all(
      batches.map(({ batchId }: { batchId: string }) => readBatch(directory(job, batchId))),
    );
    expect(ids(first.records)).toEqual(['a', 'b']);
    expect(ids(second.records)).toEqual(['a', 'b', 'c', 'd']);
    expect(second.manifest.segment).toMatchObject({ segmentId: everybody });
  });

  it('writes Parquet with types of its own for numbers, dates and instants', async () => {
    const job = await run({
      destination: { datasetId: parquet },
      filter: { segments: of(utrecht) },
      additionalFields: { eventList: {} },
    });
    const { manifest, records } = await readBatch(directory(job, job.destination.batchId));
    expect(manifest).toMatchObject({ format: 'parquet', jobId: job.id, schema: UNION, datasetId: parquet });
    const ann = records.find((record) => JSON.stringify(record.identityMap).includes('"a"'));
    expect(ann).toMatchObject({
      person: { name: { firstName: 'Ann\n"A"' }, birthDate: new Date('1980-02-29') },
      segmentMembership: { ups: { [utrecht]: { status: 'realized', lastQualificationTime: new Date(ENTERED) } } },
      timeSeriesEvents: [
        { _id: 'early', commerce: { order: { priceTotal: 12.5 } } },
        { _id: 'late', timestamp: new Date('2026-02-02T10:00:00Z'), productListItems: [{ SKU: 'p1', quantity: 2n }] },
      ],
    });
    const bob = records.find((record) => JSON.stringify(record.identityMap).includes('"b"'));
    expect(bob?.person ?? null).toBeNull();
    expect(bob?.timeSeriesEvents).toEqual([]);
  });
});

describe('the life of an export', () => {
  it('evaluates first when asked to, and commits memberships with the batch', async () => {
    api.advance(HOUR);
    await api.importProfiles([person('b', 'Delft')]);
    const filter = { segments: [{ segmentId: utrecht, status: ['exited'] }, ...of(delft)] };
    expect(ids(await recordsOf({ filter }))).toEqual(['c']);
    expect(ids(await recordsOf({ filter, evaluationInfo: { segmentation: true } }))).toEqual(['b', 'c']);
    const entity = await api.get(
      '/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=b&entityIdNS=CRMID',
    );
    const [found] = Object.values<{ entity: { segmentMembership: { ups: Record<string, unknown> } } }>(entity.body);
    expect(found?.entity.segmentMembership.ups).toMatchObject({
      [utrecht]: { status: 'exited', lastQualificationTime: '2026-03-02T09:00:00.250Z' },
      [delft]: { status: 'realized', lastQualificationTime: '2026-03-02T09:00:00.250Z' },
    });
  });

  it('shows metrics when it has succeeded', async () => {
    const job = await run({ filter: { segments: of(everybody) } });
    expect(job.computeGatewayJobId.exportJob).toMatch(/^[0-9a-f-]{36}$/);
    const span = {
      startTimeInMs: expect.any(Number),
      endTimeInMs: expect.any(Number),
      totalTimeInMs: expect.any(Number),
    };
    expect(job.metrics).toEqual({
      totalTime: span,
      profileExportTime: span,
      aCPDatasetWriteTime: span,
      totalExportedProfileCounter: 4,
      exportedProfileByNamespaceCounter: { crmid: 4, email: 4 },
    });
  });

  it('writes a whole batch without files when nobody matches', async () => {
    const job = await run({ filter: { fromIngestTimestamp: '2030-01-01T00:00:00Z' } });
    const { manifest, records } = await readBatch(directory(job, job.destination.batchId));
    expect(records).toEqual([]);
    expect(manifest.files).toEqual([]);
    expect(job.metrics.totalExportedProfileCounter).toBe(0);
  });

  it('cancels a waiting job, and removes the record of a finished one but not its batch', async () => {
    const done = await run();
    const waiting = (await api.post(EXPORTS, request())).body;
    const cancelled = await api.delete(`${EXPORTS}/${waiting.id}`);
    expect(cancelled.body).toEqual({ status: true, message: 'Export job has been marked for cancelling' });
    await api.idle();
    expect((await api.get(`${EXPORTS}/${waiting.id}`)).body.status).toBe('CANCELLED');
    expect(readdirSync(join(directory(waiting, '.')))).not.toContain(waiting.destination.batchId);

    const removed = await api.delete(`${EXPORTS}/${done.id}`);
    expect(removed.body).toEqual({ status: true, message: 'Export job has been deleted' });
    expect((await api.get(`${EXPORTS}/${done.id}`)).status).toBe(404);
    await readBatch(directory(done, done.destination.batchId));
  });

  it('keeps the batch of a record that is removed as soon as the job has succeeded', async () => {
    const { body } = await api.post(EXPORTS, request());
    while ((await api.get(`${EXPORTS}/${body.id}`)).body.status !== 'SUCCEEDED');
    await api.delete(`${EXPORTS}/${body.id}`);
    await api.idle();
    expect((await readBatch(directory(body, body.destination.batchId))).records).toHaveLength(3);
  });

  it('forgets jobs by age, and keeps their batches', async () => {
    const job = await run();
    const day = 24 * HOUR;
    api.advance(90 * day);
    expect((await api.get(`${EXPORTS}/${job.id}`)).status).toBe(200);
    api.advance(day);
    expect((await api.get(`${EXPORTS}/${job.id}`)).status).toBe(404);
    expect((await api.get(EXPORTS)).body.records).toEqual([]);
    await readBatch(directory(job, job.destination.batchId));
  });

  it('clears up at the start what exports of a killed process left, also without their records', async () => {
    const done = await run();
    const { sandboxId } = done.sandbox;
    const { database } = await api.system.sandboxData(sandboxId);
    const place = join(directory(done, done.destination.batchId), '..');
    mkdirSync(join(place, `.${'0'.repeat(32)}`));
    mkdirSync(join(place, '.of-somebody'));
    const tables = ['export_999_audiences', 'export_999_profiles', 'export_notes_profiles'];
    for (const table of tables) {
      await api.system.columnar.command(`CREATE TABLE ${table} (x UInt8) ENGINE = Memory`, { database });
    }
    await api.system.segmentation.start();
    const left = await api.system.columnar.query<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = {database:String} AND startsWith(name, 'export_')`,
      { params: { database } },
    );
    expect(left).toEqual([{ name: 'export_notes_profiles' }]);
    expect(readdirSync(place)).toContain('.of-somebody');
    expect(readdirSync(place)).not.toContain(`.${'0'.repeat(32)}`);
    await readBatch(directory(done, done.destination.batchId));
  });

  it.each(['999999', 'abc', UNKNOWN])('answers 404 for the id %s', async (id) => {
    for (const answer of [await api.get(`${EXPORTS}/${id}`), await api.delete(`${EXPORTS}/${id}`)]) {
      expect(answer.status).toBe(404);
      expect(answer.body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-113000-404');
    }
  });

  it('is not seen from another sandbox or organisation', async () => {
    const { id } = await run();
    const answer = await api.get(`${EXPORTS}/${id}`, { 'x-gw-ims-org-id': 'other@AdobeOrg' });
    expect(answer.status).toBe(404);
    const list = await api.get(EXPORTS, { 'x-gw-ims-org-id': 'other@AdobeOrg' });
    expect(list.body.records).toEqual([]);
  });
});

describe('GET /export/jobs', () => {
  it('pages by keyset, the newest first, while jobs are added', async () => {
    const made: number[] = [];
    for (let count = 0; count < 3; count += 1) made.push((await run()).id);
    const first = (await api.get(`${EXPORTS}?limit=2&status=SUCCEEDED`)).body;
    const last = first.records[1];
    expect(first.records.map(({ id }: { id: number }) => id)).toEqual([made[2], made[1]]);
    expect(first.page).toEqual({
      sortField: 'createdTime',
      sort: 'desc',
      pageOffset: `${last.creationTime}_${last.id}`,
      pageSize: 2,
    });
    expect(first.link.next).toBe(`/export/jobs/?limit=2&offset=${first.page.pageOffset}&status=SUCCEEDED`);
    await run();
    const second = (await api.get(`/data/core/ups${first.link.next}`)).body;
    expect(second.records[0].id).toBe(made[0]);
  });

  it('ends with an empty link, and answers an empty page beyond', async () => {
    const all = (await api.get(`${EXPORTS}?limit=5000`)).body;
    expect(all.link.next).toBe('');
    const beyond = (await api.get(`${EXPORTS}?offset=${all.page.pageOffset}`)).body;
    expect(beyond).toEqual({
      records: [],
      page: { sortField: 'createdTime', sort: 'desc', pageOffset: '', pageSize: 0 },
      link: { next: '' },
    });
  });

  it.each(['offset=abc', 'offset=5', 'limit=0', 'limit=x', 'status=QUEUED', 'status=new'])(
    'refuses %s',
    async (query) => {
      const { body, status } = await api.get(`${EXPORTS}?${query}`);
      expect(status).toBe(400);
      expect(body.type).toBe('https://ns.adobe.com/aep/errors/UPAPI-900001-400');
    },
  );
});

/** What the XDM schemas profile-segmentation and segmentmembership say of types, values and required fields. */
const SEGMENT_MEMBERSHIP = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: {
        version: { type: 'string' },
        lastQualificationTime: { type: 'string', format: 'date-time' },
        validUntil: { type: 'string', format: 'date-time' },
        status: { type: 'string', enum: ['existing', 'realized', 'exited'] },
        timerSpec: { type: 'string' },
        payload: {
          type: 'object',
          properties: {
            payloadBooleanValue: { type: 'boolean' },
            payloadNumberValue: { type: 'number' },
            payloadPropensityValue: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
            payloadStringValue: { type: 'string' },
            payloadType: { type: 'string', enum: ['boolean', 'number', 'propensity', 'string'] },
          },
          required: ['payloadType'],
        },
      },
    },
  },
};
