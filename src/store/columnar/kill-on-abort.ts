import { setTimeout as delay } from 'node:timers/promises';

/**
 * Kills a statement when `signal` aborts, for as long as the returned scope is open.
 *
 * Kills again until the scope ends, because the engine cannot find a statement that it has not registered yet.
 */
export function killOnAbort(signal: AbortSignal, kill: () => Promise<void>): AsyncDisposable {
  const ended = new AbortController();
  const killing = aborts(signal, ended.signal).then(async (aborted) => {
    for (let pause = 5; aborted && !ended.signal.aborted; pause = Math.min(pause * 2, 200)) {
      await kill();
      await delay(pause, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      ended.abort();
      await killing;
    },
  };
}

/** True when `signal` aborts, false when `ended` does first. */
function aborts(signal: AbortSignal, ended: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(true);
    signal.addEventListener('abort', () => resolve(true), { signal: ended, once: true });
    ended.addEventListener('abort', () => resolve(false), { once: true });
  });
}
