import { epochOf } from './audience-base.ts';
import { newEtag } from './etag.ts';

/** What every write gives an audience. */
export interface Version {
  /** Epoch microseconds. */
  readonly updatedAt: number;
  readonly etag: string;
}

/** How far a clock may be set back without disturbing the order of writes, in microseconds. */
const TOLERANCE = 1_000_000;

/** Numbers the writes of a process in their order, finer than the clock does. */
export class Versions {
  readonly #now: () => number;
  #last = 0;

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  next(): Version {
    const clock = this.#now() * 1000;
    const inOrder = this.#last >= clock && this.#last < clock + TOLERANCE;
    this.#last = inOrder ? this.#last + 1 : clock;
    return { updatedAt: this.#last, etag: newEtag(epochOf(this.#last)) };
  }
}
