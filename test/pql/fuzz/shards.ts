import { fork } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzCounts, FuzzOptions, FuzzResult, Shard } from './fuzz.ts';

/** What a process is asked to do. */
export interface ShardOrder extends Pick<FuzzOptions, 'cases' | 'seed'> {
  readonly shard: Shard;
  /** The data directory of its engine, empty. */
  readonly path: string;
}

/** What it answers: numbers of expressions done, and at last the result. */
export type ShardAnswer = { readonly done: number } | { readonly result: FuzzResult };

interface FuzzInShards extends Pick<FuzzOptions, 'cases' | 'seed'> {
  /** Processes that share the cases: the engine has one data directory a process. */
  readonly shards: number;
}

/** Does the rounds of {@link fuzz} in several processes; the first difference ends them all. */
export async function fuzzInShards(
  { cases, seed, shards }: FuzzInShards,
  onProgress: (done: number) => void,
): Promise<FuzzResult> {
  const ending = new AbortController();
  const done = Array.from({ length: shards }, () => 0);
  const results = await Promise.all(
    done.map(async (_, index) => {
      await using directory = await mkdtempDisposable(join(tmpdir(), 'secant-fuzz-'));
      const order: ShardOrder = { cases, seed, shard: { index, of: shards }, path: directory.path };
      const result = await run(order, ending.signal, (own) => {
        done[index] = own;
        onProgress(done.reduce((sum, count) => sum + count));
      });
      if (result?.difference) ending.abort();
      return result;
    }),
  );
  const ended = results.filter((result) => result !== undefined);
  const difference = ended.map((result) => result.difference).find((found) => found !== undefined);
  return { ...ended.reduce(sum, NOTHING), ...(difference && { difference }) };
}

/** The result of one process; undefined when it is ended before. */
function run(
  order: ShardOrder,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<FuzzResult | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FuzzResult | undefined>();
  const child = fork(new URL('./shard.ts', import.meta.url), { signal });
  let result: FuzzResult | undefined;
  child.on('message', (answer: ShardAnswer) => {
    if ('done' in answer) onProgress(answer.done);
    else result = answer.result;
  });
  child.on('error', (error) => (signal.aborted ? resolve(undefined) : reject(error)));
  child.on('exit', (code, killed) => {
    if (result || signal.aborted) resolve(result);
    else reject(new Error(`A process ended without a result: ${killed ?? code}`));
  });
  child.send(order);
  return promise;
}

const NOTHING: FuzzCounts = { cases: 0, evaluations: 0, inSql: 0, residual: 0, failed: 0 };

const sum = (a: FuzzCounts, b: FuzzCounts): FuzzCounts => ({
  cases: a.cases + b.cases,
  evaluations: a.evaluations + b.evaluations,
  inSql: a.inSql + b.inSql,
  residual: a.residual + b.residual,
  failed: a.failed + b.failed,
});
