import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluateAdHoc, type Heads, keyRanges, type LoadProfiles, runBatch } from '../src/evaluation/index.ts';
import { check, parse } from '../src/pql/index.ts';
import type { Ir } from '../src/pql/ir.ts';
import { openColumnar } from '../src/store/columnar/open.ts';
import { type BenchAudience, mixed, typical } from './batch/audiences.ts';
import { generate, layout, now, schema } from './batch/data.ts';

/**
 * Batch evaluation against hand-written SQL on the same tables, in one run:
 * `node bench/batch.ts [--profiles 200000] [--events 4000000] [--repeat 3] [--data DIRECTORY] [--json]`.
 * The data is generated, or kept for the next time in a directory that is given.
 */

const { values: flags } = parseArgs({
  options: {
    profiles: { type: 'string', default: '200000' },
    events: { type: 'string', default: '4000000' },
    repeat: { type: 'string', default: '3' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const repeat = Number(flags.repeat);
const database = 'bench';

function expression(text: string): Ir {
  const { ast, diagnostics } = parse(text);
  const checked = ast && check(ast, { schema, text });
  if (checked?.ir === undefined) throw new Error(`${text}: ${JSON.stringify(checked?.diagnostics ?? diagnostics)}`);
  return checked.ir;
}

/** All audiences of the bench are decided in SQL. */
const nothing: LoadProfiles = async function* () {};

/** Shortest of some repetitions, in milliseconds: what the machine does besides only makes it longer. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < repeat; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

const directory = flags.data ?? (await mkdtemp(join(tmpdir(), 'secant-bench-')));
const isThere = flags.data !== undefined && existsSync(flags.data);
const columnar = await openColumnar({ path: directory });
try {
  if (!isThere) await generate(columnar, database, Number(flags.profiles), Number(flags.events));
  for (const table of ['membership_bitmaps', 'membership_changes'])
    await columnar.command(`TRUNCATE TABLE ${table}`, { database });
  const handWritten = async ({ sql }: BenchAudience) => {
    const [row] = await columnar.query<{ members: string }>(sql.replace('count()', 'count() AS members'), { database });
    return Number(row?.members);
  };

  // Known beforehand, as to a preview those of its sample.
  const ranges = await keyRanges(columnar, 1_000_000, { database });
  const single = [];
  for (const audience of typical) {
    const ir = expression(audience.pql);
    const query = {
      database,
      layout,
      now,
      heads: new Map(),
      expression: ir,
      excludeOptOut: false,
      sampleSize: 0,
      countNamespaces: false,
      ranges,
    };
    const { members } = await evaluateAdHoc(columnar, query, nothing);
    const byHand = await handWritten(audience);
    if (members !== byHand) throw new Error(`${audience.name}: ${members} members, by hand ${byHand}`);
    const compiled = await fastest(() => evaluateAdHoc(columnar, query, nothing));
    const hand = await fastest(() => handWritten(audience));
    single.push({ audience: audience.name, members, compiled, hand, ratio: compiled / hand });
  }

  const audiences = mixed();
  const compiled = audiences.map(({ pql }, index) => ({
    id: `${index}`,
    expression: expression(pql),
    excludeOptOut: false,
  }));
  let runNo = 0;
  let evaluation = Number.POSITIVE_INFINITY;
  let heads: Heads = new Map();
  const run = async () => {
    runNo += 1;
    const result = await runBatch(columnar, { database, audiences: compiled, layout, now, runNo, heads }, nothing);
    heads = new Map(result.results.map(({ id }) => [id, runNo]));
    evaluation = Math.min(evaluation, result.finishedAt - result.startedAt);
    return result;
  };
  const start = performance.now();
  const { results, failures } = await run();
  const firstRun = performance.now() - start;
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  for (const [index, audience] of audiences.entries()) {
    const byHand = await handWritten(audience);
    const members = results.find(({ id }) => id === `${index}`)?.members;
    if (members !== byHand) throw new Error(`${audience.name}: ${members} members, by hand ${byHand}`);
  }
  const onePass = await fastest(run);
  const oneByOne = await fastest(async () => {
    for (const audience of audiences) await handWritten(audience);
  });
  const batch = { audiences: audiences.length, firstRun, evaluation, onePass, oneByOne, ratio: oneByOne / onePass };
  report(single, batch);
} finally {
  await columnar.close();
  if (flags.data === undefined) await rm(directory, { recursive: true, force: true });
}

type Single = { audience: string; members: number; compiled: number; hand: number; ratio: number };
type Batch = {
  audiences: number;
  firstRun: number;
  evaluation: number;
  onePass: number;
  oneByOne: number;
  ratio: number;
};

function report(single: readonly Single[], batch: Batch): void {
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ profiles: Number(flags.profiles), events: Number(flags.events), single, batch })}\n`,
    );
    return;
  }
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(11);
  const lines = single.map(
    (row) =>
      `${row.audience.padEnd(48)} ${String(row.members).padStart(8)} ${ms(row.compiled)} ${ms(row.hand)} ${row.ratio.toFixed(2).padStart(6)}`,
  );
  process.stdout.write(`${'audience'.padEnd(48)}  members    compiled     by hand  ratio\n${lines.join('\n')}\n\n`);
  process.stdout.write(
    `${batch.audiences} audiences in one pass, with memberships and counters: ${ms(batch.onePass)}, of that evaluation ${ms(batch.evaluation)}\n` +
      `the first time, when every member is a change: ${ms(batch.firstRun)}\n` +
      `one query each, counting only: ${ms(batch.oneByOne)}; one pass is ${batch.ratio.toFixed(1)} times faster\n`,
  );
}
