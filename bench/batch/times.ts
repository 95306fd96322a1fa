/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Times of two ways to the same result, in milliseconds, taken in turns so that both meet the same noise. */
export interface Comparison {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

export async function inTurns(
  rounds: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Comparison> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await timed(ours));
    times.theirs.push(await timed(theirs));
  }
  return times;
}

export function ratio(one: readonly number[], other: readonly number[]) {
  return { median: median(one) / median(other), fastest: Math.min(...one) / Math.min(...other) };
}
