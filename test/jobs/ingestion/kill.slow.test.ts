import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Schema, waitForCreation, waitForIngestion } from '../../../src/client/index.ts';
import { clientOf, serve, temporaryDirectory } from '../../cli/kit.ts';
import { creation, EXTERNAL } from './kit.ts';

const ROWS = 120_000;
/** A row of so many has no identity. */
const FAILING = 50;
/** Kills of one run of the suite; the moments differ from run to run and are in the output when one fails. */
const KILLS = 12;

let directory: string;
let dataDir: string;
let config: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  dataDir = join(directory, 'data');
  config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ maxRunsPerAudience: 100 }));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Rows of persons from a number on; the last one repeats the first. */
function list(from: number): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const person = from + (index === ROWS - 1 ? 0 : index);
    return index % FAILING === 1 ? `,${index}` : `p${person}@x.org,"${index}"`;
  });
  return `email,score\n${rows.join('\n')}\n`;
}
const FAILED = ROWS / FAILING;
/** Different persons of a file. */
const PERSONS = ROWS - FAILED - 1;

const SHIFT = 7 * FAILING;

it(`ends or repeats a run that is killed at ${KILLS} random moments, with all of its members or none`, async () => {
  let server = await serve(dataDir, '--config', config);
  const { data: operation } = await clientOf(server).post(EXTERNAL, { body: creation() });
  const { audienceId: id = '' } = await waitForCreation(clientOf(server), operation.operationId);
  const { sandbox } = (await clientOf(server).get('/data/core/ups/audiences/{id}', { path: { id } })).data;
  const landing = join(dataDir, 'landing', sandbox.sandboxId);
  await mkdir(landing, { recursive: true });

  const start = async (from: number, differentialIngestion = false): Promise<string> => {
    await writeFile(join(landing, 'list.csv'), list(from));
    const body = { dataFilterStartTime: 0, differentialIngestion };
    return (await clientOf(server).post(`${EXTERNAL}/{id}/runs`, { path: { id }, body })).data.runId;
  };
  const finished = (run: string) => waitForIngestion(clientOf(server), id, run, { maxDelayMs: 100 });
  const ask = async () => {
    const body = { expression: `inSegment("${id}")` };
    return (await clientOf(server).post('/secant/query', { body })).data;
  };
  const members = async () => (await ask()).count;
  const profiles = async () => (await ask()).totalProfiles;
  /** The first and the last person of a file, and the one that only the file before has. */
  const has = async (person: number) => {
    const query = { 'schema.name': '_xdm.context.profile', entityIdNS: 'Email', entityId: `p${person}@x.org` };
    const { data } = await clientOf(server).get('/data/core/ups/access/entities', { query });
    const memberships = Object(Object.values(data)[0]?.entity.segmentMembership);
    return JSON.stringify(memberships.CustomerAudienceUpload?.[id]).includes('realized');
  };
  const expectReport = async (run: Schema<'Ingestion'>, created: number, where: string) => {
    const [rows, found] = run.details;
    expect(rows, where).toMatchObject({
      status: 'SUCCESS',
      recordsRead: ROWS,
      recordsIngested: ROWS - FAILED,
      recordsFailed: FAILED,
      failures: { NO_IDENTITY: FAILED },
    });
    expect(found, where).toMatchObject({
      status: 'SUCCESS',
      recordsRead: PERSONS,
      newProfileFragments: created,
      existingProfileFragments: PERSONS - created,
    });
    const rejects = join(dataDir, 'datasets', sandbox.sandboxId, String(rows?.failedRecordsFile));
    expect((await readFile(rejects, 'utf8')).trimEnd().split('\n').length, where).toBe(FAILED);
  };

  const begun = performance.now();
  let from = 0;
  await expectReport(await finished(await start(from)), PERSONS, 'undisturbed');
  const duration = performance.now() - begun;
  let known = PERSONS;
  const outcomes = { SUCCESS: 0, FAILED: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const run = await start(from + SHIFT);
    const moments: number[] = [];
    // A second kill interrupts what the first one left to be repeated.
    for (let again = 0; again < (kill % 3 === 2 ? 2 : 1); again += 1) {
      const moment = Math.round(Math.random() * duration);
      moments.push(moment);
      await delay(moment);
      await server.stop('SIGKILL');
      server = await serve(dataDir, '--config', config);
      expect(await members(), `killed after ${moments.join(', ')} of ${duration} ms`).toBe(PERSONS);
    }
    const where = `kill ${kill} after ${moments.join(' and ')} of ${duration.toFixed(0)} ms`;
    const report = await finished(run);
    const isDone = report.status === 'SUCCESS';
    if (moments.length === 1) expect(report.status, where).toBe('SUCCESS');
    outcomes[isDone ? 'SUCCESS' : 'FAILED'] += 1;
    if (isDone) {
      await expectReport(report, SHIFT - SHIFT / FAILING, where);
      known += SHIFT - SHIFT / FAILING;
    } else {
      expect(report.details.at(-1) ?? { status: 'FAILED' }, where).toMatchObject({ status: 'FAILED' });
    }
    expect([where, await members(), await profiles()]).toEqual([where, PERSONS, known]);
    const [entered, left] = [from + SHIFT + 2, from + 2];
    if (isDone) from += SHIFT;
    if (isDone) expect([where, await has(entered), await has(left)]).toEqual([where, true, false]);
    else expect([where, await has(left)]).toEqual([where, true]);
  }
  expect(outcomes.SUCCESS).toBeGreaterThanOrEqual(KILLS - KILLS / 3);

  await expectReport(await finished(await start(from, true)), 0, 'the run that follows');
  expect(await members()).toBe(PERSONS);
  await server.stop('SIGTERM');
}, 300_000);
