import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { event, person } from './harness.ts';

const CHILD = fileURLToPath(new URL('./import-child.ts', import.meta.url));
const PEOPLE = 3000;
const EVENTS = 40_000;
const KILLS = 10;

let files: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'secant-kill-files-'));
  const lines = (count: number, row: (index: number) => object) =>
    Array.from({ length: count }, (_, index) => `${JSON.stringify(row(index))}\n`).join('');
  await writeFile(
    join(files, 'records.ndjson'),
    lines(PEOPLE, (index) => person(index, { loyalty: { points: index } })),
  );
  // A tenth of the people is known by events only.
  const anyone = PEOPLE + PEOPLE / 10;
  await writeFile(
    join(files, 'events.ndjson'),
    lines(EVENTS, (index) => event(`e${index}`, index % anyone, index % 1000)),
  );
});
afterAll(() => rm(files, { recursive: true, force: true }));

/** Runs the child; kills it after `patience` milliseconds counted from its start, unless it has ended. */
async function run(directory: string, sandbox: string, mode: 'import' | 'check', patience?: number) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, directory, sandbox, mode]);
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdout.on('data', (chunk) => {
    if (output === '' && patience !== undefined) setTimeout(() => child.kill('SIGKILL'), patience);
    output += chunk;
  });
  const started = performance.now();
  const [code, signal] = await once(child, 'close');
  expect({ code, signal, errors }, `${mode} in ${directory}`).toMatchObject(
    signal === 'SIGKILL' && patience !== undefined ? { code: null } : { code: 0 },
  );
  const said = output
    .trim()
    .split('\n')
    .filter((line) => line.endsWith('}'));
  return { said: said.map((line) => JSON.parse(line)), duration: performance.now() - started };
}

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-kill-'));
  for (const name of ['records.ndjson', 'events.ndjson']) {
    await copyFile(join(files, name), join(directory, name));
  }
  return directory;
}

it(`loses nothing and doubles nothing when it is killed at ${KILLS} random moments`, { timeout: 240_000 }, async () => {
  const quiet = await newDirectory();
  const { duration } = await run(quiet, randomUUID(), 'import');
  await rm(quiet, { recursive: true, force: true });
  let interrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const directory = await newDirectory();
    const sandbox = randomUUID();
    const patience = Math.random() * duration;
    const { said } = await run(directory, sandbox, 'import', patience);
    const acknowledged = said.flatMap((line) => line.acknowledged ?? []);
    if (acknowledged.length < 2) interrupted += 1;
    const [found] = (await run(directory, sandbox, 'check')).said;
    const about = `killed after ${patience.toFixed(0)} ms, acknowledged ${acknowledged.join(' and ') || 'nothing'}`;

    const records = found.counts.fragments;
    const events = found.counts.events;
    expect([0, PEOPLE], about).toContain(records);
    expect([0, EVENTS], about).toContain(events);
    if (acknowledged.includes('records')) expect(records, about).toBe(PEOPLE);
    if (acknowledged.includes('events')) expect(events, about).toBe(EVENTS);
    const profiles = events > 0 ? PEOPLE + PEOPLE / 10 : records;
    expect(found.counts.profiles, about).toBe(profiles);
    expect(found.distinct, about).toEqual({
      events: String(events),
      numbers: String(profiles),
      highest: profiles,
      staging: '0',
    });
    for (const state of found.states) expect(['success', 'failed'], about).toContain(state);

    await run(directory, sandbox, 'import');
    const [whole] = (await run(directory, sandbox, 'check')).said;
    expect(whole.counts, about).toMatchObject({ profiles: PEOPLE + PEOPLE / 10, fragments: PEOPLE, events: EVENTS });
    await rm(directory, { recursive: true, force: true });
  }
  expect(interrupted).toBeGreaterThan(0);
});
