import type { ShopOptions } from './generator/shop.ts';

/** The flags that say which shop is generated, for `parseArgs` of `node:util`. */
export const shopOptions = {
  profiles: { type: 'string', default: '100000' },
  events: { type: 'string', default: '2000000' },
  seed: { type: 'string', default: '1' },
  now: { type: 'string' },
} as const;

/**
 * Reads the flags. The history ends at `now`, an ISO date or date-time, or else with the start of the present day.
 * Throws with the name of the flag and what it takes.
 */
export function shopOptionsFrom(
  values: Readonly<{ profiles: string; events: string; seed: string; now?: string | undefined }>,
  clock: () => number = Date.now,
): ShopOptions {
  const today = new Date(clock()).toISOString().slice(0, 10);
  const now = Date.parse(values.now ?? today);
  if (Number.isNaN(now)) throw new RangeError(`--now takes an ISO date or date-time, not ${values.now}`);
  return {
    profiles: count('profiles', values.profiles, 1),
    events: count('events', values.events, 0),
    seed: count('seed', values.seed, 0),
    now,
  };
}

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`--${name} takes a whole number of at least ${least}, not ${text}`);
  }
  return value;
}
