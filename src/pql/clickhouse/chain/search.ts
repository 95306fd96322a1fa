import { countHolds } from '../../interpreter/chain.ts';
import type { Chain, ChainElement } from '../../ir.ts';
import { once } from '../lists.ts';
import { refuse } from '../refusal.ts';
import { LONGEST, type Scope } from '../scope.ts';
import { and, integer } from '../sql.ts';
import { timeTest } from '../time/tests.ts';
import { fixedLength, monthsIn } from '../time/units.ts';
import { type Scalar, scalar } from '../value.ts';
import { type Conditions, type Step, stepsOf, type Window } from './conditions.ts';
import { type Plan, planOf } from './plan.ts';
import type { KeyOf, Points } from './points.ts';
import { counted, nth, upTo } from './sql.ts';

/** The instants at which the elements up to some step can be complete. */
type Front =
  | { readonly kind: 'start' }
  /** The earliest one is enough to know: Nullable(Int64). */
  | { readonly kind: 'earliest'; readonly at: string }
  | AllOf;

/** All of them: an array of `(key, instant, instant of each carried label…)`. */
interface AllOf {
  readonly kind: 'all';
  readonly array: string;
  readonly step: number;
}

/** The instant of each label that is known at some place, as Int64. */
type Labels = ReadonlyMap<number, Scalar>;

/**
 * Whether events can be assigned to the elements of a chain (pql.md section 9.2), as SQL over arrays of times.
 *
 * Elements are taken in order. What is kept of one is either the earliest instant at which it can be complete, or all
 * such instants, each with the latest possible instants of the earlier labels that later elements look back to. An event
 * is reached from the latest kept instant before it: when any earlier one would do, that one does. Arrays are sorted
 * and merged, never compared pair by pair, so that the work grows as the number of events.
 */
export class Search {
  readonly #chain: Chain;
  readonly #scope: Scope;
  readonly #steps: readonly Step[];
  readonly #ending: readonly Conditions[];
  readonly #plan: Plan;
  readonly #points: Points;
  readonly #fixed = new Map<number, Scalar>();

  constructor(chain: Chain, scope: Scope, points: (keyOf: KeyOf) => Points) {
    const { steps, ending } = stepsOf(chain);
    this.#chain = chain;
    this.#scope = scope;
    this.#steps = steps;
    this.#ending = ending;
    this.#plan = planOf(chain, steps, ending);
    this.#points = points(this.#plan.keyOf);
  }

  /** What makes an event fit one of the elements, where events are rows. */
  get fits(): ReadonlySet<string> {
    return this.#points.fits;
  }

