import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxDatabase } from '../../../src/store/columnar/identifier.ts';
import { type Api, startApi } from '../../kit/api.ts';

const DAY = 24 * 3_600_000;

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it('forgets an exit of more than 30 days ago, whose profile can then enter for the first time', async () => {
  const { reference } = await api.system.sandboxes.defaultOf(api.imsOrgId);
  const database = sandboxDatabase(reference.sandboxId);
  const person = (id: string, city: string) => ({
    identityMap: { CRMID: [{ id, primary: true }] },
    homeAddress: { city },
  });
  const { body: definition } = await api.post('/data/core/ups/segment/definitions', {
    name: 'Utrecht residents',
    expression: { value: 'homeAddress.city = "Utrecht"' },
    schema: { name: '_xdm.context.profile' },
  });
  const evaluate = async () => {
    const { body } = await api.post('/data/core/ups/segment/jobs', [{ segmentId: definition.id }]);
    await api.idle();
    const job = (await api.get(`/data/core/ups/segment/jobs/${body.id}`)).body;
    return job.metrics.segmentedProfileByStatusCounter[definition.id];
  };
  const log = () =>
    api.system.columnar.query<{ status: string }>(
      'SELECT toString(status) AS status FROM membership_changes ORDER BY run_no, profile_no',
      { database },
    );
  const sweep = async () => {
    await api.system.segmentation.maintenance.submit(
      { imsOrgId: api.imsOrgId, sandbox: reference },
      'membership-sweep',
    );
    await api.idle();
    const { items } = (await api.get('/secant/jobs?kind=maintenance&limit=1')).body;
    return items[0];
  };

  await api.importProfiles([person('a', 'Utrecht'), person('b', 'Utrecht')]);
  expect(await evaluate()).toEqual({ realized: 2, existing: 0, exited: 0 });
  await api.importProfiles([person('a', 'Delft')]);
  api.advance(DAY);
  expect(await evaluate()).toEqual({ realized: 0, existing: 1, exited: 1 });
  api.advance(30 * DAY);
  expect(await sweep()).toMatchObject({ task: 'membership-sweep', status: 'SUCCEEDED' });
  expect((await log()).map(({ status }) => status)).toEqual(['realized', 'realized', 'exited']);
  api.advance(1);
  expect(await sweep()).toMatchObject({ status: 'SUCCEEDED' });
  expect((await log()).map(({ status }) => status)).toEqual(['realized']);
  await api.importProfiles([person('a', 'Utrecht')]);
  expect(await evaluate()).toEqual({ realized: 1, existing: 1, exited: 0 });
});
