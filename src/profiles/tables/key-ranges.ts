/** A range of `profile_key` as parameters of {@link IN_KEY_RANGE}; both bounds are inside. */
export type HashRange = { readonly from: bigint; readonly to: bigint };

/** Condition on rows whose key is in a {@link HashRange}. */
export const IN_KEY_RANGE = 'profile_key BETWEEN {from:UInt64} AND {to:UInt64}';

/**
 * Of statements with large sets of values: a set that is also made to choose parts of an index takes several times the
 * memory and time of the set itself, and chooses nothing when it is large.
 */
export const LARGE_SETS = { use_index_for_in_with_subqueries_max_values: 20_000 };

const KEYS = 1n << 64n;

/** Ranges of keys, which are hashes, so that each has about `atOnce` of a number of rows: bounds the memory of statements. */
export function evenKeyRanges(rows: number, atOnce: number): readonly HashRange[] {
  const ranges = BigInt(Math.max(1, Math.ceil(rows / atOnce)));
  return Array.from({ length: Number(ranges) }, (_, index) => ({
    from: (BigInt(index) * KEYS) / ranges,
    to: (BigInt(index + 1) * KEYS) / ranges - 1n,
  }));
}
