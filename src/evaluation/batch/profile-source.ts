import type { Columnar } from '../../store/columnar/columnar.ts';

/** A profile as the evaluator reads it. */
export interface LoadedProfile {
  /** Decimal digits of a 64-bit number. */
  readonly profileKey: string;
  readonly profileNo: number;
  /** The merged record; `segmentMembership` holds what was evaluated elsewhere, not what this system evaluates. */
  readonly entity: Readonly<Record<string, unknown>>;
  /** Experience events in time order, at least those that were asked for. */
  readonly events: readonly unknown[];
}

/** Reads the documents of profiles by their keys, in any order; keys without a profile are left out. */
export type LoadProfiles = (
  columnar: Columnar,
  database: string,
  keys: readonly string[],
  options: {
    /** No events, all, or those of some event types. */
    readonly events: 'none' | 'all' | ReadonlySet<string>;
    readonly signal?: AbortSignal;
  },
) => AsyncIterable<LoadedProfile>;
