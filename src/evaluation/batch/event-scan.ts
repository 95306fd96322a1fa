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
    return { tests: [[only.name, `profile_key IN (${eventKeys(group, keysThatPass(group, only), range)})`]] };
  const { conditionOf, leafOf, where } = aggregation(group, range);
  const counted = new Set([...read, ...tests.filter((test) => !asksForAny(test)).map(({ leaf }) => leaf)]);
  const met = tests.filter(({ leaf }) => !counted.has(leaf));
  const tested = tests.filter(({ leaf }) => counted.has(leaf));
  const words = [
    ...inWords(met).map((some) => ({ some, sql: `groupBitOr(${packed(some.map(({ leaf }) => conditionOf(leaf)))})` })),
    ...inWords(tested).map((some) => ({ some, sql: packed(some.map((test) => test.name)) })),
  ].map((word, index) => ({ ...word, word: `${name}_word_${index}` }));
  const columns = [
    ...group.leaves.filter((leaf) => counted.has(leaf)).map(leafOf),
    ...tested.map((test) => `${test.sql} AS ${test.name}`),
    ...words.map(({ sql, word }) => `${sql} AS ${word}`),
  ];
  const aggregated = `SELECT profile_key, ${columns.join(', ')} FROM events WHERE ${where} GROUP BY profile_key`;
  const having = read.length === 0 ? ` HAVING ${or(words.map(({ word }) => `${word} != 0`))}` : '';
  const result = ['profile_key', ...read.map((leaf) => leaf.name), ...words.map(({ word }) => word)];
  return {
    query: `SELECT ${result.join(', ')} FROM (${aggregated}${having})`,
    tests: words.flatMap(({ some, word }) =>
      some.map((test, bit) => [test.name, `(bitAnd(${word}, ${1n << BigInt(bit)}) != 0)`] as const),
    ),
  };
}

/** Whether a test asks for any event at all: that is a bit of each event, and cheaper than to count them. */
function asksForAny({ leaf, sql }: LeafTest): boolean {
  return leaf.count === true && [`(${leaf.name} > 0.)`, `(${leaf.name} >= 1.)`].includes(sql);
}

/** The keys of the profiles with events for whose leaves a condition holds. */
export function eventKeys(group: LeafGroup, condition: string, range: KeyBounds): string {
  const { leafOf, where } = aggregation(group, range);
  const keys = `SELECT profile_key FROM events WHERE ${where} GROUP BY profile_key`;
  return condition === 'true' ? keys : `WITH ${group.leaves.map(leafOf).join(', ')} ${keys} HAVING ${condition}`;
}

/** A test as a condition of {@link eventKeys}: no events are read but those of a leaf that is alone. */
export function keysThatPass(group: LeafGroup, test: LeafTest): string {
  return group.leaves.length === 1 && asksForAny(test) ? 'true' : `(${test.sql})`;
}

interface EventAggregation {
  /** A leaf as a column over the events of a profile. */
  readonly leafOf: (leaf: EventLeaf) => string;
  /** The condition of a leaf on an event that is read. */
  readonly conditionOf: (leaf: EventLeaf) => string;
  /** Which events are read. */
  readonly where: string;
}

/**
 * What all leaves demand is demanded of the events that are read and tested nowhere else, so that the scan of a single leaf
 * is what one would write by hand.
 */
function aggregation(group: LeafGroup, range: KeyBounds): EventAggregation {
  const said = saidByType(group.eventTypes);
  const demands = group.leaves.map((leaf) => conjuncts(leaf.matters ?? leaf.where).filter((sql) => sql !== said));
  const [first = [], ...others] = demands;
  const shared = new Set(others.reduce((some, demand) => some.filter((sql) => demand.includes(sql)), first));
  const rest = (demand: readonly string[]) => and(demand.filter((sql) => sql !== said && !shared.has(sql)));
  const conditionOf = (leaf: EventLeaf) => rest(conjuncts(leaf.where));
  return {
    leafOf: (leaf) => `${leaf.under?.(conditionOf(leaf)) ?? leaf.aggregate} AS ${leaf.name}`,
    conditionOf,
    where: and([...ofTypes(group.eventTypes), inRange(range), ...shared, since(demands), relevant(demands.map(rest))]),
  };
}

function inWords(tests: readonly LeafTest[]): readonly (readonly LeafTest[])[] {
  const count = Math.ceil(tests.length / BITS);
  return Array.from({ length: count }, (_, index) => tests.slice(index * BITS, (index + 1) * BITS));
}

/** Conditions as the bits of a word, byte by byte: an operation on bytes is several times cheaper than one on words. */
function packed(conditions: readonly string[]): string {
  const bytes = Array.from({ length: Math.ceil(conditions.length / 8) }, (_, index) => {
    const bits = conditions
      .slice(index * 8, (index + 1) * 8)
      .map((sql, bit) => `bitShiftLeft(toUInt8(${sql}), ${bit})`);
    return `bitShiftLeft(toUInt64(${bits.reduce((some, bit) => `bitOr(${some}, ${bit})`)}), ${index * 8})`;
  });
  return bytes.join(' + ');
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
  const [type = '', ...more] = [...eventTypes].map(text);
  if (eventTypes.size === 0) return ['false'];
  return [more.length === 0 ? `event_type = ${type}` : `event_type IN (${[type, ...more].join(', ')})`];
}
