import { mayBeAbsent } from '../check/chain.ts';
import type { Chain, ChainElement, Ir } from '../ir.ts';
import { sortedByTime } from '../values/events.ts';
import { step } from '../values/path.ts';
import { passes, type TimeScope } from '../values/time-tests.ts';
import { epochOf } from '../values/time-text.ts';
import { elementsOf, type PqlValue, truth } from '../values/value.ts';
import type { Bindings, Evaluation } from './environment.ts';

/** What the search needs of the interpreter. */
interface Interpreter {
  value(ir: Ir, evaluation: Evaluation, bindings: Bindings | undefined): PqlValue;
  scope(evaluation: Evaluation, bindings: Bindings | undefined): TimeScope;
}

interface TimedEvent {
  readonly event: PqlValue;
  readonly time: number;
}

/**
 * Whether events can be assigned to the elements of a chain (pql.md section 9.2), by trying every assignment: for each
 * element the first and the last event of its set; those between are free.
 */
export function holdsChain(
  chain: Chain,
  evaluation: Evaluation,
  bindings: Bindings | undefined,
  interpreter: Interpreter,
): boolean {
  const timeOf = (event: PqlValue) => epochOf(chain.timestamp.reduce(step, event));
  const events = sortedByTime(elementsOf(interpreter.value(chain.collection, evaluation, bindings)), timeOf)
    .map((event): TimedEvent => ({ event, time: timeOf(event) }))
    .filter(({ time }) => !Number.isNaN(time));

  function fits(element: ChainElement, { event, time }: TimedEvent, labels: Bindings | undefined): boolean {
    const inner = { id: element.item.id, value: event, time, outer: labels };
    const holds = (ir: Ir | undefined) => ir === undefined || truth(interpreter.value(ir, evaluation, inner));
    const inTime = element.when === undefined || passes(element.when, time, interpreter.scope(evaluation, inner));
    return holds(element.what) && inTime && holds(element.where);
  }

  /** Whether the counting elements hold for the events strictly between two instants. */
  function countsHold(
    counting: readonly ChainElement[],
    from: number,
    to: number,
    labels: Bindings | undefined,
  ): boolean {
    return counting.every((element) => {
      const between = events.filter((event) => event.time > from && event.time < to);
      return countHolds(element, between.filter((event) => fits(element, event, labels)).length);
    });
  }

  /** `after` is the time of the last event assigned so far, `counting` the counting elements since then. */
  function assign(
    index: number,
    after: number,
    counting: readonly ChainElement[],
    labels: Bindings | undefined,
  ): boolean {
    evaluation.step();
    const element = chain.elements[index];
    if (element === undefined) return countsHold(counting, after, Number.POSITIVE_INFINITY, labels);
    if (mayBeAbsent(element)) return assign(index + 1, after, [...counting, element], labels);
    const needed = neededEvents(element);
    if (needed === 0) return assign(index + 1, after, counting, labels);
    const fitting = events.filter((event) => event.time > after && fits(element, event, labels));
    return fitting.some((first, start) => {
      if (!countsHold(counting, after, first.time, labels)) return false;
      const lasts = needed === 1 ? [first] : fitting.slice(start + needed - 1);
      return lasts.some((last) => {
        const label = { id: element.labelId, value: last.event, time: last.time, outer: labels };
        return assign(index + 1, last.time, [], label);
      });
    });
  }

  return assign(0, Number.NEGATIVE_INFINITY, [], bindings);
}

/** How many events an assigned element gets (rule 1). */
export function neededEvents({ count }: ChainElement): number {
  if (count === undefined) return 1;
  return count.op === '>' ? count.value + 1 : count.value;
}

/** Whether a number of events satisfies a counting element (rule 3). */
export function countHolds({ count }: ChainElement, found: number): boolean {
  if (count === undefined) return found > 0;
  switch (count.op) {
    case '=':
      return found === count.value;
    case '!=':
      return found !== count.value;
    case '<':
      return found < count.value;
    case '<=':
      return found <= count.value;
    case '>':
      return found > count.value;
    case '>=':
      return found >= count.value;
  }
}
