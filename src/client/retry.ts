import type { Clock } from './clock.ts';
import { ApiError, NetworkError, RequestTimeoutError } from './errors.ts';

/** How requests are repeated that failed for a reason that passes. */
export interface RetryPolicy {
  /** Tries in all; 1 repeats nothing. */
  readonly attempts: number;
  /** Milliseconds before the second try, about; they double with every further one. */
  readonly delayMs: number;
  /** Longest time between tries; when the server asks for a longer one its error is thrown at once. */
  readonly maxDelayMs: number;
  /** From 0 to 1: spreads the tries of several clients. */
  readonly random: () => number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, delayMs: 250, maxDelayMs: 30_000, random: Math.random };

/**
 * Methods that do no more when they are done twice. DELETE is none of them: of a job it cancels first and then removes
 * the record. PATCH can add to a list.
 */
const REPEATABLE = new Set(['GET', 'PUT']);

/** Statuses that pass: the server, or what stands before it, could not do the work now. */
const PASSING = new Set([502, 503, 504]);

/**
 * Tries until there is an answer or an error that no further try would change. The server says 429 before it does
 * anything, so that is repeated whatever was asked; everything else only where doing it twice does no harm.
 *
 * @param attempt makes one try; throws what it fails with
 */
export async function retrying<T>(
  method: string,
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const asked = error instanceof ApiError ? retryAfter(error, clock.now()) : 0;
      const usual = policy.delayMs * 2 ** (tries - 1) * (0.5 + policy.random() / 2);
      if (tries >= policy.attempts || !passes(error, method) || asked > policy.maxDelayMs) throw error;
      await clock.sleep(Math.max(asked, Math.min(usual, policy.maxDelayMs)), signal);
    }
  }
}

function passes(error: unknown, method: string): boolean {
  if (error instanceof ApiError && error.status === 429) return true;
  if (!REPEATABLE.has(method)) return false;
  return (
    error instanceof NetworkError ||
    error instanceof RequestTimeoutError ||
    (error instanceof ApiError && PASSING.has(error.status))
  );
}

/** Milliseconds until the time of the `Retry-After` header, which is in seconds or a date; 0 without one. */
function retryAfter({ headers }: ApiError, now: number): number {
  const text = headers.get('retry-after') ?? '';
  const until = /^\d+$/.test(text) ? 1000 * Number(text) : Date.parse(text) - now;
  return Number.isNaN(until) ? 0 : Math.max(0, until);
}
