import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;
const KEY = 'CustomerAudienceUpload';
const ROWS = 150_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal();
});
afterAll(() => kit.api.close());

const entry = async (id: string, email: string) => (await kit.membership(email))?.[KEY]?.[id];
const validUntil = (time: number) => expect.objectContaining({ validUntil: new Date(time).toISOString() });
const source = (path: string) => ({ sourceSpec: { params: { path, type: 'file' } } });

describe('a run that is committed', () => {
  it.each([
    ['its new profiles', 'UPDATE ON batch'],
    ['the state of the audience', 'INSERT ON audience_state'],
    ['its record', 'UPDATE ON job'],
  ])('is over only when %s could be stored, without a restart', async (_, write) => {
    const { api, create, drop, run } = kit;
    const { db } = api.system.control;
    const name = write.replaceAll(' ', '-').toLowerCase();
    await drop(`${name}.csv`, `email\n${name}@x.org\n`);
    const [id, other] = [await create(source(`${name}.csv`)), await create(source(`${name}.csv`))];
    await sql`CREATE TRIGGER failure BEFORE ${sql.raw(write)} WHEN EXISTS (SELECT * FROM ingestion_publication)
      BEGIN SELECT RAISE(ABORT, 'no'); END`.execute(db);
    const { body: started } = await api.post(`${EXTERNAL}/${id}/runs`, { dataFilterStartTime: 0 });
    await api.idle();
    const completed = api.system.now();
    const status = async () => (await api.get(`${EXTERNAL}/${id}/runs/${started.runId}`)).body.status;
    const again = () => api.post(`${EXTERNAL}/${id}/runs`, { dataFilterStartTime: 0 });
    expect([await status(), (await again()).status]).toEqual(['PROCESSING', 422]);
    await sql`DROP TRIGGER failure`.execute(db);

    api.advance(60_000);
    const { reference: sandbox } = await api.system.sandboxes.defaultOf(api.imsOrgId);
    await api.system.segmentation.maintenance.submitDue({ imsOrgId: api.imsOrgId, sandbox });
    await api.idle();
    expect([await status(), await entry(id, `${name}@x.org`)]).toEqual(['SUCCESS', validUntil(completed + 30 * DAY)]);
    expect((await run(other)).details[1]).toMatchObject({ newProfileFragments: 0, existingProfileFragments: 1 });
  });
});

it('counts the expiry from the end of a run, by the days that the audience has then', async () => {
  const { api, create, drop } = kit;
  const rows = Array.from({ length: ROWS }, (_, index) => `p${index}@x.org,${index}\n`);
  await drop('large.csv', `email,score\n${rows.join('')}`);
  const id = await create({ ...source('large.csv'), ttlInDays: 5 });
  const { body: started } = await api.post(`${EXTERNAL}/${id}/runs`, { dataFilterStartTime: 0 });
  const stages = async () => (await api.get(`${EXTERNAL}/${id}/runs/${started.runId}`)).body.details;
  while ((await stages()).length === 0) await new Promise(setImmediate);
  api.advance(DAY);
  expect((await api.patch(`${EXTERNAL}/${id}`, { ttlInDays: 7 })).status).toBe(200);
  await api.idle();
  expect(await entry(id, 'p0@x.org')).toEqual(validUntil(api.system.now() + 7 * DAY));
});
