import { type Facts, factsOf } from '../facts/facts.ts';
import type { Ir } from '../ir.ts';
import { commonReasons, type EligibilityContext, sequenceReasons } from './common.ts';
import { edgeReasons, legacyEdgeReasons } from './edge.ts';
import type { Reason } from './reason.ts';
import { legacyStreamingReasons, streamingReasons } from './streaming.ts';

export interface Eligibility {
  /** False only for an expression that cannot be saved. */
  readonly batch: boolean;
  readonly streaming: boolean;
  readonly edge: boolean;
  /** Why a method is not allowed: in order of code, each with the part of the expression that causes it. */
  readonly reasons: { readonly streaming: readonly Reason[]; readonly edge: readonly Reason[] };
}

/** Which evaluation methods a definition may use (evaluation.md section 2.3). Pass `facts` if they are at hand. */
export function eligibility(ir: Ir, context: EligibilityContext, facts: Facts = factsOf(ir)): Eligibility {
  const unsaveable = sequenceReasons(ir);
  if (unsaveable.length > 0) {
    return { batch: false, streaming: false, edge: false, reasons: { streaming: unsaveable, edge: unsaveable } };
  }
  const common = commonReasons(ir, facts, context);
  const legacy = context.rules === 'legacy';
  const streaming = sorted(legacy ? legacyStreamingReasons(facts, common) : streamingReasons(facts, common));
  const edge = sorted(legacy ? legacyEdgeReasons(facts, common) : edgeReasons(facts, common, context));
  return {
    batch: true,
    streaming: streaming.length === 0,
    edge: edge.length === 0,
    reasons: { streaming, edge },
  };
}

function sorted(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.span.start - b.span.start));
}
