import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openColumnar } from '../src/store/columnar/open.ts';
import { generate } from './batch/data.ts';
import { askAll, type Question } from './batch/questions.ts';
import { type Run, runAll } from './batch/runs.ts';

/**
 * Evaluation in SQL against hand-written SQL on the same tables, in one run; every count is compared with that by hand:
 * `node bench/batch.ts [questions] [runs] [runs-of-1000] [--profiles 200000] [--events 4000000] [--rounds 15] [--data DIRECTORY] [--json]`.
 * The data is generated, or kept for the next time in a directory that is given.
 */

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profiles: { type: 'string', default: '200000' },
    events: { type: 'string', default: '4000000' },
    rounds: { type: 'string', default: '15' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const parts = new Set(positionals.length === 0 ? ['questions', 'runs'] : positionals);
const rounds = Number(flags.rounds);
const database = 'bench';

const directory = flags.data ?? (await mkdtemp(join(tmpdir(), 'secant-bench-')));
const isThere = flags.data !== undefined && existsSync(flags.data);
const columnar = await openColumnar({ path: directory });
try {
  if (!isThere) await generate(columnar, database, Number(flags.profiles), Number(flags.events));
  const questions = parts.has('questions') ? await askAll(columnar, database, rounds) : [];
  const runs = [
    ...(parts.has('runs') ? [await runAll(columnar, database, 100, Math.ceil(rounds / 2))] : []),
    ...(parts.has('runs-of-1000') ? [await runAll(columnar, database, 1000, Math.ceil(rounds / 8))] : []),
  ];
  if (flags.json) process.stdout.write(`${JSON.stringify({ questions, runs })}\n`);
  else process.stdout.write(`${[...table(questions), ...runs.flatMap(described)].join('\n')}\n`);
} finally {
  await columnar.close();
  if (flags.data === undefined) await rm(directory, { recursive: true, force: true });
}

function table(questions: readonly Question[]): readonly string[] {
  if (questions.length === 0) return [];
  const row = (...cells: readonly string[]) =>
    cells.map((cell, at) => (at ? cell.padStart(9) : cell.padEnd(48))).join(' ');
  return [
    row(`medians of ${rounds} rounds`, 'members', 'compiled', 'by hand', 'ratio', 'fastest'),
    ...questions.map(({ audience, byHand, compiled, members, ratio }) =>
      row(audience, `${members}`, ms(compiled), ms(byHand), ratio.median.toFixed(2), ratio.fastest.toFixed(2)),
    ),
  ];
}

function described({ audiences, evaluation, first, memory, oneByOne, onePass }: Run): readonly string[] {
  return [
    '',
    `${audiences} audiences in one pass, with memberships and counters: ${ms(onePass)}, of that evaluation ${ms(evaluation)}`,
    `the first time, when every member is an entry: ${ms(first)}`,
    `one query each, counting only: ${ms(oneByOne)}; one pass is ${(oneByOne / onePass).toFixed(1)} times faster`,
    `most memory of the process: ${(memory / 1e9).toFixed(2)} GB`,
  ];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
