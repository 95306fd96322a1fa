import { expect, it } from 'vitest';
import { startApi } from '../kit/api.ts';
import { startClickHouse } from '../kit/clickhouse.ts';

it('says that it is unavailable while the columnar store is, and why', async () => {
  const clickhouse = await startClickHouse();
  const api = await startApi({ clickhouseUrl: clickhouse.url });
  const ask = () => api.post('/secant/query', { expression: 'true' });
  try {
    expect(await api.get('/health')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect((await ask()).status).toBe(200);

    await clickhouse[Symbol.asyncDispose]();
    expect(await api.get('/health')).toMatchObject({
      status: 503,
      body: { status: 'unavailable', problems: ['The columnar store does not answer.'] },
    });
    const answer = await ask();
    expect(answer).toMatchObject({
      status: 503,
      body: { errors: { '503': [{ code: 'UPAPI-900061-503', message: 'The service is unavailable.' }] } },
    });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await api.get('/data/core/ups/segment/definitions')).status).toBe(200);
  } finally {
    await api.close();
    await clickhouse[Symbol.asyncDispose]();
  }
});
