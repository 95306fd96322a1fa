import { bothOf, type EventTypes, eitherOf, eventTypesOf } from '../../pql/clickhouse/eventTypes.ts';
import { factsOf, type Ir } from '../../pql/index.ts';
import type { ChainElement } from '../../pql/ir.ts';
import { childrenOf } from '../../pql/walk.ts';

/**
 * Ids of the audiences whose membership an expression reads: by `inSegment("id")`, or by a literal path into
 * `segmentMembership` (evaluation.md section 6).
 */
export function referencesOf(ir: Ir): ReadonlySet<string> {
  const { inSegment, membershipReads } = factsOf(ir);
  return new Set([...inSegment, ...membershipReads].map(({ id }) => id));
}

/** Whether an expression reads `segmentMembership`, by name or through `inSegment`. */
export function readsMembership(ir: Ir): boolean {
  const { inSegment, computedSegment, usesMembershipMap } = factsOf(ir);
  return inSegment.length > 0 || computedSegment || usesMembershipMap;
}

/** The events that an expression looks at: none, all, or only those of some types. */
export type EventsRead = 'none' | 'all' | ReadonlySet<string>;

/** Which events decide the value of an expression; types are known where only chains read events. */
export function eventsRead(ir: Ir): EventsRead {
  if (!factsOf(ir).usesEvents) return 'none';
  const types = typesRead(ir);
  return types === undefined ? 'all' : types;
}

function typesRead(ir: Ir): EventTypes {
  if (ir.kind === 'events') return undefined;
  const overEvents = ir.kind === 'chain' && ir.collection.kind === 'events';
  const below = childrenOf(ir).filter((child) => !(overEvents && child === ir.collection));
  const own = overEvents ? ir.elements.map(typesOfElement) : [];
  return [...own, ...below.map(typesRead)].reduce(eitherOf, new Set<string>());
}

function typesOfElement({ item, what, where }: ChainElement): EventTypes {
  const ofWhat = eventTypesOf(what, item.id);
  return where === undefined ? ofWhat : bothOf(ofWhat, eventTypesOf(where, item.id));
}

/** What several expressions look at together. */
export function allEventsRead(reads: readonly EventsRead[]): EventsRead {
  if (reads.includes('all')) return 'all';
  const types = reads.filter((read) => typeof read !== 'string').flatMap((read) => [...read]);
  return reads.every((read) => read === 'none') ? 'none' : new Set(types);
}
