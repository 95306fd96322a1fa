import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHOP_AUDIENCES } from '../examples/shop/audiences.ts';
import { writeShop } from '../examples/shop/generator/shop.ts';
import { shopOptions, shopOptionsFrom } from '../examples/shop/options.ts';
import { UNION_ID } from '../src/schema/union.ts';
import { literal } from '../src/store/columnar/identifier.ts';
import type { System } from '../src/system.ts';
import { freshSystem } from './fresh-system.ts';

// node bench/export.ts [--profiles N] [--events N] [--seed N] [--rounds N]
//
// Exports all profiles of the shop with their memberships to Parquet, and beside it writes the very same rows with a bare
// SELECT … INTO OUTFILE … FORMAT Parquet from a table that holds nothing else. The export chooses the profiles, joins
// memberships, nests the columns, makes files durable and takes their checksums; the bare statement only writes.

const { values } = parseArgs({ options: { ...shopOptions, rounds: { type: 'string', default: '3' } } });
const options = shopOptionsFrom(values);
await using fresh = await freshSystem();
const { directory, scope, system } = fresh;
const { sandbox } = scope;

const files = writeShop(options, join(directory, 'files'));
await system.importer.importRecords(sandbox.sandboxId, { files: [files.profiles] });
await system.importer.importEvents(sandbox.sandboxId, { files: [files.events] });
await evaluateAudiences(system);
const dataset = await system.datasets.create(sandbox.sandboxId, {
  name: 'bench',
  behavior: 'record',
  schemaId: UNION_ID.profile,
  upsert: false,
  format: 'parquet',
  tags: {},
  createdBy: 'bench',
});
if (dataset === undefined) throw new Error('The dataset was not created.');
const { database } = await system.sandboxData(sandbox.sandboxId);

for (const withEvents of [false, true]) {
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const exported = await exportOnce(system, withEvents);
    const bare = await bareOnce(system, exported.path, round);
    const ratio = bare.seconds / exported.seconds;
    ratios.push(ratio);
    const rate = (seconds: number) => `${Math.round(exported.records / seconds / 1000)} k records/s`;
    console.log(
      `${withEvents ? 'profiles with events' : 'profiles'}: export ${exported.seconds.toFixed(2)} s (${rate(exported.seconds)}), ` +
        `bare ${bare.seconds.toFixed(2)} s (${rate(bare.seconds)}), ${(bare.bytes / 1e6).toFixed(1)} MB; ratio of the rates ${ratio.toFixed(2)}`,
    );
  }
  const median = ratios.toSorted((one, other) => one - other)[Math.floor(ratios.length / 2)] ?? 0;
  console.log(`median ratio ${median.toFixed(2)} over ${ratios.length} rounds\n`);
}

async function evaluateAudiences({ segmentation }: System): Promise<void> {
  const origin = { requestId: 'bench', profileInstanceId: 'ups', persist: true };
  const ids = new Map<string, string>();
  for (const { name, pql } of SHOP_AUDIENCES) {
    const value = typeof pql === 'string' ? pql : pql((other) => ids.get(other) ?? '');
    const input = { name, expression: { value }, schema: { name: '_xdm.context.profile' } };
    const { audience: definition } = await segmentation.definitions.create(scope, input, 'bench');
    ids.set(name, definition.id);
  }
  await segmentation.jobs.create(scope, { segments: [{ segmentId: '*' }] }, origin);
  await segmentation.runner.idle();
}

async function exportOnce({ directory: data, exports, segmentation }: System, withEvents: boolean) {
  const started = performance.now();
  const created = await exports.create(
    scope,
    {
      destination: { datasetId: dataset?.id ?? '' },
      schema: { name: '_xdm.context.profile' },
      ...(withEvents && { additionalFields: { eventList: {} } }),
    },
    { source: 'api', requestId: 'bench', profileInstanceId: 'ups' },
  );
  await segmentation.runner.idle();
  const seconds = (performance.now() - started) / 1000;
  const job = await exports.get(scope, created.id);
  if (job.counters === undefined) throw new Error(`The export failed: ${JSON.stringify(job.errors)}`);
  const path = join(data.datasetPath, sandbox.sandboxId, job.datasetId, job.batchIds[0] ?? '');
  return { seconds, path, records: job.counters.totalExportedProfileCounter };
}

async function bareOnce({ columnar }: System, path: string, round: number) {
  const rows = `bench_rows_${round}`;
  const out = join(directory, `bare-${round}.parquet`);
  await columnar.command(
    `CREATE TABLE ${rows} ENGINE = MergeTree ORDER BY tuple()
     AS SELECT * FROM file(${literal(join(path, '*.parquet'))}, 'Parquet')`,
    { database },
  );
  const started = performance.now();
  await columnar.command(`SELECT * FROM ${rows} INTO OUTFILE ${literal(out)} FORMAT Parquet`, { database });
  const seconds = (performance.now() - started) / 1000;
  const { size: bytes } = await stat(out);
  await columnar.command(`DROP TABLE ${rows}`, { database });
  await rm(out);
  return { seconds, bytes };
}
