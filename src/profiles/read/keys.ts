/** Profile keys that one statement names. */
export const KEYS_AT_ONCE = 20_000;

/** For statements that name that many. */
export const LONG_QUERY = { max_query_size: 8 * 1024 * 1024 };

const KEY = /^[0-9]{1,20}$/;

/** The condition that a profile has one of the keys, as text: a bound parameter may not be that long on a server. */
export function isOneOf(keys: readonly string[]): string {
  const wrong = keys.find((key) => !KEY.test(key));
  if (wrong !== undefined) throw new RangeError(`Not a profile key: ${JSON.stringify(wrong)}`);
  return keys.length === 0 ? 'false' : `profile_key IN (${keys.join(', ')})`;
}
