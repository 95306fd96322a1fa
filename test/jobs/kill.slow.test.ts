import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForSegmentJob } from '../../src/client/index.ts';
import { clientOf, type RunningServer, secant, serve, temporaryDirectory } from '../cli/kit.ts';

const JOBS = '/data/core/ups/segment/jobs';
const DEFINITIONS = '/data/core/ups/segment/definitions';
const PROFILES = 20_000;
const EVENTS = 200_000;
/** Kills of one run of the suite; the moments differ from run to run and are in the output when one fails. */
const KILLS = 5;

/** What the audience with the same place in `AUDIENCES` must hold, from the numbers that the data is made of. */
const AUDIENCES: readonly { readonly pql: string; readonly members: number }[] = [
  { pql: 'homeAddress.city = "C3"', members: PROFILES / 10 },
  { pql: '_acme.score >= 90', members: PROFILES / 10 },
  { pql: 'xEvent.count() > 0', members: PROFILES },
  { pql: 'xEvent[eventType = "e1"].count() >= 1', members: PROFILES / 2 },
  { pql: 'xEvent[eventType = "e0"].sum(commerce.order.priceTotal) > 0', members: PROFILES / 2 },
  { pql: 'homeAddress.city in ["C1", "C2"] and not (_acme.score < 20)', members: (PROFILES / 10) * 2 * 0.8 },
];

const customer = (index: number) => ({ CRMID: [{ id: `c${index}`, primary: true }] });
const profiles = () =>
  Array.from({ length: PROFILES }, (_, index) =>
    JSON.stringify({
      identityMap: customer(index),
      homeAddress: { city: `C${index % 10}` },
      _acme: { score: Math.floor(index / 10) % 100 },
    }),
  );
const events = () =>
  Array.from({ length: EVENTS }, (_, index) =>
    JSON.stringify({
      _id: `e${index}`,
      timestamp: new Date(1_760_000_000_000 + index * 1000).toISOString(),
      eventType: `e${(index % PROFILES) % 2}`,
      identityMap: customer(index % PROFILES),
      commerce: { order: { priceTotal: 1 + (index % 7) } },
    }),
  );

describe('a server that is killed while a job runs', () => {
  let directory: string;
  let dataDir: string;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    dataDir = join(directory, 'data');
    for (const [kind, lines] of [
      ['profiles', profiles()],
      ['events', events()],
    ] as const) {
      const file = join(directory, `${kind}.ndjson`);
      await writeFile(file, lines.join('\n'));
      const done = await secant(['import', kind, file, '--data-dir', dataDir]);
      expect(done.stderr).not.toContain('Error');
      expect(done.code).toBe(0);
    }
  }, 180_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const finished = (server: RunningServer, id: string) => waitForSegmentJob(clientOf(server), id, { maxDelayMs: 100 });
  const define = async (server: RunningServer, round: string): Promise<string[]> => {
    const ids: string[] = [];
    for (const [index, { pql }] of AUDIENCES.entries()) {
      const body = {
        name: `${round} ${index}`,
        expression: { value: pql },
        schema: { name: '_xdm.context.profile' },
      };
      ids.push((await clientOf(server).post(DEFINITIONS, { body })).data.id);
    }
    return ids;
  };
  const start = async (server: RunningServer, ids: readonly string[]) =>
    (await clientOf(server).post(JOBS, { body: ids.map((segmentId) => ({ segmentId })) })).data;

  it('goes on after the first kill, with nothing missing and nothing twice', async () => {
    let server = await serve(dataDir);
    const warm = await define(server, 'warm');
    const undisturbed = await finished(server, (await start(server, warm)).id);
    const duration = undisturbed.metrics.totalTime.totalTimeInMs ?? 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const ids = await define(server, `kill ${kill}`);
      const { id } = await start(server, ids);
      const moment = Math.round(Math.random() * duration);
      await delay(moment);
      await server.stop('SIGKILL');
      server = await serve(dataDir);
      const where = `kill ${kill} after ${moment} of ${duration} ms`;
      const job = await finished(server, id);
      expect([where, job.status, job.errors]).toEqual([where, 'SUCCEEDED', undefined]);
      const again = await finished(server, (await start(server, ids)).id);
      for (const [index, { members }] of AUDIENCES.entries()) {
        const audience = ids[index] ?? '';
        const status = (one: typeof job) => one.metrics.segmentedProfileByStatusCounter?.[audience];
        expect([where, index, status(job)]).toEqual([where, index, { realized: members, existing: 0, exited: 0 }]);
        expect([where, index, status(again)]).toEqual([where, index, { realized: 0, existing: members, exited: 0 }]);
      }
    }
    await server.stop('SIGTERM');
  }, 240_000);

  it('fails a job that two kills interrupted, and keeps the memberships from before', async () => {
    let server = await serve(dataDir);
    const ids = await define(server, 'twice');
    await finished(server, (await start(server, ids)).id);
    const { id } = await start(server, ids);
    for (let kill = 0; kill < 2; kill++) {
      const read = () => clientOf(server).get(`${JOBS}/{id}`, { path: { id } });
      while ((await read()).data.status !== 'PROCESSING') await delay(1);
      await server.stop('SIGKILL');
      server = await serve(dataDir);
    }
    const job = await finished(server, id);
    expect([job.status, job.errors]).toEqual([
      'FAILED',
      [{ code: '0080000005', msg: expect.any(String), callStack: '' }],
    ]);
    expect(Object.keys(job.metrics)).not.toContain('segmentedProfileCounter');
    const after = await finished(server, (await start(server, ids)).id);
    for (const [index, { members }] of AUDIENCES.entries()) {
      expect(after.metrics.segmentedProfileByStatusCounter?.[ids[index] ?? '']).toEqual({
        realized: 0,
        existing: members,
        exited: 0,
      });
    }
    await server.stop('SIGTERM');
  }, 120_000);
});
