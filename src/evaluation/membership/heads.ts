/**
 * Audience id to the number of the last run whose result is committed for it.
 *
 * The control store owns this map and changes it in the transaction that commits a run: what a run wrote is invisible
 * before that. An audience without an entry has no members.
 */
export type Heads = ReadonlyMap<string, number>;
