import { countHolds } from '../interpreter/chain.ts';
import type { ChainElement } from '../ir.ts';
import type { PqlValue } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** What the search needs to know of one element; `uses` are the labels that its conditions refer to. */
export interface Step {
  readonly element: ChainElement;
  readonly counts: boolean;
  readonly needed: number;
  readonly uses: readonly number[];
  /** Whether another element refers to its label. */
  readonly bound: boolean;
}

/** Whether an event with its time in epoch milliseconds fits an element. */
export type Fits = (event: PqlValue, time: number) => boolean;

const UNKNOWN = 0;
const FITS = 1;
const FAILS = 2;

/**
 * The search for the events of a chain; one a chain, used by one evaluation after the other: `begin`, `add` for each event
 * that may fit some element, `holds`, and `end`.
 */
export class ChainSearch {
  private readonly frame: Frame;
  private readonly steps: readonly Step[];
  /** Whether no element refers to a label or counts. */
  private readonly simple: boolean;
  /** The labels that are referred to by a step or by one after it. */
  private readonly usedFrom: readonly (readonly number[])[];
  private conditions: readonly Fits[] = [];
  /** The events in order of time, with their times; the first `size` of each are in use. */
  private readonly events: PqlValue[] = [];
  private times = new Float64Array(64);
  private size = 0;
  private ascending = true;
  /** By step and place; grows as needed. */
  private fitting = new Uint8Array(256);
  /** Step and last event from which the search failed, whatever the labels are. */
  private failedFrom = new Uint8Array(256);
  /** The same where it depends on labels of events before the last one. */
  private readonly failedWith = new Set<string>();
  /** Places of the events bound to labels, by variable number; -1 for none. */
  private readonly places: number[] = [];
  /** For a counting step how many events before each place fit. */
  private readonly sums = new Map<number, readonly number[]>();

  constructor(frame: Frame, steps: readonly Step[]) {
    this.frame = frame;
    this.steps = steps;
    this.simple = steps.every((step) => !step.counts && step.uses.length === 0);
    this.usedFrom = steps.map((_, index) => [...new Set(steps.slice(index).flatMap((step) => step.uses))]);
  }

  begin(): void {
    this.size = 0;
    this.ascending = true;
  }

  /** Takes an event unless its time is NaN. */
  add(event: PqlValue, time: number): void {
    const { size } = this;
    if (Number.isNaN(time)) return;
    if (size === this.times.length) this.times = grown(this.times);
    if (size > 0 && time < (this.times[size - 1] ?? Number.NaN)) this.ascending = false;
    this.events[size] = event;
    this.times[size] = time;
    this.size = size + 1;
  }

  /** Whether the chain holds over the events; `conditions` are those of its elements. */
  holds(conditions: readonly Fits[]): boolean {
    this.conditions = conditions;
    if (!this.ascending) this.sort();
    return this.simple ? this.greedy() : this.search();
  }

  /** Drops the events, so that a kept query does not keep them alive. */
  end(): void {
    const { labels } = this.frame;
    for (let at = 0; at < this.size; at += 1) this.events[at] = null;
    for (const step of this.steps) if (step.bound) labels[step.element.labelId] = null;
  }

  private sort(): void {
    const { size, events, times } = this;
    const timed = Array.from(times.subarray(0, size), (time, at) => ({ time, event: events[at] ?? null }));
    timed.sort((a, b) => a.time - b.time);
    timed.forEach(({ time, event }, at) => {
      times[at] = time;
      events[at] = event;
    });
  }

  private search(): boolean {
    if (this.failedWith.size > 0) this.failedWith.clear();
    if (this.sums.size > 0) this.sums.clear();
    const cells = this.steps.length * (this.size + 1);
    this.fitting = cleared(this.fitting, cells);
    this.failedFrom = cleared(this.failedFrom, cells);
    for (const step of this.steps) this.bind(step, -1);
    return this.assign(0, -1, -1);
  }

  /** Without labels and counting the earliest fitting events are always the best choice. */
  private greedy(): boolean {
    let after = Number.NEGATIVE_INFINITY;
    let at = 0;
    for (let index = 0; index < this.steps.length; index += 1) {
      let missing = this.steps[index]?.needed ?? 0;
      let last = after;
      for (; missing > 0 && at < this.size; at += 1) {
        const time = this.times[at] ?? Number.NaN;
        if (time > after && this.test(index, at)) {
          missing -= 1;
          last = time;
        }
      }
      if (missing > 0) return false;
      after = last;
    }
    return true;
  }

  /**
   * Whether the steps from `index` on can be assigned after the event at place `last` (-1: none yet); `counting` is the
   * first of the counting steps since then, -1 if there is none.
   */
  private assign(index: number, last: number, counting: number): boolean {
    const step = this.steps[index];
    if (step === undefined) return this.countsHold(counting, index, last, this.size);
    if (step.counts) return this.assign(index + 1, last, counting === -1 ? index : counting);
    if (step.needed === 0) return this.assign(index + 1, last, counting);
    const from = index * (this.size + 1) + last + 1;
    const labels = this.labelsBefore(index, last);
    if (labels === '' ? this.failedFrom[from] === 1 : this.failedWith.has(`${from}${labels}`)) return false;
    const found = this.choose(step, index, last, counting);
    if (!found) {
      if (labels === '') this.failedFrom[from] = 1;
      else this.failedWith.add(`${from}${labels}`);
    }
    return found;
  }

