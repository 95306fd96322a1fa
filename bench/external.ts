import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { literal } from '../src/store/columnar/identifier.ts';
import type { System } from '../src/system.ts';
import { freshSystem } from './fresh-system.ts';

// node bench/external.ts [--megabytes N] [--megabytes N] …
//
// Ingests a file of each size into an external audience, each in a process of its own, and beside it loads the same rows
// with a bare INSERT … SELECT … FROM file(…) into a table in the order of the identities. The ingestion checks every cell,
// keeps the rows, finds or makes the profile of each identity, and publishes all of it at once; the bare side only types
// and sorts. Half of the identities belong to profiles of an earlier run, one row in fifty repeats an identity, one in a
// hundred fails.

const FIELDS = [
  { name: 'email', type: 'string', identityNs: 'Email' },
  { name: 'first_name', type: 'string' },
  { name: 'city', type: 'string' },
  { name: 'score', type: 'integer' },
  { name: 'spent', type: 'number' },
  { name: 'seen', type: 'datetime' },
  { name: 'active', type: 'boolean' },
] as const;
const requester = { userId: 'bench', requestId: 'bench' };

const { values } = parseArgs({
  options: { megabytes: { type: 'string', multiple: true, default: ['100', '300'] }, child: { type: 'boolean' } },
});
const sizes = values.megabytes.map(Number);
const [first = 0] = sizes;
if (values.child === true) await measure(first);
else {
  for (const size of sizes) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      import.meta.filename,
      '--child',
      '--megabytes',
      String(size),
    ]);
    process.stdout.write(stdout);
  }
}

async function measure(megabytes: number): Promise<void> {
  await using fresh = await freshSystem();
  const { scope, system } = fresh;
  const landing = join(system.directory.landingZonePath, scope.sandbox.sandboxId);
  await mkdir(landing, { recursive: true });
  const path = join(landing, 'list.csv');

  const id = await createAudience(system, scope);
  const known = await writeFile(path, (megabytes * 1e6) / 2, { every: 2 });
  const earlier = await ingest(system, scope, id);
  await rm(path);
  const rows = await writeFile(path, megabytes * 1e6, { every: 1 });
  const before = process.memoryUsage.rss();
  const run = await ingest(system, scope, id);
  const peak = process.resourceUsage().maxRSS * 1024;
  const bare = await loadBare(system, path);
  const rate = (seconds: number) => `${Math.round(rows / seconds / 1000)} k rows/s`;
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `${mb((await stat(path)).size)}, ${rows.toLocaleString('en-US')} rows (earlier run: ${known.toLocaleString('en-US')} rows, ${earlier.seconds.toFixed(1)} s)\n` +
      `  ingestion ${run.seconds.toFixed(1)} s (${rate(run.seconds)}): rows ${run.rows.toFixed(1)} s, profiles ${run.profiles.toFixed(1)} s; ` +
      `bare ${bare.toFixed(1)} s (${rate(bare)}); ratio of the rates ${(bare / run.seconds).toFixed(2)}\n` +
      `  RSS ${mb(before)} before, at most ${mb(peak)}\n` +
      `  ${JSON.stringify(run.details)}`,
  );
}

type Scope = Parameters<System['externalAudiences']['service']['create']>[0];

async function createAudience({ externalAudiences, segmentation }: System, scope: Scope): Promise<string> {
  const job = await externalAudiences.service.create(
    scope,
    {
      name: 'Bench',
      fields: FIELDS.map((field) => ({ ...field })),
      sourceSpec: { params: { path: 'list.csv', type: 'file' } },
      originName: 'CUSTOM_UPLOAD',
    },
    requester,
  );
  await segmentation.runner.idle();
  return job.audienceId;
}

async function ingest({ externalAudiences: { service }, segmentation }: System, scope: Scope, id: string) {
  const started = performance.now();
  const { id: runId } = await service.startRun(scope, id, { dataFilterStartTime: 0 }, requester);
  let rows = 0;
  const watch = setInterval(async () => {
    const { stages } = await service.run(scope, id, runId);
    if (stages.length === 2 && rows === 0) rows = (performance.now() - started) / 1000;
  }, 50);
  await segmentation.runner.idle();
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const run = await service.run(scope, id, runId);
  if (run.status !== 'SUCCEEDED') throw new Error(`The run failed: ${JSON.stringify(run)}`);
  return { seconds, rows, profiles: seconds - rows, details: run.stages.map(({ counts }) => counts) };
}

/** Writes about as many bytes as wanted, and answers how many rows these are. */
async function writeFile(path: string, bytes: number, { every }: { readonly every: number }): Promise<number> {
  const file = createWriteStream(path);
  let written = 0;
  let rows = 0;
  let text = 'email,first_name,city,score,spent,seen,active\n';
  while (written < bytes) {
    for (let index = 0; index < 5000; index += 1) {
      rows += 1;
      const person = (rows % 50 === 0 ? rows - 25 : rows) * every;
      const email = rows % 100 === 99 ? '' : `person${person}@mail${person % 97}.example.com`;
      const city = rows % 7 === 0 ? '"Paris, ""13e"""' : 'Amsterdam';
      text += `${email},Name${person % 1000},${city},${person % 101},${(person % 9973) / 100},2026-03-${10 + (person % 20)}T08:00:00Z,${rows % 3 === 0}\n`;
    }
    written += text.length;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end();
  await once(file, 'close');
  return rows;
}

async function loadBare({ columnar }: System, path: string): Promise<number> {
  await columnar.command(
    `CREATE TABLE bare (email String, first_name Nullable(String), city Nullable(String), score Nullable(Int64),
       spent Nullable(Float64), seen Nullable(DateTime64(3)), active Nullable(Bool)) ENGINE = MergeTree ORDER BY email`,
  );
  const started = performance.now();
  await columnar.command(`INSERT INTO bare SELECT * FROM file(${literal(path)}, 'CSVWithNames')`, {
    settings: { date_time_input_format: 'best_effort' },
  });
  return (performance.now() - started) / 1000;
}
