import type { Scope } from '../../audiences/definition.ts';
import type { RunContext } from '../kind.ts';

/** Something that has to be done in every sandbox from time to time, and that nobody asks for. */
export interface MaintenanceTask {
  /** Stored with its jobs; never changed. */
  readonly name: string;
  /** What it must have for itself (`JobKind.exclusive`). */
  readonly exclusive: readonly string[];
  /** Whether a job is to be made now; asked every minute, so it must be cheap. */
  readonly isDue: (occasion: Occasion) => boolean | Promise<boolean>;
  /** Does the work and counts what it did. May be stopped and repeated at any point: it clears up after itself first. */
  readonly run: (scope: Scope, context: RunContext) => Promise<Readonly<Record<string, number>>>;
}

export interface Occasion {
  readonly scope: Scope;
  /** Epoch milliseconds. */
  readonly now: number;
  /** When the last job of the task was made in the sandbox, however it ended; undefined when there was none. */
  readonly last: number | undefined;
}

/** For `isDue`: when the last job is so long ago; also when it seems to lie as far ahead, after a wrong clock. */
export const every =
  (ms: number) =>
  ({ last, now }: Pick<Occasion, 'last' | 'now'>): boolean =>
    last === undefined || Math.abs(now - last) >= ms;
