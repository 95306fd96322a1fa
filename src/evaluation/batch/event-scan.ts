import type { EventTypes } from '../../pql/clickhouse/eventTypes.ts';
import type { EventLeaf, LeafTest } from '../../pql/clickhouse/leaves.ts';
import { and, conjuncts, identifier, integer, or, text } from '../../pql/clickhouse/sql.ts';
import type { LeafGroup } from './leaf-groups.ts';
import { inRange, type KeyBounds } from './ranges.ts';

/** One read of `events`: a row a profile with the leaves that are wanted, and the results of tests as bits of words. */
export interface EventScan {
  /**
   * A query of `profile_key`, leaves and words; profiles for which all of them are 0 or null may be missing. Undefined
   * where nothing needs to be joined: a single test asks for the keys of its profiles itself.
   */
  readonly query?: string;
  /** The name of every test with its text over the words, or over `profile_key`. */
  readonly tests: readonly (readonly [name: string, sql: string])[];
}

/** Leaves up to which events are filtered before they are grouped: a union of many conditions keeps most of them. */
const FEW = 8;

/** Tests in one word. A word is joined to its profile at the price of one column. */
const BITS = 64;

/**
 * Reads the events of a group once.
 * @param wanted leaves that conditions read as they are, beside those that are only tested
 */
export function eventScan(
  group: LeafGroup,
  tests: readonly LeafTest[],
  wanted: ReadonlySet<EventLeaf>,
  range: KeyBounds,
  name: string,
): EventScan {
  const [only, ...more] = tests;
  const read = group.leaves.filter((leaf) => wanted.has(leaf));
  if (only !== undefined && more.length === 0 && read.length === 0)
    return { tests: [[only.name, `profile_key IN (${eventKeys(group, only.sql, range)})`]] };
  const { leaves, where } = aggregation(group, range);
  const words = Array.from({ length: Math.ceil(tests.length / BITS) }, (_, index) => `${name}_word_${index}`);
  const columns = [
    ...leaves,
    ...tests.map((test) => `${test.sql} AS ${test.name}`),
    ...words.map((word, index) => `${packed(tests.slice(index * BITS, (index + 1) * BITS))} AS ${word}`),
  ];
  const aggregated = `SELECT profile_key, ${columns.join(', ')} FROM events WHERE ${where} GROUP BY profile_key`;
  const having = read.length === 0 ? ` HAVING ${or(words.map((word) => `${word} != 0`))}` : '';
  const result = ['profile_key', ...read.map((leaf) => leaf.name), ...words];
  return {
    query: `SELECT ${result.join(', ')} FROM (${aggregated}${having})`,
    tests: tests.map((test, index) => {
      const bit = 1n << BigInt(index % BITS);
      return [test.name, `(bitAnd(${words[Math.floor(index / BITS)]}, ${bit}) != 0)`];
    }),
  };
}

/** The keys of the profiles with events for whose leaves a condition holds. */
export function eventKeys(group: LeafGroup, condition: string, range: KeyBounds): string {
  const { leaves, where } = aggregation(group, range);
  return `WITH ${leaves.join(', ')} SELECT profile_key FROM events WHERE ${where} GROUP BY profile_key HAVING ${condition}`;
}

/**
 * The leaves as columns over the events of each profile, and which events are read. What all leaves demand is demanded of the rows that
 * are read and tested nowhere else, so that the scan of a single leaf is what one would write by hand.
 */
function aggregation(
  group: LeafGroup,
  range: KeyBounds,
): { readonly leaves: readonly string[]; readonly where: string } {
  const said = saidByType(group.eventTypes);
  const demands = group.leaves.map((leaf) => conjuncts(leaf.matters ?? leaf.where).filter((sql) => sql !== said));
  const shared = demands.reduce((some, demand) => some.filter((sql) => demand.includes(sql)));
  const rest = (demand: readonly string[]) => and(demand.filter((sql) => sql !== said && !shared.includes(sql)));
  const rests = group.leaves.map((leaf) => rest(conjuncts(leaf.where)));
  return {
    leaves: group.leaves.map(
      (leaf, index) => `${leaf.under?.(rests[index] ?? 'true') ?? leaf.aggregate} AS ${leaf.name}`,
    ),
    where: and([...ofTypes(group.eventTypes), inRange(range), ...shared, since(demands), relevant(demands.map(rest))]),
  };
}

function packed(tests: readonly LeafTest[]): string {
  return tests.map((test, bit) => `bitShiftLeft(toUInt64(${test.name}), ${bit})`).join(' + ');
}

/** Events that matter to no leaf need not be grouped. */
function relevant(conditions: readonly string[]): string {
  return conditions.length > FEW ? 'true' : or(conditions);
}

const BOUND = /^\(timestamp >=? (\d+)\)$/;

/** The earliest time that matters to some leaf, where each has one. */
function since(demands: readonly (readonly string[])[]): string {
  const bounds = demands.map((demand) => Math.max(...demand.map((sql) => Number(BOUND.exec(sql)?.[1] ?? 0))));
  const earliest = Math.min(...bounds);
  return earliest > 0 ? `(timestamp >= ${integer(earliest)})` : 'true';
}

/** The condition on the attribute that the sort key says as well: it differs for events without a type only. */
function saidByType(eventTypes: EventTypes): string | undefined {
  const [type, ...more] = eventTypes ?? [];
  return type && more.length === 0 ? `ifNull(${identifier('/eventType')} = ${text(type)}, false)` : undefined;
}

function ofTypes(eventTypes: EventTypes): readonly string[] {
  if (eventTypes === undefined) return [];
  return [eventTypes.size === 0 ? 'false' : `event_type IN (${[...eventTypes].map(text).join(', ')})`];
}
