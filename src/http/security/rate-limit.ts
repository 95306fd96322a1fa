/** Takes one request of a key; answers the seconds to wait when there is none left. */
export type RateLimiter = (key: string) => number | undefined;

interface Bucket {
  tokens: number;
  /** Epoch milliseconds of the last refill. */
  at: number;
}

/** Buckets kept before full ones, which say nothing, are thrown away. */
const SWEEP_SIZE = 10_000;

/**
 * A token bucket a key, that holds what one second allows (at least one request).
 *
 * @param rps requests a second; 0 is unlimited
 * @param now epoch milliseconds
 */
export function rateLimiter(rps: number, now: () => number): RateLimiter {
  if (rps === 0) return () => undefined;
  const capacity = Math.max(1, rps);
  const buckets = new Map<string, Bucket>();

  const refilled = (bucket: Bucket, at: number): number =>
    Math.min(capacity, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * rps);

  return (key) => {
    const at = now();
    if (buckets.size >= SWEEP_SIZE) {
      for (const [other, bucket] of buckets) if (refilled(bucket, at) >= capacity) buckets.delete(other);
    }
    const bucket = buckets.get(key) ?? { tokens: capacity, at };
    const tokens = refilled(bucket, at);
    const allowed = tokens >= 1;
    buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
    return allowed ? undefined : Math.ceil((1 - tokens) / rps);
  };
}
