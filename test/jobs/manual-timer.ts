import type { Timer } from '../../src/jobs/timer.ts';

/** A timer that stands still until it is moved. */
export class ManualTimer implements Timer {
  #time = 0;
  #calls: { readonly at: number; readonly callback: () => void }[] = [];

  after(ms: number, callback: () => void): () => void {
    const call = { at: this.#time + ms, callback };
    this.#calls.push(call);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== call);
    };
  }

  /** Milliseconds until the next call; undefined when there is none. */
  get next(): number | undefined {
    const [first] = this.#calls.map(({ at }) => at).toSorted((a, b) => a - b);
    return first === undefined ? undefined : first - this.#time;
  }

  /** Lets time pass and makes the calls that are due, in order. */
  advance(ms: number): void {
    const end = this.#time + ms;
    for (;;) {
      const [first] = this.#calls.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (first === undefined) break;
      this.#calls = this.#calls.filter((call) => call !== first);
      this.#time = Math.max(this.#time, first.at);
      first.callback();
    }
    this.#time = end;
  }
}
