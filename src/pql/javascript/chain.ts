import { mayBeAbsent } from '../check/chain.ts';
import { countHolds, neededEvents } from '../interpreter/chain.ts';
import type { Chain, ChainElement, Ir } from '../ir.ts';
import { sortedByTime } from '../values/events.ts';
import { epochOf } from '../values/time-text.ts';
import { elementsOf, type PqlValue } from '../values/value.ts';
import { timeRefsOf, walk } from '../walk.ts';
import type { Compiler, Condition } from './compiler.ts';
import { fieldReader } from './paths.ts';
import { compileTimeTest, type InstantTest, timeScope } from './time.ts';

/** One compiled element; `uses` are the labels that its conditions refer to. */
interface Step {
  readonly element: ChainElement;
  readonly counts: boolean;
  readonly needed: number;
  readonly what: Condition;
  readonly when: InstantTest | undefined;
  readonly where: Condition | undefined;
  readonly uses: readonly number[];
}

/** Compiles a chain to an ordered search that remembers where it failed (pql.md section 9.2). */
export function compileChain(compiler: Compiler, chain: Chain): Condition {
  const { frame } = compiler;
  const value = chain.collection.kind === 'events' ? undefined : compiler.value(chain.collection);
  const collection = value === undefined ? () => frame.storedEvents() : () => elementsOf(value());
  const readers = chain.timestamp.map(fieldReader);
  const timeOf = (event: PqlValue) => {
    let value = event;
    for (const read of readers) value = read(value);
    return epochOf(value);
  };
  const steps = chain.elements.map((element) => compileStep(compiler, chain, element));
  const greedy = steps.every((step) => !step.counts && step.uses.length === 0);
  const search = new Search(compiler, steps);
  return () => {
    search.begin(collection(), timeOf);
    const holds = greedy ? search.greedy() : search.assign(0, -1, -1);
    search.end();
    return holds;
  };
}

function compileStep(compiler: Compiler, chain: Chain, element: ChainElement): Step {
  const { what, when, where } = element;
  return {
    element,
    counts: mayBeAbsent(element),
    needed: neededEvents(element),
    what: compiler.condition(what),
    when: when === undefined ? undefined : compileTimeTest(compiler.frame, when, timeScope(compiler, when)),
    where: where === undefined ? undefined : compiler.condition(where),
    uses: labelsUsed(chain, element),
  };
}

function labelsUsed(chain: Chain, element: ChainElement): readonly number[] {
  const used = new Set<number>();
  const visit = (node: Ir): void => {
    if (node.kind === 'variable') used.add(node.id);
    const tests = node.kind === 'occurs' ? [node.test] : [];
    if (node.kind === 'chain') tests.push(...node.elements.flatMap(({ when }) => (when === undefined ? [] : [when])));
    for (const test of tests) for (const label of labelRefs(test)) used.add(label);
  };
  walk({ ...chain, elements: [element] }, visit);
  return chain.elements.map((other) => other.labelId).filter((id) => used.has(id));
}

function labelRefs(test: Parameters<typeof timeRefsOf>[0]): readonly number[] {
  return timeRefsOf(test).flatMap((reference) => (reference.kind === 'label' ? [reference.id] : []));
}

const UNKNOWN = 0;
const FITS = 1;
const FAILS = 2;

/** The search over the events of one evaluation. */
class Search {
  private readonly compiler: Compiler;
  private readonly steps: readonly Step[];
  /** Whether a label is referred to by a step or by one after it. */
  private readonly usedFrom: readonly (readonly number[])[];
  private readonly events: PqlValue[] = [];
  private readonly times: number[] = [];
  /** By step and place; grows as needed. */
  private fitting = new Uint8Array(256);
  private readonly failed = new Set<number | string>();
  private readonly places = new Map<number, number>();
  /** For a counting step how many events before each place fit. */
  private readonly sums = new Map<number, readonly number[]>();

  constructor(compiler: Compiler, steps: readonly Step[]) {
    this.compiler = compiler;
    this.steps = steps;
    this.usedFrom = steps.map((_, index) => [...new Set(steps.slice(index).flatMap((step) => step.uses))]);
  }

  /** Takes the events with a valid timestamp, in order of time; usually they are stored in it. */
  begin(stored: readonly PqlValue[], timeOf: (event: PqlValue) => number): void {
    const { variables, labelTimes } = this.compiler.frame;
    this.failed.clear();
    this.places.clear();
    this.sums.clear();
    if (!this.take(stored, timeOf)) this.take(sortedByTime(stored, timeOf), timeOf);
    const cells = this.steps.length * this.events.length;
    if (cells > this.fitting.length) this.fitting = new Uint8Array(cells * 2);
    else this.fitting.fill(UNKNOWN, 0, cells);
    for (const { element } of this.steps) {
      variables[element.labelId] = null;
      labelTimes[element.labelId] = Number.NaN;
    }
  }

  /** Forgets the events, so that a kept query does not keep them alive. */
  end(): void {
    this.events.length = 0;
  }

