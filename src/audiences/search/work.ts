import { invalidQuery } from './query/error.ts';

/** A computation that may be paused at every `yield`. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** In units of roughly 5 ns: what is refused must not depend on the machine. */
interface WorkLimits {
  /** What one search may cost. */
  readonly most: number;
  /** From one place at which it may be paused to the next. */
  readonly betweenPauses: number;
}

/** Some seconds, and a fraction of a millisecond. */
const LIMITS: WorkLimits = { most: 400_000_000, betweenPauses: 20_000 };

/** Counts what one search costs. */
export class Work {
  readonly #limits: WorkLimits;
  #spent = 0;
  #nextPause = 0;

  constructor(limits: Partial<WorkLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
    this.#nextPause = this.#limits.betweenPauses;
  }

  /** @throws ServiceError `UPAPI-900601-400` when the search costs too much */
  spend(units: number): void {
    this.#spent += units;
    if (this.#spent > this.#limits.most) throw invalidQuery('it needs too much work; use fewer or simpler clauses');
  }

  /** Whether to yield now; false again until enough has been done since. */
  pauses(): boolean {
    if (this.#spent < this.#nextPause) return false;
    this.#nextPause = this.#spent + this.#limits.betweenPauses;
    return true;
  }
}

/** Runs a computation without a pause. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
