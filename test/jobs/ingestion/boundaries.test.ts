import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;
const KEY = 'CustomerAudienceUpload';

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal();
  await kit.drop('list.csv', 'email\na@x.org\n');
});
afterAll(() => kit.api.close());

async function scope() {
  const { reference: sandbox } = await kit.api.system.sandboxes.defaultOf(kit.api.imsOrgId);
  return { imsOrgId: kit.api.imsOrgId, sandbox };
}
async function maintain() {
  await kit.api.system.segmentation.maintenance.submitDue(await scope());
  await kit.api.idle();
}
const count = async (expression: string) =>
  (await kit.api.system.queries.ask(await scope(), { expression, limit: 0, excludeOptOut: true })).count;

describe('an end of 30 days ago', () => {
  it.each([
    ['stored at the expiry', true],
    ['that nothing has stored', false],
  ])('is shown, and a moment later not: %s', async (_, isStored) => {
    const { api, create, membership, run } = kit;
    const id = await create({ ttlInDays: 1 });
    await run(id);
    api.advance(DAY);
    const end = new Date(api.system.now()).toISOString();
    if (isStored) await maintain();
    const entry = async () => (await membership('a@x.org'))?.[KEY]?.[id];
    const seen = () => count(`segmentMembership.get("${KEY}").get("${id}").status = "exited"`);
    api.advance(30 * DAY);
    expect([await entry(), await seen()]).toEqual([{ status: 'exited', lastQualificationTime: end }, 1]);
    api.advance(1);
    expect([await entry(), await seen()]).toEqual([undefined, 0]);
    await maintain();
    expect([await entry(), await seen()]).toEqual([undefined, 0]);
    await api.delete(`${EXTERNAL}/${id}`);
  });
});

describe('a change', () => {
  it.each([
    ['a moment before the expiry', -1, 200, true],
    ['at the expiry', 0, 422, false],
  ])('and an extension %s', async (_, offset, status, isKept) => {
    const { api, create, membership, run } = kit;
    const id = await create({ ttlInDays: 2 });
    await run(id);
    api.advance(2 * DAY + offset);
    expect((await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined)).status).toBe(status);
    await api.idle();
    expect((await api.patch(`${EXTERNAL}/${id}`, { description: 'x' })).status).toBe(200);
    const entry = (await membership('a@x.org'))?.[KEY]?.[id];
    const now = api.system.now();
    expect(entry).toMatchObject(
      isKept ? { status: 'realized', validUntil: new Date(now + 2 * DAY).toISOString() } : { status: 'exited' },
    );
    await api.delete(`${EXTERNAL}/${id}`);
  });
});
