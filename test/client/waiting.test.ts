import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Client,
  WaitTimeoutError,
  waitForCreation,
  waitForEstimate,
  waitForExportJob,
  waitForIngestion,
  waitForPreview,
  waitForSegmentJob,
} from '../../src/client/index.ts';
import { startExternal } from '../jobs/ingestion/kit.ts';
import { clientFor, fastClock, type Reaction, scriptedServer } from './kit.ts';

const schema = { name: '_xdm.context.profile' };

describe('waiting for what a server does', () => {
  let external: Awaited<ReturnType<typeof startExternal>>;
  let client: Client;
  beforeAll(async () => {
    external = await startExternal();
    client = external.api.client;
    await external.api.importProfiles(
      ['Utrecht', 'Oslo', 'Utrecht'].map((city, no) => ({
        identityMap: { CRMID: [{ id: `c${no}`, primary: true }] },
        homeAddress: { city },
      })),
    );
  });
  afterAll(() => external.api.close());

  it('ends with a segment job and what it counted', async () => {
    const body = { name: 'Utrecht', expression: { value: 'homeAddress.city = "Utrecht"' }, schema };
    const { data: definition } = await client.post('/data/core/ups/segment/definitions', { body });
    const { data } = await client.post('/data/core/ups/segment/jobs', { body: [{ segmentId: definition.id }] });
    const job = await waitForSegmentJob(client, data.id);
    expect(job.status).toBe('SUCCEEDED');
    expect(job.metrics.segmentedProfileCounter).toEqual({ [definition.id]: 2 });
  });

  it('ends with an export job', async () => {
    const dataset = { name: 'Exported', schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile__union' } };
    const { data: references } = await client.post('/data/foundation/catalog/dataSets', { body: dataset });
    const datasetId = references.join().slice('@/dataSets/'.length);
    const { data } = await client.post('/data/core/ups/export/jobs', { body: { destination: { datasetId }, schema } });
    const { metrics, status } = await waitForExportJob(client, data.id);
    expect([status, metrics.totalExportedProfileCounter]).toEqual(['SUCCEEDED', 3]);
  });

  it('ends with a preview and its estimate', async () => {
    const body = { predicateExpression: 'homeAddress.city = "Utrecht"' };
    const { previewId } = (await client.post('/data/core/ups/preview', { body })).data;
    const [preview, estimate] = await Promise.all([
      waitForPreview(client, previewId),
      waitForEstimate(client, previewId),
    ]);
    expect([preview.state, preview.results.length]).toEqual(['RESULT_READY', 2]);
    expect([estimate.state, estimate.estimatedSize]).toEqual(['RESULT_READY', 2]);
  });

  it('ends with an external audience and its ingestions, also with one that failed', async () => {
    await external.drop('list.csv', 'email,score\na@example.com,5\n');
    const { data } = await client.post('/data/core/ais/external-audience', {
      body: {
        name: 'List',
        fields: [
          { name: 'email', type: 'string', identityNs: 'Email' },
          { name: 'score', type: 'integer' },
        ],
        sourceSpec: { params: { path: 'list.csv', type: 'file' } },
        originName: 'CUSTOM_UPLOAD',
      },
    });
    const { audienceId: id = '', status } = await waitForCreation(client, data.operationId);
    expect(status).toBe('SUCCESS');
    const ingest = async () => {
      const path = '/data/core/ais/external-audience/{id}/runs';
      const started = await client.post(path, { path: { id }, body: { dataFilterStartTime: 0 } });
      return waitForIngestion(client, id, started.data.runId);
    };
    expect(await ingest()).toMatchObject({ status: 'SUCCESS', details: [{ recordsRead: 1 }, { status: 'SUCCESS' }] });
    await external.drop('list.csv', 'nothing,of,this\n');
    expect(await ingest()).toMatchObject({ status: 'FAILED', details: [{ status: 'FAILED' }] });
  });
});

describe('waiting', () => {
  const at = (status: string, progress?: string): Reaction => ({
    status: 200,
    body: { id: 'j', status },
    ...(progress !== undefined && { headers: { 'x-job-progress': progress } }),
  });

  it('looks less and less often, and tells what it sees', async () => {
    await using server = await scriptedServer(
      at('NEW'),
      at('QUEUED'),
      at('PROCESSING', '0/10'),
      at('PROCESSING', '7/10'),
      at('CANCELLING', 'soon'),
      at('CANCELLED'),
    );
    const { clock, slept } = fastClock();
    const seen: [string, number | undefined, number | undefined][] = [];
    const { status } = await waitForSegmentJob(clientFor(server.url, { clock }), 'j', {
      delayMs: 100,
      maxDelayMs: 300,
      onProgress: (job, work) => seen.push([job.status, work?.done, work?.total]),
    });
    expect(status).toBe('CANCELLED');
    expect(slept).toEqual([100, 150, 225, 300, 300]);
    expect(seen).toEqual([
      ['NEW', undefined, undefined],
      ['QUEUED', undefined, undefined],
      ['PROCESSING', 0, 10],
      ['PROCESSING', 7, 10],
      ['CANCELLING', undefined, undefined],
    ]);
  });

  it.each(['SUCCEEDED', 'FAILED', 'CANCELLED'] as const)('returns a job that is %s', async (status) => {
    await using server = await scriptedServer(at(status));
    const job = await waitForExportJob(clientFor(server.url), 3);
    expect(job.status).toBe(status);
  });

  it('is given up at its time limit, after a last look', async () => {
    await using server = await scriptedServer(at('PROCESSING'));
    const { clock, slept } = fastClock();
    const options = { timeoutMs: 200, delayMs: 100 };
    const caught = await waitForSegmentJob(clientFor(server.url, { clock }), 'j', options).catch((error) => error);
    expect(caught).toBeInstanceOf(WaitTimeoutError);
    expect(caught).toMatchObject({ last: { status: 'PROCESSING' }, message: 'There was no end within 200 ms.' });
    expect(slept).toEqual([100, 100]);
    expect(server.received.length).toBe(3);
  });

  it('ends with the reason of its signal', async () => {
    await using server = await scriptedServer(at('PROCESSING'));
    const abort = new AbortController();
    const waiting = waitForSegmentJob(clientFor(server.url), 'j', {
      signal: abort.signal,
      onProgress: () => queueMicrotask(() => abort.abort(new Error('enough'))),
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(server.received.length).toBe(1);
  });

  it('goes on after what passes, and ends by what does not', async () => {
    const gone = { status: 404, body: { errors: { 404: [{ code: 'UPAPI-113000-404', message: 'Gone.' }] } } };
    await using server = await scriptedServer(at('NEW'), 'break', { status: 503 }, at('NEW'), gone);
    const { clock } = fastClock();
    const waiting = waitForSegmentJob(clientFor(server.url, { clock }), 'j');
    await expect(waiting).rejects.toMatchObject({ code: 'UPAPI-113000-404' });
    expect(server.received.length).toBe(5);
  });
});