  /** The places of the labels that the rest of the search depends on, unless they are of the last event. */
  private labelsBefore(index: number, last: number): string {
    let labels = '';
    for (const label of this.usedFrom[index] ?? []) {
      const place = this.places[label] ?? -1;
      if (place !== last) labels += `:${label}@${place}`;
    }
    return labels;
  }

  /** Tries every first and last event of the set of a step. */
  private choose(step: Step, index: number, last: number, counting: number): boolean {
    const after = last === -1 ? Number.NEGATIVE_INFINITY : (this.times[last] ?? Number.NaN);
    const candidates: number[] | undefined = step.needed > 1 ? [] : undefined;
    for (let at = last + 1; at < this.size; at += 1) {
      if (!((this.times[at] ?? Number.NaN) > after && this.fits(step, index, at))) continue;
      if (candidates !== undefined) candidates.push(at);
      else if (this.chosen(step, index, last, counting, at, at)) return true;
    }
    if (candidates !== undefined && this.chooseSet(step, index, last, counting, candidates)) return true;
    this.bind(step, -1);
    return false;
  }

  /** Tries every first and last of the events that fit a step that needs several. */
  private chooseSet(step: Step, index: number, last: number, counting: number, fitting: readonly number[]): boolean {
    for (let first = 0; first + step.needed <= fitting.length; first += 1) {
      for (let at = first + step.needed - 1; at < fitting.length; at += 1) {
        const [from = -1, to = -1] = [fitting[first], fitting[at]];
        if (this.chosen(step, index, last, counting, from, to)) return true;
      }
    }
    return false;
  }

  /** Whether the search succeeds with the events from place `first` to place `end` for a step. */
  private chosen(step: Step, index: number, last: number, counting: number, first: number, end: number): boolean {
    if (!this.countsHold(counting, index, last, first)) return false;
    this.bind(step, end);
    return this.assign(index + 1, end, -1);
  }

  private bind({ element, bound }: Step, place: number): void {
    if (!bound) return;
    const { labels, labelTimes } = this.frame;
    const label = element.labelId;
    this.places[label] = place;
    labels[label] = this.events[place] ?? null;
    labelTimes[label] = this.times[place] ?? Number.NaN;
  }

  /** Whether the counting steps hold for the events strictly between two places in time. */
  private countsHold(counting: number, end: number, from: number, to: number): boolean {
    if (counting === -1) return true;
    const first = from === -1 ? 0 : this.firstPlace(this.times[from] ?? Number.NaN, true);
    const beyond = to >= this.size ? to : this.firstPlace(this.times[to] ?? Number.NaN, false);
    for (let index = counting; index < end; index += 1) {
      const step = this.steps[index];
      if (step?.counts === true && !countHolds(step.element, this.found(step, index, first, beyond))) return false;
    }
    return true;
  }

  /** The first place whose time is at least, or later than, an instant. */
  private firstPlace(time: number, later: boolean): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.times[middle] ?? Number.NaN;
      if (later ? found > time : found >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** How many of the events from one place to before another fit; by sums over the places if no label matters. */
  private found(step: Step, index: number, first: number, beyond: number): number {
    if (first >= beyond) return 0;
    if (step.uses.length > 0) {
      let found = 0;
      for (let at = first; at < beyond; at += 1) if (this.test(index, at)) found += 1;
      return found;
    }
    const sums = this.sums.get(index) ?? this.sumsOf(step, index);
    return (sums[beyond] ?? 0) - (sums[first] ?? 0);
  }

  private sumsOf(step: Step, index: number): readonly number[] {
    const sums = [0];
    let total = 0;
    for (let at = 0; at < this.size; at += 1) {
      if (this.fits(step, index, at)) total += 1;
      sums.push(total);
    }
    this.sums.set(index, sums);
    return sums;
  }

  /** Remembers the answer for conditions that refer to no label. */
  private fits(step: Step, index: number, at: number): boolean {
    if (step.uses.length > 0) return this.test(index, at);
    const cell = index * this.size + at;
    const known = this.fitting[cell];
    if (known !== UNKNOWN) return known === FITS;
    const fits = this.test(index, at);
    this.fitting[cell] = fits ? FITS : FAILS;
    return fits;
  }

  private test(index: number, at: number): boolean {
    this.frame.charge(1);
    return this.conditions[index]?.(this.events[at] ?? null, this.times[at] ?? Number.NaN) ?? false;
  }
}

/** An array of zeros with at least some cells; the same one if it is long enough. */
function cleared(cells: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  if (count > cells.length) return new Uint8Array(count * 2);
  for (let at = 0; at < count; at += 1) cells[at] = 0;
  return cells;
}

function grown(times: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(times.length * 2);
  longer.set(times);
  return longer;
}
