import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const STATUS = '/data/core/ups/previewsamplestatus';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const preview = async () => {
  await api.post('/data/core/ups/preview', { predicateExpression: 'true' });
  await api.system.estimation.runner.idle();
};

it('is not there before the first sample, and says what the newest one holds', async () => {
  const missing = await api.get(STATUS);
  expect([missing.status, missing.body.type]).toEqual([404, 'https://ns.adobe.com/aep/errors/UPAPI-113000-404']);

  await preview();
  const at = '2026-03-02 08:00:00.2';
  expect((await api.get(STATUS)).body).toEqual({
    numRowsToRead: '0',
    totalRows: '0',
    totalFragmentCount: 0,
    docCount: '"0"',
    sampleJobRunning: { status: false, submissionTimestamp: at },
    lastSuccessfulBatchTimestamp: '"null"',
    lastBatchId: '"null"',
    streamingDriven: '"false"',
    status: 'TASK_FINISHED',
    samplingRatio: 1,
    mergeStrategy: 'timestampOrdered_auto',
    lastSampledTimestamp: at,
  });

  api.advance(60_000);
  const identityMap = (no: number) => ({ CRMID: [{ id: `c${no}`, primary: true }] });
  const { batchId } = await api.importProfiles([1, 2, 3].map((no) => ({ identityMap: identityMap(no) })));
  await api.importEvents([
    { _id: 'e1', timestamp: '2026-03-01T00:00:00Z', eventType: 'x', identityMap: identityMap(3) },
    { _id: 'e2', timestamp: '2026-03-01T00:00:00Z', eventType: 'x', identityMap: identityMap(4) },
  ]);
  api.advance(60_000);
  await preview();
  const { body, status } = await api.get(STATUS);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    numRowsToRead: '4',
    totalRows: '4',
    totalFragmentCount: 5,
    docCount: '"5"',
    lastSuccessfulBatchTimestamp: '"2026-03-02 08:01:00.2"',
    lastBatchId: expect.stringMatching(/^"[0-9A-Z]{26}"$/),
    samplingRatio: 1,
    lastSampledTimestamp: '2026-03-02 08:02:00.2',
  });
  expect(body.lastBatchId).not.toBe(`"${batchId}"`);
});
