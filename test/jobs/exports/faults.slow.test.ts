import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Schema, waitForExportJob } from '../../../src/client/index.ts';
import { clientOf, type RunningServer, secant, serve, temporaryDirectory } from '../../cli/kit.ts';
import { readBatch } from './read-batch.ts';

const EXPORTS = '/data/core/ups/export/jobs';
const PROFILES = 20_000;
const EVENTS = 60_000;
/** Kills of one run of the suite; the moments differ from run to run and are in the output when one fails. */
const KILLS = 4;

const customer = (index: number) => ({ CRMID: [{ id: `c${index}`, primary: true }] });
const profiles = Array.from({ length: PROFILES }, (_, index) => ({
  identityMap: customer(index),
  person: { name: { firstName: `Name ${index} ${'x'.repeat(200)}` } },
}));
const events = Array.from({ length: EVENTS }, (_, index) => ({
  _id: `e${index}`,
  timestamp: new Date(1_760_000_000_000 + index * 1000).toISOString(),
  eventType: 'commerce.purchases',
  identityMap: customer(index % PROFILES),
  commerce: { order: { priceTotal: 1 + (index % 7) } },
}));

let directory: string;
let dataDir: string;
let dataset: string;

const start = async (server: RunningServer) => {
  const schema = { name: '_xdm.context.profile' };
  const body = { destination: { datasetId: dataset }, schema, additionalFields: { eventList: {} } };
  return (await clientOf(server).post(EXPORTS, { body })).data;
};
const finished = (server: RunningServer, id: number) => waitForExportJob(clientOf(server), id, { maxDelayMs: 100 });
type Exported = Pick<Schema<'ExportJob'>, 'sandbox' | 'destination'>;
const datasetDirectory = ({ sandbox }: Exported) => join(dataDir, 'datasets', sandbox.sandboxId, dataset);
const batchOf = ({ destination }: Exported): string => {
  if (destination.batchId === undefined) throw new Error('The job has no batch');
  return destination.batchId;
};
const contents = async (job: Exported) => {
  const { records } = await readBatch(join(datasetDirectory(job), batchOf(job)));
  return records.map((record) => JSON.stringify(record)).toSorted();
};

beforeAll(async () => {
  directory = await temporaryDirectory();
  dataDir = join(directory, 'data');
  for (const [kind, documents] of [
    ['profiles', profiles],
    ['events', events],
  ] as const) {
    const file = join(directory, `${kind}.ndjson`);
    await writeFile(file, documents.map((document) => JSON.stringify(document)).join('\n'));
    expect((await secant(['import', kind, file, '--data-dir', dataDir])).code).toBe(0);
  }
  await using server = await serve(dataDir);
  const { data: references } = await clientOf(server).post('/data/foundation/catalog/dataSets', {
    body: {
      name: 'Faults',
      schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile__union' },
      fileDescription: { format: 'json' },
    },
  });
  dataset = references.join().slice('@/dataSets/'.length);
  await server.stop('SIGTERM');
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('a server that is killed while an export runs', () => {
  it('shows no unfinished batch, and ends equal to an undisturbed export after the restart', async () => {
    let server = await serve(dataDir);
    const undisturbed = await finished(server, (await start(server)).id);
    expect(undisturbed.metrics.totalExportedProfileCounter).toBe(PROFILES);
    const expected = await contents(undisturbed);
    expect(expected).toHaveLength(PROFILES);
    const { totalTimeInMs: length = 0 } = undisturbed.metrics.totalTime;

    for (let kill = 0; kill < KILLS; kill += 1) {
      const job = await start(server);
      const moment = Math.random() * length;
      await delay(moment);
      await server.stop('SIGKILL');
      const visible = readdirSync(datasetDirectory(job)).filter((name) => !name.startsWith('.'));
      for (const name of visible) await readBatch(join(datasetDirectory(job), name));
      server = await serve(dataDir);
      const restarted = await finished(server, job.id);
      expect(restarted.status, `killed after ${moment} ms`).toBe('SUCCEEDED');
      expect(await contents(restarted), `killed after ${moment} ms`).toEqual(expected);
    }
    const left = readdirSync(datasetDirectory(undisturbed)).filter((name) => name.startsWith('.'));
    expect(left).toEqual([]);
    await server.stop('SIGTERM');
  }, 180_000);

  it('fails after two interruptions, without a batch', async () => {
    let server = await serve(dataDir);
    const job = await start(server);
    for (let kill = 0; kill < 2; kill += 1) {
      for (;;) {
        const { data } = await clientOf(server).get(`${EXPORTS}/{id}`, { path: { id: String(job.id) } });
        if (data.status === 'PROCESSING') break;
      }
      await server.stop('SIGKILL');
      server = await serve(dataDir);
    }
    const { errors, status } = await finished(server, job.id);
    expect(status).toBe('FAILED');
    expect(errors?.[0]?.code).toBe('0080000005');
    expect(readdirSync(datasetDirectory(job))).not.toContain(batchOf(job));
    await server.stop('SIGTERM');
  }, 120_000);
});

describe('a destination that takes no more', () => {
  it('fails with its cause when a file cannot grow, and shows no batch', async () => {
    await using server = await serve(dataDir);
    // The system answers writes beyond the limit as it does those to a full disk: with an error.
    const limit = spawn('prlimit', ['--pid', String(server.process.pid), `--fsize=${2 * 1024 * 1024}`]);
    const [code] = await once(limit, 'exit');
    expect(code).toBe(0);
    const job = await finished(server, (await start(server)).id);
    expect(job.status).toBe('FAILED');
    expect(job.errors).toEqual([{ code: '0090000009', msg: expect.stringContaining('disk is full'), callStack: '' }]);
    expect(readdirSync(datasetDirectory(job))).not.toContain(batchOf(job));
    await server.stop('SIGTERM');
  }, 60_000);

  it('fails with its cause when the directory is none, and works again when it is', async () => {
    const elsewhere = join(directory, 'blocked', 'datasets');
    mkdirSync(dirname(elsewhere));
    writeFileSync(elsewhere, 'a file');
    await using server = await serve(dataDir, '--dataset-dir', elsewhere);
    const { errors, status } = await finished(server, (await start(server)).id);
    expect(status).toBe('FAILED');
    expect(errors?.[0]?.code).toBe('0090000009');
    rmSync(elsewhere);
    const again = await finished(server, (await start(server)).id);
    expect(again.status).toBe('SUCCEEDED');
    expect(existsSync(join(elsewhere, again.sandbox.sandboxId, dataset, batchOf(again), 'manifest.json'))).toBe(true);
    await server.stop('SIGTERM');
  }, 60_000);
});
