import type { CompareOp, Span } from '../ir.ts';
import type { LookBack } from './windows.ts';

/** One event that a query looks for. */
export interface EventNode {
  readonly span: Span;
  readonly lookBack: LookBack;
  /** How many events are needed; 2 also for "exactly one", which needs the history. */
  readonly minimumCount: number;
  /** True if the node demands the absence of events. */
  readonly negated: boolean;
}

/** A condition on events (evaluation.md section 2.3, step 1). */
export interface EventQuery {
  readonly span: Span;
  /** True if it is true of a profile without events, by `not` or by its form. */
  readonly negated: boolean;
  readonly nodes: readonly EventNode[];
  /** True if the nodes follow each other in time; a single node is ordered. */
  readonly ordered: boolean;
  /** True for sums and other values computed from events. */
  readonly aggregated: boolean;
}

/** How a number of events is compared: whether none is enough, and the smallest number that is. */
export interface Counting {
  readonly negated: boolean;
  readonly minimumCount: number;
}

/** Reads `count op n`. */
export function countingOf(op: CompareOp, value: number): Counting {
  const none = { negated: true, minimumCount: 1 };
  const some = (minimumCount: number) => ({ negated: false, minimumCount });
  switch (op) {
    case '=':
      if (value === 0) return none;
      return some(Math.max(2, Math.ceil(value)));
    case '!=':
      return value === 0 ? some(1) : none;
    case '<':
    case '<=':
      return none;
    case '>=':
      return value <= 0 ? none : some(Math.ceil(value));
    case '>':
      return value < 0 ? none : some(Math.floor(value) + 1);
  }
}
