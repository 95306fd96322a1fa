import type { Client } from '../client.ts';
import { WaitTimeoutError } from '../errors.ts';
import type { Answer, RequestOptions } from '../operations.ts';

export interface WaitOptions<T> {
  /** Milliseconds after which it is given up; ten minutes when absent. */
  readonly timeoutMs?: number;
  /** Ends the waiting with its reason; what is waited for goes on. */
  readonly signal?: AbortSignal;
  /** Milliseconds before the second look; every further time is half as long again. 100 when absent. */
  readonly delayMs?: number;
  /** Longest time between looks; 5 seconds when absent. */
  readonly maxDelayMs?: number;
  /** Called with every state before the last, and with how much is done where the server tells it. */
  readonly onProgress?: (state: T, work: Work | undefined) => void;
}

/** Profiles, records or bytes. */
export interface Work {
  readonly done: number;
  readonly total: number;
}

/**
 * Looks at something again and again until it has ended.
 *
 * @param read looks once, under the signal that it is given
 * @throws WaitTimeoutError with the last state, the reason of the signal, and what `read` throws
 */
export async function waitFor<T, E extends T>(
  { clock }: Client,
  read: (options: Pick<RequestOptions, 'signal'>) => Promise<Answer<T>>,
  isEnded: (state: T) => state is E,
  options: WaitOptions<T> = {},
): Promise<E> {
  const { maxDelayMs = 5_000, onProgress, signal, timeoutMs = 600_000 } = options;
  const end = clock.now() + timeoutMs;
  let delay = options.delayMs ?? 100;
  for (;;) {
    const { data, headers } = await read(signal === undefined ? {} : { signal });
    if (isEnded(data)) return data;
    onProgress?.(data, workOf(headers));
    const left = end - clock.now();
    if (left <= 0) throw new WaitTimeoutError(timeoutMs, data);
    await clock.sleep(Math.min(delay, left), signal);
    delay = Math.min(1.5 * delay, maxDelayMs);
  }
}

function workOf(headers: Headers): Work | undefined {
  const [, done, total] = /^(\d+)\/(\d+)$/.exec(headers.get('x-job-progress') ?? '') ?? [];
  return done === undefined ? undefined : { done: Number(done), total: Number(total) };
}
