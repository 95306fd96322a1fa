import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxDatabase } from '../../../src/store/columnar/identifier.ts';
import { EXTERNAL, startExternal } from './kit.ts';

const ROWS = 150_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal({ maxRunsPerAudience: 1000 });
});
afterAll(() => kit.api.close());

type Stages = readonly { readonly stage: string; readonly status: string }[];
const isOver = (stages: Stages) => stages.length === 2 && stages.every(({ status }) => status !== 'PROCESSING');

it.each<[string, (stages: Stages) => boolean]>([
  ['before it begins', () => true],
  ['in its first stage', (stages) => stages.length > 0],
  ['in its second stage', (stages) => stages.length > 1],
  ['when it is over', isOver],
])('leaves nothing behind when the audience is deleted %s', async (_, isMoment) => {
  const { api, create, drop, sandboxId } = kit;
  const rows = Array.from({ length: ROWS }, (_, index) => `${index % 1000 === 0 ? '' : `p${index}@x.org`},${index}`);
  await drop('large.csv', `email,score\n${rows.join('\n')}\n`);
  const id = await create({ sourceSpec: { params: { path: 'large.csv', type: 'file' } } });
  const at = `${EXTERNAL}/${id}`;
  const { datasetId } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
  const { body: run } = await api.post(`${at}/runs`, { dataFilterStartTime: 0 });
  while (!isMoment((await api.get(`${at}/runs/${run.runId}`)).body.details)) await new Promise(setImmediate);
  expect((await api.delete(at)).status).toBe(204);
  await api.system.externalAudiences.settled();
  await api.idle();

  const database = sandboxDatabase(sandboxId);
  const { columnar, directory, externalAudiences, segmentation } = api.system;
  const tables = await columnar.query(
    `SELECT name FROM system.tables WHERE database = {database:String} AND match(name, '^(ingestion|dataset|batch)_')`,
    { params: { database } },
  );
  const memberships = await columnar.query(
    `SELECT audience_id FROM membership_bitmaps WHERE audience_id = {id:String}
     UNION ALL SELECT audience_id FROM membership_changes WHERE audience_id = {id:String}`,
    { database, params: { id } },
  );
  expect([tables, memberships, await segmentation.heads(sandboxId)]).toEqual([[], [], new Map()]);
  expect(await externalAudiences.sources.get(sandboxId, id)).toBeUndefined();
  const below = (path: string) => readdir(path).catch(() => []);
  expect(await below(directory.workPath)).toEqual([]);
  expect(await below(join(directory.datasetPath, sandboxId))).not.toContain(datasetId);
  expect((await api.get(`${at}/runs/${run.runId}`)).status).toBe(404);

  const other = await create({ sourceSpec: { params: { path: 'small.csv', type: 'file' } } });
  await drop('small.csv', 'email\nsmall@x.org\n');
  expect((await kit.run(other)).status).toBe('SUCCESS');
  expect((await api.delete(`${EXTERNAL}/${other}`)).status).toBe(204);
  await externalAudiences.settled();
});
