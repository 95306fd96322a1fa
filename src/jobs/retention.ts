import { isFinal, type Job } from './job.ts';

const DAY_S = 24 * 60 * 60;

/** How long final jobs are kept. */
export class Retention {
  readonly #now: () => number;
  readonly #days: number;

  /** @param now epoch milliseconds */
  constructor(now: () => number, days: number) {
    this.#now = now;
    this.#days = days;
  }

  /** Unix seconds; what ended before is forgotten. */
  oldest(): number {
    return Math.floor(this.#now() / 1000) - this.#days * DAY_S;
  }

  /** Whether a job is over for so long that it counts as gone. */
  isOver({ status, updateTime }: Pick<Job, 'status' | 'updateTime'>): boolean {
    return isFinal(status) && Math.floor(updateTime / 1000) < this.oldest();
  }
}
