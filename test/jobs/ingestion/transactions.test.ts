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

const validUntil = (id: string, time: number) => {
  const entry = expect.objectContaining({ validUntil: new Date(time).toISOString() });
  return { CustomerAudienceUpload: expect.objectContaining({ [id]: entry }) };
};

/** Calls while the control store refuses writes of a kind. */
async function refusing<T>(write: string, call: () => Promise<T>): Promise<T> {
  const { db } = kit.api.system.control;
  await sql`CREATE TRIGGER failure BEFORE ${sql.raw(write)} BEGIN SELECT RAISE(ABORT, 'no'); END`.execute(db);
  const answer = await call();
  await sql`DROP TRIGGER failure`.execute(db);
  return answer;
}

it.each([
  ['its ingestion', 'INSERT ON job'],
  ['the new expiry', 'UPDATE ON audience_state'],
])('an extension changes nothing when %s cannot be stored', async (_, write) => {
  const { api, create, membership, run } = kit;
  const { db } = api.system.control;
  const id = await create({ ttlInDays: 10 });
  await run(id);
  const until = (time: number) => validUntil(id, time);
  const first = api.system.now() + 10 * DAY;
  const ingestions = async () => {
    const found = await sql<{ id: string }>`SELECT id FROM job WHERE json_extract(document, '$.audienceId') = ${id}
      AND kind = 'ingestion'`.execute(db);
    return found.rows.length;
  };
  const extend = async () => (await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined)).status;

  expect(await refusing(write, extend)).toBe(500);
  expect([await ingestions(), await membership('a@x.org')]).toEqual([1, until(first)]);

  expect(await extend()).toBe(200);
  await api.idle();
  expect([await ingestions(), await membership('a@x.org')]).toEqual([2, until(first + 10 * DAY)]);
});

it.each([
  ['the audience', 'UPDATE ON audience'],
  ['the labels of its fields', 'UPDATE ON external_audience'],
  ['the new expiry', 'UPDATE ON audience_state'],
])('an update changes nothing when %s cannot be stored', async (_, write) => {
  const { api, create, membership, run } = kit;
  const id = await create({ ttlInDays: 10 });
  await run(id);
  const completed = api.system.now();
  api.advance(DAY);
  const at = `${EXTERNAL}/${id}`;
  const before = (await api.get(at)).body;
  const change = { description: 'New', ttlInDays: 20, fields: [{ name: 'score', labels: ['core/C1'] }] };
  const update = async () => (await api.patch(at, change)).status;

  expect(await refusing(write, update)).toBe(500);
  expect((await api.get(at)).body).toEqual(before);
  expect(await membership('a@x.org')).toEqual(validUntil(id, completed + 10 * DAY));

  expect(await update()).toBe(200);
  expect((await api.get(at)).body).toMatchObject({
    description: 'New',
    ttlInDays: 20,
    fields: [{ name: 'email' }, { name: 'score', labels: ['core/C1'] }],
  });
  expect(await membership('a@x.org')).toEqual(validUntil(id, completed + 21 * DAY));
});
