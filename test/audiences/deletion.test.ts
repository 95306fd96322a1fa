import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Api, startApi } from '../kit/api.ts';

const UPS = '/data/core/ups';
const AUDIENCES = `${UPS}/audiences`;
const PEOPLE = 40;

let api: Api;
let sandboxId: string;
beforeAll(async () => {
  api = await startApi();
  sandboxId = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference.sandboxId;
  await api.importProfiles(
    Array.from({ length: PEOPLE }, (_, index) => ({
      identityMap: { CRMID: [{ id: `p${index}`, primary: true }] },
      homeAddress: { city: 'Utrecht' },
    })),
  );
}, 60_000);
afterAll(() => api.close());

let names = 0;
async function create(value: string): Promise<string> {
  const { data } = await api.client.post(AUDIENCES, { body: { name: `Audience ${++names}`, expression: { value } } });
  return data.id;
}

/** Rows of the logs and bitmaps of memberships that belong to an audience. */
async function rowsOf(id: string): Promise<number> {
  const { database } = await api.system.sandboxData(sandboxId);
  const counts = ['membership_changes', 'membership_bitmaps'].map(async (table) => {
    const sql = `SELECT toUInt32(count()) AS rows FROM ${table} WHERE audience_id = {id:String}`;
    const [row] = await api.system.columnar.query<{ rows: number }>(sql, { database, params: { id } });
    return row?.rows ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, rows) => sum + rows, 0);
}

async function expectNothingLeft(id: string): Promise<void> {
  await vi.waitFor(async () => expect(await rowsOf(id)).toBe(0), { timeout: 30_000 });
  expect((await api.system.segmentation.heads(sandboxId)).has(id)).toBe(false);
  const query = 'schema.name=_xdm.context.profile&entityIdNS=CRMID&entityId=p0';
  expect((await api.get(`${UPS}/access/entities?${query}`)).text).not.toContain(id);
}

describe('an audience that is deleted while a segment job evaluates it', () => {
  // Requests that are answered between the start of the job and the deletion move it through the run; after an even
  // number of them there are memberships of an earlier run.
  it.each([0, 3, 8])(
    'leaves nothing behind, after %i requests',
    async (requests) => {
      const run = async () => (await api.post(`${UPS}/segment/jobs`, [{ segmentId: '*' }])).body.id;
      const kept = await create('homeAddress.city = "Utrecht"');
      const dropped = await create('homeAddress.city = "Utrecht"');
      const user = await create(`segmentMembership.get("ups").get("${dropped}").status = "realized"`);
      if (requests % 2 === 0) await run();
      await api.idle();
      const job = await run();
      for (let count = 0; count < requests; count += 1) await api.get(`${UPS}/segment/jobs/${job}`);
      expect((await api.delete(`${AUDIENCES}/${user}`)).status).toBe(204);
      expect((await api.delete(`${AUDIENCES}/${dropped}`)).status).toBe(204);
      await api.idle();
      const { body: ended } = await api.get(`${UPS}/segment/jobs/${job}`);
      expect([ended.status, ended.metrics.segmentedProfileCounter[kept]]).toEqual(['SUCCEEDED', PEOPLE]);
      for (const id of [user, dropped]) await expectNothingLeft(id);
      expect(await rowsOf(kept)).toBeGreaterThan(0);
      expect((await api.delete(`${AUDIENCES}/${kept}`)).status).toBe(204);
      await expectNothingLeft(kept);
    },
    60_000,
  );
});
