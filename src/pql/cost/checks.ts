import type { Warning, WarningCode } from '../check/warnings.ts';
import { MAX_SEQUENCE } from '../eligibility/common.ts';
import type { Ir } from '../ir.ts';
import type { Cost } from './cost.ts';

export type CheckName =
  | 'rewritescheck'
  | 'cnfcomplexitycheck'
  | 'chaincountcheck'
  | 'countaggregationcheck'
  | 'arraydepthcheck';

/** A limit of evaluation.md section 11 that a definition exceeds; critical ones forbid saving it. */
export interface FailedCheck {
  readonly check: CheckName;
  readonly critical: boolean;
  readonly found: number;
  readonly limit: number;
}

/** What every query has. */
type Measure = Exclude<keyof Cost, 'residualShare'>;

const CHECKS: readonly { check: CheckName; critical: boolean; limit: number; of: Measure }[] = [
  { check: 'rewritescheck', critical: true, limit: 500, of: 'leaves' },
  { check: 'cnfcomplexitycheck', critical: true, limit: 5_000, of: 'normalFormLiterals' },
  { check: 'chaincountcheck', critical: true, limit: MAX_SEQUENCE, of: 'longestSequence' },
  { check: 'countaggregationcheck', critical: false, limit: 3, of: 'aggregations' },
  { check: 'arraydepthcheck', critical: false, limit: 2, of: 'arrayDepth' },
];

/** The checks that run when a definition is saved; the size of the audience is checked elsewhere. */
export function saveChecks(cost: Cost): readonly FailedCheck[] {
  return CHECKS.filter(({ of, limit }) => cost[of] > limit).map(({ check, critical, limit, of }) => ({
    check,
    critical,
    found: cost[of],
    limit,
  }));
}

const PRACTICES: readonly { code: WarningCode; limit: number; of: Measure; what: string }[] = [
  { code: 'BUILDING_BLOCKS', limit: 50, of: 'leaves', what: 'building blocks' },
  { code: 'EVENT_SEQUENCES', limit: 6, of: 'sequences', what: 'event sequences' },
  { code: 'AGGREGATIONS', limit: 3, of: 'aggregations', what: 'aggregations' },
  { code: 'ARRAY_DEPTH', limit: 2, of: 'arrayDepth', what: 'levels of nested arrays' },
];

/** Warnings of the builder's best practices (pql.md section 11.3). */
export function practiceWarnings(ir: Ir, cost: Cost): readonly Warning[] {
  return PRACTICES.filter(({ of, limit }) => cost[of] > limit).map(({ code, limit, of, what }) => ({
    code,
    message: `${cost[of]} ${what}; more than ${limit} are slow and hard to read`,
    ...ir.span,
  }));
}
