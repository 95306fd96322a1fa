import { DEFAULT_STEP_LIMIT } from '../limits.ts';
import type { RecordLookup } from '../values/records.ts';
import type { PqlValue } from '../values/value.ts';

export interface EvaluationOptions {
  /** The instant of the evaluation in epoch milliseconds; constant while it runs. */
  readonly now: number;
  readonly stepLimit?: number;
  /** The records of other classes; without it there are none. Asked again and again, so it should have them at hand. */
  readonly records?: RecordLookup;
}

/** An evaluation took more steps than allowed; the profile counts as not qualified (pql.md section 11.5). */
export class StepLimitExceeded extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`the evaluation took more than ${limit} steps`);
    this.limit = limit;
  }
}

/** The bound variables at one point of an evaluation, newest first. */
export interface Bindings {
  readonly id: number;
  readonly value: PqlValue;
  /** Timestamp of a bound chain label in epoch milliseconds. */
  readonly time: number;
  readonly outer: Bindings | undefined;
}

/** One evaluation of one query on one profile. */
export class Evaluation {
  readonly root: PqlValue;
  readonly now: number;
  readonly events: () => readonly PqlValue[];
  readonly records: RecordLookup | undefined;
  private readonly limit: number;
  private steps = 0;

  constructor(root: PqlValue, events: () => readonly PqlValue[], options: EvaluationOptions) {
    this.root = root;
    this.events = events;
    this.now = options.now;
    this.records = options.records;
    this.limit = options.stepLimit ?? DEFAULT_STEP_LIMIT;
  }

  step(): void {
    this.steps += 1;
    if (this.steps > this.limit) throw new StepLimitExceeded(this.limit);
  }
}

export function bound(bindings: Bindings | undefined, id: number): Bindings | undefined {
  let binding = bindings;
  while (binding !== undefined && binding.id !== id) binding = binding.outer;
  return binding;
}
