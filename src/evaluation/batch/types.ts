import type { Layout } from '../../pql/clickhouse/layout.ts';
import type { Ir, Span } from '../../pql/ir.ts';
import type { RecordLookup } from '../../pql/values/records.ts';
import type { Heads } from '../membership/heads.ts';
import type { MembershipPlaces } from '../membership/places.ts';

/** One audience of a batch run: its checked expression and what else decides who is in. */
export interface BatchAudience {
  readonly id: string;
  readonly expression: Ir;
  /** `dataGovernancePolicy.excludeOptOut`: members are `predicate AND NOT opted out` (evaluation.md section 7). */
  readonly excludeOptOut: boolean;
}

/** `0080000001`: the audience could not be compiled; `0080000002`: its evaluation failed (api-conventions.md 6.3). */
export type AudienceFailureCode = '0080000001' | '0080000002';

/** Why one audience has no result in a run, while the others have (api-segmentation.md section 3.6). */
export interface AudienceFailure {
  readonly id: string;
  readonly code: AudienceFailureCode;
  /** For users; begins with the audience id. */
  readonly message: string;
  /** For logs: what was thrown, when that was unexpected. */
  readonly cause?: unknown;
}

/** Everything a run reads, as plain data; the data itself is read from `database`. */
export interface BatchRun {
  readonly database: string;
  /** In any order; references (`inSegment`) between them are found in the expressions. */
  readonly audiences: readonly BatchAudience[];
  /** Audiences of the run that failed before (their text no longer checks): whoever refers to them fails as well. */
  readonly failures?: readonly AudienceFailure[];
  readonly layout: Layout;
  /** The instant of the run, epoch milliseconds: `now` of every expression and the time of every change. */
  readonly now: number;
  /** Number of this run; greater than every number in `heads`. */
  readonly runNo: number;
  /** The committed run of every audience that has a membership, evaluated now or not. */
  readonly heads: Heads;
  /** Where memberships of external audiences are read; only of those at `heads`. Without it ingested ids are those of audiences. */
  readonly places?: MembershipPlaces;
  /** The records of dimension classes, as they are at the start of the run; without it there are none. */
  readonly records?: RecordLookup;
  /** Profiles evaluated at once; bounds memory. Default 250,000 to 1,000,000, by the number of event leaves. */
  readonly rangeSize?: number;
  /** Aborting stops the running query; the run rejects with the signal's reason, and nothing of it is visible. */
  readonly signal?: AbortSignal;
  /** False counts only: no changes are logged, and the caller discards the run after it. Default true. */
  readonly persist?: boolean;
  readonly onProgress?: (progress: BatchProgress) => void;
}

export interface BatchProgress {
  readonly profilesDone: number;
  readonly profilesTotal: number;
}

/** How the engine evaluated an audience: completely in SQL, or by the evaluator over candidates that SQL selected. */
export type EvaluationPath =
  | { readonly kind: 'pushdown' }
  | {
      readonly kind: 'residual';
      /** The construct that SQL cannot express exactly. */
      readonly reason: string;
      readonly span: Span;
      /** Profiles that had to be loaded and evaluated. */
      readonly candidates: number;
      /** Of these, profiles given up at the step limit, which count as no members (pql.md section 11.5). */
      readonly exceeded: number;
    };

/** Counters of one audience after the run (api-segmentation.md section 3.5). */
export interface AudienceResult {
  readonly id: string;
  /** `realized + existing`. */
  readonly members: number;
  readonly realized: number;
  readonly existing: number;
  readonly exited: number;
  /** Lower-case namespace code to members that have an identity of it. */
  readonly byNamespace: Readonly<Record<string, number>>;
  readonly evaluation: EvaluationPath;
}

export interface BatchResult {
  /** Merged profiles scanned. */
  readonly profiles: number;
  /** First to last profile evaluated, epoch milliseconds of the real clock. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly results: readonly AudienceResult[];
  /** Includes the failures of the input. */
  readonly failures: readonly AudienceFailure[];
}
