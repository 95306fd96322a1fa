/** Returns the value as it is to be stored: itself, or converted. Throws a {@link Rejection} when it does not fit. */
export type Check = (value: unknown, tally: Tally) => unknown;

/** Counts what was changed without rejecting the row. */
export interface Tally {
  /** Nulls that were left out. */
  nulls: number;
  /** Unknown fields that were left out. */
  unknownFields: number;
}

export interface CheckOptions {
  /** Values come from text cells, as in CSV: the other types are read from text too. */
  readonly text: boolean;
  /** `drop` treats null as absent, `keep` lets it through for a patch to remove the field (profile-store.md section 2.4). */
  readonly nulls: 'drop' | 'keep';
  readonly unknownFields: 'reject' | 'drop';
}
