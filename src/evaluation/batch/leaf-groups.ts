import { type EventTypes, eitherOf } from '../../pql/clickhouse/eventTypes.ts';
import type { EventLeaf } from '../../pql/clickhouse/leaves.ts';

/** Leaves that one scan of `events` computes. */
export interface LeafGroup {
  readonly leaves: readonly EventLeaf[];
  /** The event types that the scan reads; undefined is all. */
  readonly eventTypes: EventTypes;
}

/** Groups leaves so that no two scans read the same event type, but for the one scan that needs all of them. */
export function leafGroups(leaves: readonly EventLeaf[]): readonly LeafGroup[] {
  const all = leaves.filter((leaf) => leaf.eventTypes === undefined);
  const groups: LeafGroup[] = all.length > 0 ? [{ leaves: all, eventTypes: undefined }] : [];
  for (const leaf of leaves) {
    if (leaf.eventTypes === undefined) continue;
    const touching = groups.filter(
      (group) => group.eventTypes !== undefined && overlap(group.eventTypes, leaf.eventTypes),
    );
    const merged = touching.reduce<LeafGroup>(
      (sum, group) => ({
        leaves: [...group.leaves, ...sum.leaves],
        eventTypes: eitherOf(group.eventTypes, sum.eventTypes),
      }),
      { leaves: [leaf], eventTypes: leaf.eventTypes },
    );
    groups.splice(0, groups.length, ...groups.filter((group) => !touching.includes(group)), merged);
  }
  return groups;
}

function overlap(a: EventTypes, b: EventTypes): boolean {
  return a !== undefined && b !== undefined && [...a].some((type) => b.has(type));
}