  /** Takes events as they come; false if they are not in order. */
  private take(events: readonly PqlValue[], timeOf: (event: PqlValue) => number): boolean {
    this.events.length = 0;
    this.times.length = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (const event of events) {
      const time = timeOf(event);
      if (Number.isNaN(time)) continue;
      if (time < last) return false;
      last = time;
      this.events.push(event);
      this.times.push(time);
    }
    return true;
  }

  /** Without labels and counting the earliest fitting events are always the best choice. */
  greedy(): boolean {
    let after = Number.NEGATIVE_INFINITY;
    let at = 0;
    for (const step of this.steps) {
      let missing = step.needed;
      let last = after;
      for (; missing > 0 && at < this.events.length; at += 1) {
        const time = this.times[at] ?? Number.NaN;
        if (time > after && this.test(step, at)) {
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
  assign(index: number, last: number, counting: number): boolean {
    const step = this.steps[index];
    if (step === undefined) return this.countsHold(counting, index, last, this.events.length);
    if (step.counts) return this.assign(index + 1, last, counting === -1 ? index : counting);
    if (step.needed === 0) return this.assign(index + 1, last, counting);
    const key = this.key(index, last);
    if (this.failed.has(key)) return false;
    const found = this.choose(step, index, last, counting);
    if (!found) this.failed.add(key);
    return found;
  }

  /** What the rest of the search depends on: the step, the last event and the events of the labels still used. */
  private key(index: number, last: number): number | string {
    const place = index * (this.events.length + 1) + last + 1;
    let key = '';
    for (const label of this.usedFrom[index] ?? []) {
      const bound = this.places.get(label) ?? -1;
      if (bound !== last) key += `:${label}@${bound}`;
    }
    return key === '' ? place : `${place}${key}`;
  }

  /** Tries every first and last event of the set of a step. */
  private choose(step: Step, index: number, last: number, counting: number): boolean {
    const after = last === -1 ? Number.NEGATIVE_INFINITY : (this.times[last] ?? Number.NaN);
    const candidates: number[] = [];
    for (let at = last + 1; at < this.events.length; at += 1) {
      if (!((this.times[at] ?? Number.NaN) > after && this.fits(step, index, at))) continue;
      if (step.needed > 1) candidates.push(at);
      else if (this.chosen(step, index, last, counting, at, at)) return true;
    }
    for (let first = 0; first + step.needed <= candidates.length; first += 1) {
      for (let at = first + step.needed - 1; at < candidates.length; at += 1) {
        const [from = -1, to = -1] = [candidates[first], candidates[at]];
        if (this.chosen(step, index, last, counting, from, to)) return true;
      }
    }
    this.bind(step.element.labelId, -1);
    return false;
  }

  /** Whether the search succeeds with the events from place `first` to place `end` for a step. */
  private chosen(step: Step, index: number, last: number, counting: number, first: number, end: number): boolean {
    if (!this.countsHold(counting, index, last, first)) return false;
    this.bind(step.element.labelId, end);
    return this.assign(index + 1, end, -1);
  }

  private bind(label: number, place: number): void {
    const { variables, labelTimes } = this.compiler.frame;
    this.places.set(label, place);
    variables[label] = this.events[place] ?? null;
    labelTimes[label] = this.times[place] ?? Number.NaN;
  }

  /** Whether the counting steps hold for the events strictly between two places in time. */
  private countsHold(counting: number, end: number, from: number, to: number): boolean {
    if (counting === -1) return true;
    const first = from === -1 ? 0 : this.firstPlace(this.times[from] ?? Number.NaN, true);
    const beyond = to >= this.events.length ? to : this.firstPlace(this.times[to] ?? Number.NaN, false);
    for (let index = counting; index < end; index += 1) {
      const step = this.steps[index];
      if (step?.counts === true && !countHolds(step.element, this.found(step, index, first, beyond))) return false;
    }
    return true;
  }

  /** The first place whose time is at least, or later than, an instant. */
  private firstPlace(time: number, later: boolean): number {
    let low = 0;
    let high = this.times.length;
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
      for (let at = first; at < beyond; at += 1) if (this.test(step, at)) found += 1;
      return found;
    }
    const sums = this.sums.get(index) ?? this.sumsOf(step, index);
    return (sums[beyond] ?? 0) - (sums[first] ?? 0);
  }

  private sumsOf(step: Step, index: number): readonly number[] {
    const sums = [0];
    let total = 0;
    for (let at = 0; at < this.events.length; at += 1) {
      if (this.fits(step, index, at)) total += 1;
      sums.push(total);
    }
    this.sums.set(index, sums);
    return sums;
  }

  /** Remembers the answer for conditions that refer to no label. */
  private fits(step: Step, index: number, at: number): boolean {
    if (step.uses.length > 0) return this.test(step, at);
    const cell = index * this.events.length + at;
    const known = this.fitting[cell];
    if (known !== UNKNOWN) return known === FITS;
    const fits = this.test(step, at);
    this.fitting[cell] = fits ? FITS : FAILS;
    return fits;
  }

  private test(step: Step, at: number): boolean {
    const { frame } = this.compiler;
    frame.charge(1);
    frame.variables[step.element.item.id] = this.events[at] ?? null;
    const inTime = step.when === undefined || step.when(this.times[at] ?? Number.NaN);
    return inTime && step.what() && (step.where === undefined || step.where());
  }
}
