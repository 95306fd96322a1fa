import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Client, createClient, type Schema } from 'secant/client';
import { count, duration, share } from '../../src/cli/output.ts';
import { formatTable } from '../../src/cli/table.ts';
import { SHOP_AUDIENCES } from './audiences.ts';
import { CALLER, createAudience, runJob } from './demo/api.ts';
import { secant, startServer } from './demo/secant.ts';
import { writeShop } from './generator/shop.ts';
import { shopOptions, shopOptionsFrom } from './options.ts';

// npm run demo -- [--profiles N] [--events N] [--seed N] [--now 2026-01-31] [--data-dir DIR] [--port N] [--exit]

const { values } = parseArgs({
  options: {
    ...shopOptions,
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '0' },
    exit: { type: 'boolean', default: false },
  },
});

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const started = performance.now();
  const options = shopOptionsFrom(values);
  const directory = emptyDirectory(values['data-dir']);
  const dataDir = join(directory, 'data');

  console.log(`Generating ${count(options.profiles)} profiles and ${count(options.events)} events`);
  const files = writeShop(options, join(directory, 'files'));
  console.log(`  done in ${duration(performance.now() - started)}`);

  await secant('import', 'profiles', files.profiles, '--data-dir', dataDir);
  await secant('import', 'events', files.events, '--data-dir', dataDir);
  rmSync(join(directory, 'files'), { recursive: true });

  await using server = await startServer(dataDir, values.port);
  const client = createClient({ baseUrl: server.url, ...CALLER });
  const ids = await createAudiences(client);
  console.log(`\nCreated ${ids.size} audiences: POST /data/core/ups/segment/definitions`);
  const metrics = await runJob(client);
  console.log('Ran a segment job over all of them: POST /data/core/ups/segment/jobs\n');
  console.log(resultTable(ids, metrics, await timesAlone(client, ids)));
  const profiles = count(metrics.totalProfiles ?? 0);
  const jobTime = duration(metrics.totalTime.totalTimeInMs ?? 0);
  console.log(
    `\nAll ${ids.size} in one job, over ${profiles} profiles and ${count(options.events)} events: ${jobTime}`,
  );
  console.log(`The whole demo took ${duration(performance.now() - started)}`);
  if (values.exit) return;

  console.log(hints(server.url, directory, files.bestCustomer ?? ''));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server[Symbol.asyncDispose]());
  await server.ended;
}

/** A directory of the demo's own; one that the caller names must be empty. */
function emptyDirectory(wanted: string | undefined): string {
  if (wanted === undefined) {
    rmSync('.secant/demo', { recursive: true, force: true });
    return '.secant/demo';
  }
  if (existsSync(wanted) && readdirSync(wanted).length > 0) throw new Error(`--data-dir ${wanted} is not empty`);
  return wanted;
}

/** Names with the ids of the audiences. */
async function createAudiences(client: Client): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const audience of SHOP_AUDIENCES) {
    const { description, name } = audience;
    ids.set(name, await createAudience(client, { name, description, pql: textOf(audience, ids) }));
  }
  return ids;
}

/** The expression of an audience on one line; those that it refers to must have their ids already. */
function textOf({ pql }: (typeof SHOP_AUDIENCES)[number], ids: ReadonlyMap<string, string>): string {
  const text = typeof pql === 'string' ? pql : pql((name) => ids.get(name) ?? name);
  return text.replace(/\s+/g, ' ');
}

/** Milliseconds until the question for each audience alone is answered, by its name: a count, without memberships. */
async function timesAlone(client: Client, ids: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  for (const audience of SHOP_AUDIENCES) {
    const { data } = await client.post('/secant/query', { body: { expression: textOf(audience, ids), limit: 0 } });
    times.set(audience.name, data.timeMs);
  }
  return times;
}

function resultTable(
  ids: ReadonlyMap<string, string>,
  metrics: Schema<'SegmentJob'>['metrics'],
  times: ReadonlyMap<string, number>,
): string {
  const rows = SHOP_AUDIENCES.map(({ name }) => {
    const id = ids.get(name) ?? '';
    const members = metrics.segmentedProfileCounter?.[id] ?? 0;
    return [name, count(members), share(members, metrics.totalProfiles ?? 0), duration(times.get(name) ?? 0)];
  });
  const right = { align: 'right' } as const;
  const columns = [{ title: 'Audience' }, { title: 'Members', ...right }, { title: 'Share', ...right }];
  return formatTable([...columns, { title: 'Time alone', ...right }], rows);
}

/** What to try next. The headers that every call needs are in a file, so that the lines stay short. */
function hints(url: string, directory: string, customer: string): string {
  const file = join(directory, 'curl.conf');
  const { apiKey, organization, token } = CALLER;
  const headers = [`Authorization: Bearer ${token}`, `x-api-key: ${apiKey}`, `x-gw-ims-org-id: ${organization}`];
  writeFileSync(file, `silent\n${headers.map((header) => `header = "${header}"\n`).join('')}`);
  const base = `${url.replace(/\/$/, '')}/data/core/ups`;
  const definition = {
    name: 'Basel',
    expression: { value: 'homeAddress.city = "Basel"' },
    schema: { name: '_xdm.context.profile' },
  };
  return `
Secant runs at ${url} until you press Ctrl-C. To try:
  curl -K ${file} '${base}/segment/definitions?limit=3'
  curl -K ${file} '${base}/access/entities?schema.name=_xdm.context.profile&entityId=${customer}&entityIdNS=CRMID&fields=person,loyalty,segmentMembership'
  curl -K ${file} '${base}/segment/definitions' --json '${JSON.stringify(definition)}'`;
}
