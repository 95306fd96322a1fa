import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeShop } from '../examples/shop/generator/shop.ts';
import { shopOptions, shopOptionsFrom } from '../examples/shop/options.ts';
import { ProfileImporter, profileMigrations } from '../src/profiles/index.ts';
import { schemaMigrations } from '../src/schema/tenant-field-repository.ts';
import type { Columnar } from '../src/store/columnar/columnar.ts';
import { literal } from '../src/store/columnar/identifier.ts';
import { openColumnar } from '../src/store/columnar/open.ts';
import { openControl } from '../src/store/control/control.ts';

// node bench/load.ts [--profiles N] [--events N] [--seed N] [--rounds N]
//
// Loads the shop's events twice: with a bare INSERT … FORMAT JSONEachRow into a table whose columns have the types that
// ClickHouse infers, and with the import of the product, which validates every row, keeps the documents, finds the
// profiles and publishes all of it at once. The bare side does less: it takes what its columns can hold without rejecting
// a row for its content, keeps no document, and neither drops repeated events nor knows whose event it is. A second bare
// INSERT, into the order of the product, shows what sorting by identity costs; it has no part in the ratio.

const { values } = parseArgs({ options: { ...shopOptions, rounds: { type: 'string', default: '3' } } });
const options = shopOptionsFrom(values);
const directory = await mkdtemp(join(tmpdir(), 'secant-bench-'));
await using cleanup = new AsyncDisposableStack();
cleanup.defer(() => rm(directory, { recursive: true, force: true }));

const files = writeShop(options, join(directory, 'files'));
const size = (await stat(files.events)).size;
const columnar = cleanup.adopt(await openColumnar({ path: join(directory, 'columnar') }), (store) => store.close());
const control = cleanup.adopt(openControl(':memory:'), (store) => store.close());
await control.migrate([...profileMigrations, ...schemaMigrations]);
const importer = new ProfileImporter({
  columnar,
  control,
  now: () => options.now,
  workDirectory: join(directory, 'work'),
});

/** Event type, identity, time: the customer stands in the identity map. */
const PRODUCT_ORDER = 'eventType, sipHash64(toString(identityMap)), timestamp';

const structure = await inferredStructure(columnar, files.events);
const ratios: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const sandbox = crypto.randomUUID();
  const profiles = await measured(() => importer.importRecords(sandbox, { files: [files.profiles] }));
  const bare = await measured(() => loadBare(columnar, files.events, structure, 'eventType, timestamp'));
  const sorted = await measured(() => loadBare(columnar, files.events, structure, PRODUCT_ORDER));
  const events = await measured(() => importer.importEvents(sandbox, { files: [files.events] }));
  ratios.push(bare.seconds / events.seconds);
  report('profiles, import', options.profiles, profiles);
  report('events, bare INSERT', options.events, bare);
  report('the same, sorted', options.events, sorted);
  report('events, import', options.events, events);
  const cpu = (bare.cpu / events.cpu).toFixed(2);
  console.log(`ratio of the rates, import to bare: ${ratios.at(-1)?.toFixed(2)} by the clock, ${cpu} by CPU time\n`);
}
const median = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
console.log(`median ratio ${median.toFixed(2)} over ${ratios.length} rounds, ${(size / 1e6).toFixed(0)} MB of events`);

interface Cost {
  readonly seconds: number;
  /** Seconds of all threads: what other work on the machine disturbs least. */
  readonly cpu: number;
}

async function measured(work: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

function report(what: string, rows: number, { seconds, cpu }: Cost): void {
  const rate = Math.round(rows / seconds).toLocaleString('en-US');
  const [clock, busy] = [seconds, cpu].map((value) => value.toFixed(1).padStart(6));
  console.log(`${what.padEnd(22)} ${clock} s  ${busy} s CPU  ${rate.padStart(10)} rows/s`);
}

async function inferredStructure(store: Columnar, path: string): Promise<string> {
  const sql = `DESCRIBE TABLE file(${literal(path)}, 'JSONEachRow')`;
  const settings = {
    input_format_max_rows_to_read_for_schema_inference: 300_000,
    schema_inference_make_columns_nullable: 'auto',
  };
  const columns = await store.query<{ name: string; type: string }>(sql, { settings });
  return columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', ');
}

/** `file()` is the fastest way to give the engine its own format: it parses on all cores. */
async function loadBare(store: Columnar, path: string, columns: string, order: string): Promise<void> {
  await store.command('DROP TABLE IF EXISTS bare SYNC');
  await store.command(`CREATE TABLE bare (${columns}) ENGINE = MergeTree ORDER BY (${order})`, {
    settings: { allow_suspicious_low_cardinality_types: 1 },
  });
  await store.command(`INSERT INTO bare SELECT * FROM file(${literal(path)}, 'JSONEachRow', ${literal(columns)})`, {
    settings: { date_time_input_format: 'best_effort' },
  });
}
