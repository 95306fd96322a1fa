import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHOP_AUDIENCES } from '../../examples/shop/audiences.ts';
import { generateShop } from '../../examples/shop/generator/shop.ts';
import { readMembers } from '../../src/evaluation/index.ts';
import { type ExportedRecord, readBatch } from '../jobs/exports/read-batch.ts';
import { type Api, startApi } from '../kit/api.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const CLASS = { name: '_xdm.context.profile' };

type Document = Readonly<Record<string, unknown>>;

const documents = (text: string): Document[] =>
  text.split('\n').flatMap((line): Document[] => (line === '' ? [] : [JSON.parse(line)]));

/** Values as both a document and an exported record can say them: nothing absent, instants in UTC, plain numbers. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d(T.*)?$/.test(value)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, plain(member)] as const);
  return Object.fromEntries(entries.filter(([, member]) => !isAbsent(member)));
}

const isAbsent = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

const customerOf = ({ identityMap }: ExportedRecord | Document): string =>
  /"CRMID":\[\{"id":"([^"]+)"/.exec(JSON.stringify(identityMap))?.[1] ?? '';

/** The order of events in a record: by time, then by id. */
const byTime = (one: Document, other: Document): number =>
  Date.parse(String(one.timestamp)) - Date.parse(String(other.timestamp)) ||
  (String(one._id) < String(other._id) ? -1 : 1);

/** Records show the identities of the profile, and of an identity its value. */
const without = ({
  identityMap: _identities,
  segmentMembership: _memberships,
  timeSeriesEvents,
  ...rest
}: Document) => ({
  ...rest,
  ...(timeSeriesEvents !== undefined && { timeSeriesEvents }),
});

describe('an export of the audiences of the shop', () => {
  let api: Api;
  const expected = new Map<string, Document>();
  /** Ids by name, in the order of the list. */
  const audiences = new Map<string, string>();

  beforeAll(async () => {
    api = await startApi();
    const profiles: Document[] = [];
    const events: Document[] = [];
    for (const customer of generateShop({ profiles: 1000, events: 15_000, seed: 1, now: NOW })) {
      const [profile = {}] = documents(customer.profile);
      const history = documents(customer.events);
      profiles.push(profile);
      events.push(...history);
      expected.set(customerOf(profile), { ...profile, timeSeriesEvents: history.toSorted(byTime) });
    }
    expect((await api.importProfiles(profiles)).rejected).toBe(0);
    await api.importEvents(events);
    for (const { name, pql } of SHOP_AUDIENCES) {
      const value = typeof pql === 'string' ? pql : pql((other) => audiences.get(other) ?? '');
      const created = await api.post('/data/core/ups/segment/definitions', {
        name,
        expression: { value },
        schema: CLASS,
      });
      expect(created.status).toBe(200);
      audiences.set(name, created.body.id);
    }
    await api.post('/data/core/ups/segment/jobs', { segments: [{ segmentId: '*' }], schema: CLASS });
    await api.idle();
  }, 60_000);
  afterAll(() => api.close());

  it.each(['parquet', 'json'])('holds the members and what is known of them (%s)', async (format) => {
    const dataset = await api.post('/data/foundation/catalog/dataSets', {
      name: format,
      schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile__union' },
      fileDescription: { format },
    });
    const datasetId = dataset.body[0].slice('@/dataSets/'.length);
    const created = await api.post('/data/core/ups/export/jobs', {
      destination: { datasetId, segmentPerBatch: true },
      schema: CLASS,
      filter: { segments: [...audiences.values()].map((segmentId) => ({ segmentId })) },
      additionalFields: { eventList: {} },
    });
    await api.idle();
    const job = (await api.get(`/data/core/ups/export/jobs/${created.body.id}`)).body;
    expect(job.status).toBe('SUCCEEDED');
    const { sandboxId } = job.sandbox;
    const { database } = await api.system.sandboxData(sandboxId);
    const heads = await api.system.segmentation.heads(sandboxId);

    let records = 0;
    for (const { batchId, segmentId } of job.destination.batches) {
      const batch = await readBatch(join(api.system.directory.datasetPath, sandboxId, datasetId, batchId));
      const members = await readMembers(api.system.columnar, database, heads, { audienceId: segmentId, limit: 5000 });
      expect(batch.records.map(customerOf).toSorted()).toEqual(members.map(({ id }) => id).toSorted());
      for (const record of batch.records) {
        expect(plain(without(record))).toEqual(plain(without(expected.get(customerOf(record)) ?? {})));
        expect(JSON.stringify(plain(record.segmentMembership))).toContain(segmentId);
      }
      records += batch.records.length;
    }
    expect(records).toBeGreaterThan(100);
    expect(job.metrics.totalExportedProfileCounter).toBe(records);
  });
});
