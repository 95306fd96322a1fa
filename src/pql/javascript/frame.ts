import { StepLimitExceeded } from '../interpreter/environment.ts';
import { sortedByTime, timestampOf } from '../values/events.ts';
import type { RecordLookup, Records } from '../values/records.ts';
import { elementsOf, isList, type PqlValue } from '../values/value.ts';

/** A value that depends on nothing but now. */
export interface Bound<T> {
  readonly value: T;
}

/** The state of one evaluation; a compiled query has one and uses it again and again. */
export class Frame implements Records {
  root: PqlValue = null;
  records: RecordLookup | undefined;
  /** Epoch milliseconds; NaN before the first evaluation. */
  now = Number.NaN;
  /** Events bound to chain labels, by variable number. */
  readonly labels: PqlValue[] = [];
  /** Their timestamps in epoch milliseconds. */
  readonly labelTimes: number[] = [];
  private readonly refresh: (() => void)[] = [];
  private sorted: readonly PqlValue[] | undefined;
  private steps = 0;
  private limit = 0;

  begin(root: PqlValue, now: number, limit: number, records: RecordLookup | undefined): void {
    this.root = root;
    this.records = records;
    this.steps = 0;
    this.limit = limit;
    if (now === this.now) return;
    this.now = now;
    for (const compute of this.refresh) compute();
  }

  /** Forgets the profile and the records, so that a kept query does not keep them alive. */
  end(): void {
    this.root = null;
    this.records = undefined;
    this.sorted = undefined;
  }

  /** A value that is computed again only when now changes. */
  bound<T>(compute: () => T): Bound<T> {
    const bound = { value: compute() };
    this.refresh.push(() => {
      bound.value = compute();
    });
    return bound;
  }

  /** Counts steps. */
  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.limit) throw new StepLimitExceeded(this.limit);
  }

  step(): void {
    this.charge(1);
  }

  /** The elements that a loop is about to visit, counted as steps: null is empty, a single value is one element. */
  elements(value: PqlValue): readonly PqlValue[] {
    const list = isList(value) ? value : value === null ? NONE : [value];
    this.charge(list.length);
    return list;
  }

  /** The events in order of time, from the events as they are stored. */
  events(stored: PqlValue): readonly PqlValue[] {
    this.sorted ??= this.inOrder(elementsOf(stored));
    return this.sorted;
  }

  /** Events in order of time; the same list if they are, as usual. */
  inOrder(events: readonly PqlValue[]): readonly PqlValue[] {
    return isAscending(events) ? events : sortedByTime(events, timestampOf);
  }
}

const NONE: readonly PqlValue[] = [];

/** True if the events need no sorting. */
function isAscending(events: readonly PqlValue[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const time = timestampOf(event);
    if (!(time >= last)) return false;
    last = time;
  }
  return true;
}
