import { StepLimitExceeded } from '../interpreter/environment.ts';
import { eventsOf } from '../values/events.ts';
import { step } from '../values/path.ts';
import { epochOf } from '../values/time-text.ts';
import { elementsOf, isEntries, ownValue, type PqlValue } from '../values/value.ts';

/** The state of one evaluation; a compiled query has one and uses it again and again. */
export class Frame {
  root: PqlValue = null;
  /** Epoch milliseconds. */
  now = 0;
  /** Values of the variables by number. */
  readonly variables: PqlValue[] = [];
  /** Timestamps of bound chain labels by variable number, in epoch milliseconds. */
  readonly labelTimes: number[] = [];
  private sorted: readonly PqlValue[] | undefined;
  private steps = 0;
  private limit = 0;

  begin(root: PqlValue, now: number, limit: number): void {
    this.root = root;
    this.now = now;
    this.sorted = undefined;
    this.steps = 0;
    this.limit = limit;
  }

  /** Forgets the profile, so that a kept query does not keep it alive. */
  end(): void {
    this.root = null;
    this.variables.fill(null);
    this.sorted = undefined;
  }

  /** Counts elements that a loop is about to visit. */
  charge(elements: number): void {
    this.steps += elements;
    if (this.steps > this.limit) throw new StepLimitExceeded(this.limit);
  }

  /** The events in order of time. */
  events(): readonly PqlValue[] {
    this.sorted ??= isAscending(this.storedEvents()) ? this.storedEvents() : eventsOf(this.root);
    return this.sorted;
  }

  /** The events as they are stored, for what does not depend on their order. */
  storedEvents(): readonly PqlValue[] {
    const { root } = this;
    const stored = isEntries(root) ? (ownValue(root, 'xEvent') ?? null) : null;
    return stored === null ? NONE : elementsOf(stored);
  }
}

const NONE: readonly PqlValue[] = [];

/** True if the events need no sorting, as usual. */
function isAscending(events: readonly PqlValue[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const time = epochOf(step(event, 'timestamp'));
    if (!(time >= last)) return false;
    last = time;
  }
  return true;
}
