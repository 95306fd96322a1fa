import { step } from './path.ts';
import { epochOf } from './time-text.ts';
import { elementsOf, isEntries, ownValue, type PqlValue } from './value.ts';

/** `xEvent` of a profile: ascending by `timestamp`, ties in stored order, events without valid timestamp last. */
export function eventsOf(root: PqlValue): readonly PqlValue[] {
  const stored = elementsOf(isEntries(root) ? (ownValue(root, 'xEvent') ?? null) : null);
  return sortedByTime(stored, timestampOf);
}

/** The instant of an event in epoch milliseconds, NaN without a valid timestamp. */
export function timestampOf(event: PqlValue): number {
  return epochOf(step(event, 'timestamp'));
}

/** Stable sort by an instant; NaN is last. */
export function sortedByTime(list: readonly PqlValue[], timeOf: (item: PqlValue) => number): readonly PqlValue[] {
  const timed = list.map((item) => {
    const time = timeOf(item);
    return { item, time: Number.isNaN(time) ? Number.POSITIVE_INFINITY : time };
  });
  timed.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return timed.map(({ item }) => item);
}
