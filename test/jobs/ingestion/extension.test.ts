import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal();
  await kit.drop('list.csv', 'email\na@x.org\n');
});
afterAll(() => kit.api.close());

it.each([
  ['its ingestion', 'INSERT ON job'],
  ['the new expiry', 'UPDATE ON audience_state'],
])('of an expiry changes nothing when %s cannot be stored', async (_, write) => {
  const { api, create, membership, run } = kit;
  const { db } = api.system.control;
  const id = await create({ ttlInDays: 10 });
  await run(id);
  const until = (time: number) => {
    const entry = expect.objectContaining({ validUntil: new Date(time).toISOString() });
    return { CustomerAudienceUpload: expect.objectContaining({ [id]: entry }) };
  };
  const first = api.system.now() + 10 * DAY;
  const ingestions = async () => {
    const found = await sql<{ id: string }>`SELECT id FROM job WHERE json_extract(document, '$.audienceId') = ${id}
      AND kind = 'ingestion'`.execute(db);
    return found.rows.length;
  };
  const extend = async () => (await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined)).status;

  await sql`CREATE TRIGGER failure BEFORE ${sql.raw(write)} BEGIN SELECT RAISE(ABORT, 'no'); END`.execute(db);
  expect(await extend()).toBe(500);
  await sql`DROP TRIGGER failure`.execute(db);
  expect([await ingestions(), await membership('a@x.org')]).toEqual([1, until(first)]);

  expect(await extend()).toBe(200);
  await api.idle();
  expect([await ingestions(), await membership('a@x.org')]).toEqual([2, until(first + 10 * DAY)]);
});
