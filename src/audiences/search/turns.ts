import type { Steps } from './work.ts';

/** Milliseconds that all computations together take of one turn of the event loop. */
const ALLOWANCE = 2;
/** A computation that has taken more milliseconds is a long one. */
const LONG = 100;
/** Long computations that may be under way at once. */
const MOST_LONG = 4;

/**
 * Runs computations a little in each turn of the event loop, which is free for everything else in between. Those that
 * are not done wait for a later turn in the order in which they came.
 */
export class Turns {
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  /** Milliseconds that this turn has left. */
  #left = ALLOWANCE;
  #endIsDue = false;
  #long = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param crowded what a long computation is refused with when there are too many; without it, it never is */
  async run<T>(steps: Steps<T>, crowded?: () => Error): Promise<T> {
    let taken = 0;
    let isLong = false;
    try {
      for (;;) {
        if (this.#left <= 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        const before = this.#left;
        const step = this.#slice(steps);
        if (step.done === true) return step.value;
        taken += before - this.#left;
        if (isLong || taken < LONG || crowded === undefined) continue;
        if (this.#long === MOST_LONG) steps.throw(crowded());
        this.#long += 1;
        isLong = true;
      }
    } finally {
      if (isLong) this.#long -= 1;
      if (this.#left > 0) this.#waiting.shift()?.();
    }
  }

  #slice<T>(steps: Steps<T>): IteratorResult<undefined, T> {
    if (!this.#endIsDue) setImmediate(() => this.#endTurn());
    this.#endIsDue = true;
    const end = this.#now() + this.#left;
    try {
      let step = steps.next();
      while (step.done !== true && this.#now() < end) step = steps.next();
      return step;
    } finally {
      this.#left = end - this.#now();
    }
  }

  #endTurn(): void {
    this.#endIsDue = false;
    this.#left = ALLOWANCE;
    this.#waiting.shift()?.();
  }
}