  sql(): string {
    const found = this.#found();
    if (this.#points.keyTypes.size > 1) return refuse('equality of fields of different types', this.#chain);
    return found;
  }

  #found(): string {
    const last = this.#steps.length - 1;
    if (last < 0)
      return and(this.#ending.map((counting) => counted(counting.element, (m) => this.#atLeast(counting, m))));
    if (this.#steps.some(({ assigned }) => this.#points.never(assigned))) return 'false';
    const counting = [...this.#steps.flatMap((step) => step.counting), ...this.#ending];
    if (counting.some((none) => this.#points.never(none) && !countHolds(none.element, 0))) return 'false';
    let front: Front = { kind: 'start' };
    for (const [index, step] of this.#steps.entries()) {
      if (index === last && this.#plan.earliest[index] && front.kind === 'earliest' && step.needed === 1)
        return this.#latestReaches(step, front.at);
      front = this.#next(front, step, index);
    }
    if (front.kind === 'earliest') return `isNotNull(${front.at})`;
    if (front.kind === 'start') throw new Error('A chain with steps has a front');
    const byField = this.#ending.toSorted((a, b) => b.keys.length - a.keys.length);
    return `notEmpty(${byField.reduce((array, counting) => this.#ended(array, counting), front.array)})`;
  }

  #atLeast(counting: Conditions, m: number): string {
    return `(${this.#points.count(counting)} >= ${m})`;
  }

  /** The last event that fits is reached when any is. */
  #latestReaches({ assigned }: Step, after: string): string {
    const latest = scalar('instant', this.#points.extreme(assigned, 'max'), true);
    const tests = assigned.windows.map((window) => this.#holds(window, latest, this.#fixed));
    return and([`ifNull(${latest.sql} > ${after}, false)`, ...tests]);
  }

  #next(front: Front, step: Step, index: number): Front {
    const earliest = this.#plan.earliest[index] ?? false;
    if (front.kind === 'all') {
      const array = this.#reached(front, step, index);
      return this.#kept(
        earliest
          ? { kind: 'earliest', at: `arrayMin(state -> toNullable(state.2), ${array})` }
          : { kind: 'all', array, step: index },
        index,
      );
    }
    const { assigned, needed } = step;
    const after = this.#later(front, step);
    if (earliest) {
      const filtered =
        after === undefined ? undefined : `arrayFilter(t -> ${after('t')}, ${this.#points.times(assigned)})`;
      if (filtered === undefined && needed === 1)
        return this.#kept({ kind: 'earliest', at: this.#points.extreme(assigned, 'min') }, index);
      return this.#kept(
        { kind: 'earliest', at: nth(filtered ?? this.#points.times(assigned), needed, 'first') },
        index,
      );
    }
    const all = this.#points.all(assigned);
    const array = after === undefined ? all : `arrayFilter(state -> ${after('state.2')}, ${all})`;
    if (needed > 1 && this.#plan.keyNeeded[index]) return refuse('equality with one of several events', this.#chain);
    const ends = needed === 1 ? array : `arraySlice(arraySort(state -> state.2, ${array}), ${needed})`;
    return this.#kept({ kind: 'all', array: ends, step: index }, index);
  }

  #kept(front: Front, index: number): Front {
    if (front.kind !== 'start' && (front.kind === 'all' ? front.array : front.at).length > LONGEST)
      return refuse('a chain whose SQL would be too long', this.#chain);
    const label = this.#steps[index]?.assigned.element.labelId;
    if (front.kind === 'earliest' && label !== undefined) this.#fixed.set(label, scalar('instant', front.at, true));
    return front;
  }

  /** What an event must meet to be reached from the start or from one instant; undefined if it is nothing. */
  #later(front: Exclude<Front, AllOf>, { assigned, needed, counting }: Step): ((time: string) => string) | undefined {
    const tests: ((time: Scalar) => string)[] = [];
    if (front.kind === 'earliest') tests.push((time) => `ifNull(${time.sql} > ${front.at}, false)`);
    for (const window of assigned.windows) tests.push((time) => this.#holds(window, time, this.#fixed));
    for (const before of counting) {
      if (needed > 1) return refuse('counted events before several events', this.#chain);
      if (this.#points.never(before)) tests.push(() => String(counted(before.element, () => 'false')));
      else {
        const times = this.#points.times(before);
        tests.push((time) => counted(before.element, (m) => `ifNull(${nth(times, m, 'first')} < ${time.sql}, false)`));
      }
    }
    if (tests.length === 0) return undefined;
    return (time) => and(tests.map((test) => test(scalar('instant', time, false))));
  }

  /** The events of a step that are reached from some of many instants, with what is carried on. */
  #reached(front: AllOf, step: Step, index: number): string {
    const { assigned, needed } = step;
    const tied = this.#tied(front, index);
    const carried = this.#plan.carried[front.step] ?? [];
    const previous = this.#labelOf(front.step);
    const first = needed === 1 ? 'set.2' : 'set.3';
    const from = this.#from(assigned.windows, previous, first);
    const counting = step.counting.filter((before) => !this.#points.never(before));
    if (counting.length > 0 && (needed > 1 || from !== first))
      return refuse('counted events before several events or before those at a least distance', this.#chain);

    const key = (name: string) => (tied ? `${name}.1` : '0');
    const rest = carried.map(() => ', toInt64(0)').join('');
    const stateKind = counting.length + 1;
    const kept = carried.map((_, at) => `, state.${at + 3}`).join('');
    const items = [
      `arrayMap(set -> (${key('set')}, ${from}, 0, set.2${rest}), ${this.#sets(assigned, needed, first)})`,
      ...counting.map((before, at) => {
        if (before.keys.length > 0 !== tied || before.windows.length > 0)
          return refuse('events counted between two others in a time or by a field of their own', this.#chain);
        return `arrayMap(one -> (${key('one')}, one.2, ${at + 1}, one.2${rest}), ${this.#points.all(before)})`;
      }),
      `arrayMap(state -> (${key('state')}, state.2, ${stateKind}, state.2${kept}), ${front.array})`,
    ];
    const tagged = once(`arraySort(arrayConcat(${items.join(', ')}))`, (all) => {
      const sums = counting.map((_, at) => `, arrayCumSum(one -> one.3 = ${at + 1}, ${all})`);
      return `arrayZip(${all}${sums.join('')})`;
    });
    const pairs = once(tagged, (all) => `arrayZip(${all}, arrayFill(one -> one.1.3 = ${stateKind}, ${all}))`);

    const labels: Labels = new Map([
      ...this.#fixed,
      [previous, int64('pair.2.1.4')],
      ...carried.map((label, at) => [label, int64(`pair.2.1.${at + 5}`)] as const),
    ]);
    const time = int64('pair.1.1.4');
    const near = assigned.windows.filter((window) => window.near).map((window) => this.#holds(window, time, labels));
    const few = counting.map(({ element }, at) => `(pair.1.${at + 2} - pair.2.${at + 2} <= ${this.#atMost(element)})`);
    const test = and([`pair.1.1.3 = 0`, `pair.2.1.3 = ${stateKind}`, 'pair.1.1.1 = pair.2.1.1', ...near, ...few]);
    const onwards = (this.#plan.carried[index] ?? []).map((label) => `, ${labels.get(label)?.sql}`);
    return `arrayMap(pair -> (pair.1.1.1, pair.1.1.4${onwards.join('')}), arrayFilter(pair -> ${test}, ${pairs}))`;
  }

  /** Whether the events of a step are reached only from events with an equal field. */
  #tied(front: AllOf, index: number): boolean {
    const tied = this.#plan.tied[index] === true;
    if (tied) return true;
    if (this.#plan.keyNeeded[index]) return refuse('equality with an event that follows one of several', this.#chain);
    const carries = (this.#plan.carried[front.step] ?? []).length > 0;
    const keyed = this.#plan.tied[front.step] === true || this.#plan.keyed[front.step] === true;
    return carries && keyed ? refuse('a label before events that are equal in a field', this.#chain) : false;
  }

  /** Events of a step as `(key, last, first)`: one event, or several that follow each other. */
  #sets(assigned: Conditions, needed: number, first: string): string {
    const all = this.#points.all(assigned);
    const sets =
      needed === 1
        ? all
        : once(`arraySort(${all})`, (sorted) => {
            const firsts = `arraySlice(${sorted}, 1, greatest(toInt64(length(${sorted})) - ${needed - 1}, 0))`;
            const pairs = `arrayFilter(pair -> pair.1.1 = pair.2.1, arrayZip(${firsts}, arraySlice(${sorted}, ${needed})))`;
            return `arrayMap(pair -> (pair.1.1, pair.2.2, pair.1.2), ${pairs})`;
          });
    const tests = assigned.windows
      .filter(({ label, near }) => !near && this.#fixed.has(label))
      .map((window) => this.#holds(window, int64(first), this.#fixed));
    return tests.length === 0 ? sets : `arrayFilter(set -> ${and(tests)}, ${sets})`;
  }

  /** The instant before which the previous element must be complete. */
  #from(windows: readonly Window[], previous: number, first: string): string {
    const bounds = windows
      .filter(({ label, near }) => !near && !this.#fixed.has(label))
      .map(({ label, test }) => {
        if (label !== previous || test.kind !== 'distance' || monthsIn(test.unit) !== undefined)
          return refuse('a least distance from one of several events', this.#chain);
        const distance = test.amount * fixedLength(test.unit);
        return `${first} - ${integer(test.op === '>=' ? distance - 1 : distance)}`;
      });
    return bounds.length === 0 ? first : `least(${[first, ...bounds].join(', ')})`;
  }

  #atMost(element: ChainElement): number {
    return upTo(element) ?? refuse('a number of events between two others other than a greatest one', this.#chain);
  }

  /** The instants after which a counting element finds as many events as it demands. */
  #ended(array: string, counting: Conditions): string {
    const { element, windows, keys } = counting;
    const never = this.#points.never(counting);
    if (never || (windows.length === 0 && keys.length === 0)) {
      const times = never ? '' : this.#points.times(counting);
      const test = counted(element, (m) => (never ? 'false' : `ifNull(${nth(times, m, 'last')} > state.2, false)`));
      return `arrayFilter(state -> ${test}, ${array})`;
    }
    const last = this.#labelOf(this.#steps.length - 1);
    if (windows.some(({ label, near }) => !near || label !== last))
      return refuse('events counted at a least distance or from an earlier label', this.#chain);
    const tied = keys.length > 0;
    const key = (name: string) => (tied ? `${name}.1` : '0');
    const value = element.count?.value ?? 0;
    const wanted = value === 0 ? [1] : [value, value + 1];
    const inOrder = `arraySort(arrayMap(one -> (${key('one')}, one.2, 1), ${this.#points.all(counting)}))`;
    const events = once(inOrder, (all) => {
      const later = wanted.map((m) => `, arrayShiftLeft(${all}, ${m - 1})`);
      return `arrayZip(${all}, arrayEnumerate(${all})${later.join('')})`;
    });
    const later = wanted.map((_, at) => `, one.${at + 3}`).join('');
    const none = wanted.map(() => `, (${key('state')}, toInt64(0), 0)`).join('');
    const items = [
      `arrayMap(one -> (one.1.1, one.1.2, 0, one.2${later}), ${events})`,
      `arrayMap(state -> (${key('state')}, state.2, 1, 0${none}), ${array})`,
    ];
    const pairs = once(
      `arraySort(arrayConcat(${items.join(', ')}))`,
      (all) => `arrayZip(${all}, arrayReverseFill(one -> one.3 = 0, ${all}))`,
    );
    const labels: Labels = new Map([[last, int64('pair.1.2')]]);
    const test = counted(element, (m) => {
      const found = `pair.2.${wanted.indexOf(m) + 5}`;
      const inTime = windows.map((window) => this.#holds(window, int64(`${found}.2`), labels));
      return and(['pair.2.3 = 0', 'pair.2.1 = pair.1.1', `${found}.3 = 1`, `${found}.1 = pair.1.1`, ...inTime]);
    });
    return `arrayMap(pair -> (pair.1.1, pair.1.2), arrayFilter(pair -> ${and(['pair.1.3 = 1', test])}, ${pairs}))`;
  }

  #labelOf(step: number): number {
    const label = this.#steps[step]?.assigned.element.labelId;
    if (label === undefined) throw new Error(`A chain has no step ${step}`);
    return label;
  }

  #holds({ test }: Window, time: Scalar, labels: Labels): string {
    return timeTest(test, { ...this.#scope, labels }, this.#chain)(time);
  }
}

const int64 = (sql: string): Scalar => scalar('instant', sql, false);
