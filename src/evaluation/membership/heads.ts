/**
 * Audience id to the number of the last run whose result is committed for it.
 *
 * The control store owns this map and changes it in the transaction that commits a run: what a run wrote is invisible
 * before that. An audience without an entry has no members.
 */
export type Heads = ReadonlyMap<string, number>;

/** Audiences in one statement: keeps parameters, and the bitmaps in memory, small. */
const CHUNK = 500;

/** A portion of audiences with their runs, as parameters `ids: Array(String)` and `runs: Array(UInt64)`. */
export type HeadsPortion = { readonly ids: readonly string[]; readonly runs: readonly number[] };

/** Heads in portions for one statement each. */
export function* portions(heads: Iterable<readonly [string, number]>): Generator<HeadsPortion> {
  const entries = [...heads];
  for (let start = 0; start < entries.length; start += CHUNK) {
    const some = entries.slice(start, start + CHUNK);
    yield { ids: some.map(([id]) => id), runs: some.map(([, run]) => run) };
  }
}

/** Condition on `(audience_id, run_no)` for a {@link HeadsPortion}. */
export const AT_HEADS =
  '(audience_id, run_no) IN (SELECT arrayJoin(arrayZip({ids:Array(String)}, {runs:Array(UInt64)})))';
