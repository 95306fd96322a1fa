import type { EventTypes } from './eventTypes.ts';

/** One aggregate over the events of each profile: computed in a scan of `events` grouped by `profile_key`. */
export interface EventLeaf {
  /** The column that holds it. */
  readonly name: string;
  /** Aggregate expression over columns of `events`; over no rows it is 0 or null, the default of its type. */
  readonly aggregate: string;
  /** The condition of the aggregate: events that fail it do not matter. */
  readonly where: string;
  /** Where it is known, a condition that more events fail that do not matter. */
  readonly matters?: string;
  /**
   * The aggregate under a weaker condition, which together with what is demanded of all events that are read says the
   * same; absent where the condition cannot be taken out of the aggregate.
   */
  readonly under?: (where: string) => string;
  /** True where the aggregate is the number of events for which the condition holds. */
  readonly count?: boolean;
  /** Only events of these types matter; undefined is all. */
  readonly eventTypes?: ReadonlySet<string>;
}

/**
 * A condition on one leaf and constants. It is computed where the leaf is: a byte a profile is joined, and only for
 * profiles with events. For all others it is false.
 */
export interface LeafTest {
  /** The column that holds it. */
  readonly name: string;
  /** Over the column of the leaf; false over no events. */
  readonly sql: string;
  readonly leaf: EventLeaf;
}

/** What may be known of an aggregate besides its text and its condition. */
type LeafFacts = Pick<EventLeaf, 'count' | 'matters' | 'under'>;

/** Names leaves and tests: equal ones of any number of expressions are one. Shared by the audiences of a run. */
export class LeafTable {
  readonly #leaves = new Map<string, EventLeaf>();
  readonly #tests = new Map<string, LeafTest>();

  leaf(aggregate: string, where: string, eventTypes: EventTypes, facts: LeafFacts = {}): EventLeaf {
    const known = this.#leaves.get(aggregate);
    if (known) return known;
    const name = `leaf_${this.#leaves.size + 1}`;
    const leaf = { name, aggregate, where, ...facts, ...(eventTypes && { eventTypes }) };
    this.#leaves.set(aggregate, leaf);
    return leaf;
  }

  test(leaf: EventLeaf, sql: string): LeafTest {
    const key = `${leaf.name} ${sql}`;
    const known = this.#tests.get(key);
    if (known) return known;
    const test = { name: `test_${this.#tests.size + 1}`, sql, leaf };
    this.#tests.set(key, test);
    return test;
  }
}

/** The leaves and tests that one expression uses. */
export class LeafRecorder {
  readonly leaves = new Set<EventLeaf>();
  readonly tests = new Set<LeafTest>();
  readonly #table: LeafTable;
  readonly #rows = new Set<EventLeaf>();

  constructor(table: LeafTable) {
    this.#table = table;
  }

  leaf(aggregate: string, where: string, eventTypes: EventTypes, facts: LeafFacts = {}): EventLeaf {
    const leaf = this.#table.leaf(aggregate, where, eventTypes, facts);
    this.leaves.add(leaf);
    return leaf;
  }

  /** A leaf that is an array: of values of the events, in their order. */
  rows(aggregate: string, where: string, eventTypes: EventTypes): EventLeaf {
    const leaf = this.leaf(aggregate, where, eventTypes);
    this.#rows.add(leaf);
    return leaf;
  }

  /** The array that was recorded, when nothing else was. */
  onlyRows(): EventLeaf | undefined {
    const [leaf, ...more] = this.leaves;
    return leaf !== undefined && more.length === 0 && this.tests.size === 0 && this.#rows.has(leaf) ? leaf : undefined;
  }

  /** A recorder of a part of the expression, to be added when it is known what the part uses. */
  part(): LeafRecorder {
    return new LeafRecorder(this.#table);
  }

  add(part: LeafRecorder): void {
    for (const leaf of part.leaves) this.leaves.add(leaf);
    for (const leaf of part.#rows) this.#rows.add(leaf);
    for (const test of part.tests) this.tests.add(test);
  }

  /** A condition on a leaf as text; `whenEmpty` is its value over no events. */
  condition(leaf: EventLeaf, sql: string, whenEmpty: boolean): string {
    const test = this.#table.test(leaf, whenEmpty ? `NOT ${sql}` : sql);
    this.leaves.add(leaf);
    this.tests.add(test);
    return whenEmpty ? `NOT ${test.name}` : test.name;
  }
}
