import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { loadConfig } from '../src/config/load.ts';
import { routesOf } from '../src/http/register-routes.ts';
import { startHttpServer } from '../src/http/server.ts';
import { countStored } from '../src/profiles/index.ts';
import { openSystem, type System } from '../src/system.ts';
import { AUDIENCES, fill, NOW } from './estimate/store.ts';

// node bench/estimate.ts [--profiles N] [--events N] [--rounds N] [--directory DIR] [--prepare]
//
// How long a client waits for an estimate: from POST /preview to the first answer of GET /estimate that has read
// something, and to the last. A directory keeps the store and its sample; --prepare only makes them.

const { values: flags } = parseArgs({
  options: {
    profiles: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '20000000' },
    rounds: { type: 'string', default: '5' },
    directory: { type: 'string' },
    prepare: { type: 'boolean', default: false },
  },
});
const [profiles, events, rounds] = [flags.profiles, flags.events, flags.rounds].map(Number);

await using cleanup = new AsyncDisposableStack();
const directory = flags.directory ?? (await mkdtemp(join(tmpdir(), 'secant-bench-')));
if (flags.directory === undefined) cleanup.defer(() => rm(directory, { recursive: true, force: true }));
await mkdir(directory, { recursive: true });
const config = { ...loadConfig({}), authMode: 'none', port: 0, dataDir: directory } as const;
const logger = pino({ level: 'warn' });
const system = cleanup.use(await openSystem(config, logger, () => NOW));
const { reference } = await system.sandboxes.defaultOf(config.org);
await prepare(system, reference.sandboxId);
await system.start();
const server = cleanup.adopt(await startHttpServer({ ...system, version: '0.0.0' }, routesOf(system)), (one) =>
  one.close(),
);
if (!flags.prepare) await measure();

async function prepare({ columnar, estimation, sandboxData }: System, sandboxId: string): Promise<void> {
  const { database } = await sandboxData(sandboxId);
  if ((await countStored(columnar, database)).profiles === 0) {
    await timed(`store of ${profiles} profiles and ${events} events`, () =>
      fill(columnar, database, profiles ?? 0, events ?? 0),
    );
  }
  await timed('sample', async () => {
    using _ = await estimation.samples.lease(sandboxId);
  });
}

interface Estimate {
  readonly state: string;
  readonly totalRows: number;
  readonly profilesReadSoFar: number;
  readonly estimatedSize: number;
  readonly standardError: number;
}

async function measure(): Promise<void> {
  console.log(
    `${'audience'.padEnd(34)} ${'first answer'.padStart(14)} ${'± 95 %'.padStart(10)} ${'last answer'.padStart(12)} ${'± 95 %'.padStart(8)}`,
  );
  for (const { name, pql } of AUDIENCES) {
    const times: { first: number; last: number }[] = [];
    let shown = '';
    for (let round = 0; round < (rounds ?? 1); round += 1) {
      const { first, last } = await ask(pql);
      times.push({ first: first.ms, last: last.ms });
      shown = `${ms(median(times.map((time) => time.first)))} ${share(first.estimate)} ${ms(median(times.map((time) => time.last)))} ${share(last.estimate)}`;
    }
    const [cold] = times;
    console.log(`${name.padEnd(34)} ${shown}   (cold: ${ms(cold?.first ?? 0).trim()})`);
  }
}

/** Asks as a client does: once, and then again and again until the answer is there. */
async function ask(predicateExpression: string) {
  const start = performance.now();
  const { previewId } = await call<{ previewId: string }>('POST', 'preview', { predicateExpression });
  const answers: { ms: number; estimate: Estimate }[] = [];
  for (;;) {
    const estimate = await call<Estimate>('GET', `estimate/${previewId}`);
    if (estimate.state === 'FAILED') throw new Error(JSON.stringify(estimate));
    if (estimate.profilesReadSoFar > 0) answers.push({ ms: performance.now() - start, estimate });
    if (estimate.state === 'RESULT_READY') break;
    await delay(2);
  }
  const [first, last] = [answers.at(0), answers.at(-1)];
  if (first === undefined || last === undefined) throw new Error('There was no answer');
  return { first, last };
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${server.url}/data/core/ups/${path}`, {
    method,
    headers: {
      authorization: 'Bearer bench',
      'x-api-key': 'bench',
      'x-gw-ims-org-id': config.org,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json() as Promise<T>;
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`.padStart(14);
}

function share({ estimatedSize, standardError }: Estimate): string {
  return (estimatedSize === 0 ? '' : `${((100 * 1.96 * standardError) / estimatedSize).toFixed(1)} %`).padStart(10);
}
