import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Fastify from 'fastify';
import pino from 'pino';
import { loadConfig } from '../src/config/load.ts';
import { routesOf } from '../src/http/register-routes.ts';
import { startHttpServer } from '../src/http/server.ts';
import { openSystem } from '../src/system.ts';
import { requestsPerSecond } from './requests.ts';

// node bench/audiences.ts [--audiences N] [--seconds N]
//
// Requests a second of the reads of /audiences over many audiences, against a fastify route that does nothing, by the
// same client, in a thread of its own, over 16 connections. "Cold" are requests that each follow a write, so that nothing is kept of the last.

const { values: flags } = parseArgs({
  options: { audiences: { type: 'string', default: '4000' }, seconds: { type: 'string', default: '2' } },
});
const [count, seconds] = [Number(flags.audiences), Number(flags.seconds)];
const CONNECTIONS = 16;

await using cleanup = new AsyncDisposableStack();
const directory = await mkdtemp(join(tmpdir(), 'secant-bench-'));
cleanup.defer(() => rm(directory, { recursive: true, force: true }));
const config = { ...loadConfig({}), authMode: 'none', port: 0, dataDir: directory } as const;
const logger = pino({ level: 'warn' });
const system = cleanup.use(await openSystem(config, logger, Date.now));
const scope = { imsOrgId: config.org, sandbox: (await system.sandboxes.defaultOf(config.org)).reference };
const { audiences } = system.segmentation;
await system.start();
const server = cleanup.adopt(await startHttpServer({ ...system, version: '0.0.0' }, routesOf(system)), (one) =>
  one.close(),
);
const empty = Fastify();
empty.get('/empty', async () => ({}));
const emptyUrl = await empty.listen({ port: 0, host: '127.0.0.1' });
cleanup.defer(() => empty.close());
const headers = { authorization: 'Bearer bench', 'x-api-key': 'bench', 'x-gw-ims-org-id': config.org };

const start = performance.now();
const [id = ''] = await fill();
console.log(`${count} audiences made in ${((performance.now() - start) / 1000).toFixed(1)} s`);

const base = await rate(`${emptyUrl}/empty`);
console.log(`${'request'.padEnd(58)} ${'requests/s'.padStart(10)} ${'of empty'.padStart(9)} ${'cold ms'.padStart(8)}`);
console.log(`${'empty fastify route'.padEnd(58)} ${base.toFixed(0).padStart(10)} ${'1.00'.padStart(9)}`);
for (const path of [
  `/${id}`,
  '?limit=1',
  '?limit=20',
  '?limit=100',
  '?limit=20&sort=name:asc',
  '?limit=20&name=7',
  '?limit=20&property=labels%3D%3Dcore/C3',
  '?limit=20&property=evaluationInfo.batch.enabled%3D%3Dtrue&sort=name:asc&start=50',
]) {
  const url = `${server.url}/data/core/ups/audiences${path}`;
  const warm = await rate(url);
  const shown = `${(warm / base).toFixed(2).padStart(9)} ${(await cold(url)).toFixed(1).padStart(8)}`;
  console.log(`${`GET /audiences${path.replace(id, '{id}')}`.padEnd(58)} ${warm.toFixed(0).padStart(10)} ${shown}`);
}

async function fill(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const input = {
      name: `Audience ${index}`,
      description: `People of city ${index % 50}`,
      labels: [`core/C${index % 10}`],
      expression: { type: 'PQL', format: 'pql/text', value: `homeAddress.city = "City ${index % 50}"` },
    };
    ids.push((await audiences.create(scope, input, 'bench')).audience.id);
  }
  return ids;
}

/** Requests a second. */
function rate(url: string): Promise<number> {
  return requestsPerSecond({ url, headers, connections: CONNECTIONS, seconds });
}

/** Median of milliseconds of a request that follows a write. */
async function cold(url: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    await audiences.create(scope, { name: 'Cold', namespace: 'AO', audienceId: `${url} ${round}` }, 'bench');
    const before = performance.now();
    await (await fetch(url, { headers })).text();
    times.push(performance.now() - before);
  }
  return times.toSorted((a, b) => a - b)[4] ?? 0;
}
