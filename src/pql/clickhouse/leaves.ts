/** One aggregate over the events of each profile: computed in a scan of `events` grouped by `profile_key`. */
export interface EventLeaf {
  /** The column that the expressions read. */
  readonly name: string;
  /** Aggregate expression over columns of `events`; over no rows it is 0 or null, the default of its type. */
  readonly aggregate: string;
  /** The condition of the aggregate: events that fail it do not matter. */
  readonly where: string;
  /** Only events of these types matter; undefined is all. */
  readonly eventTypes?: ReadonlySet<string>;
}

/** Names leaves: equal aggregates of any number of expressions are one leaf. Shared by the audiences of a run. */
export class LeafTable {
  readonly #leaves = new Map<string, EventLeaf>();

  leaf(aggregate: string, where: string, eventTypes: ReadonlySet<string> | undefined): EventLeaf {
    const known = this.#leaves.get(aggregate);
    if (known) return known;
    const name = `leaf_${this.#leaves.size + 1}`;
    const leaf = { name, aggregate, where, ...(eventTypes === undefined ? {} : { eventTypes }) };
    this.#leaves.set(aggregate, leaf);
    return leaf;
  }
}

/** The leaves that one expression uses. */
export class LeafRecorder {
  readonly used = new Map<string, EventLeaf>();
  readonly #table: LeafTable;

  constructor(table: LeafTable) {
    this.#table = table;
  }

  /** The quoted column name of an aggregate. */
  column(aggregate: string, where: string, eventTypes: ReadonlySet<string> | undefined): string {
    const leaf = this.#table.leaf(aggregate, where, eventTypes);
    this.used.set(leaf.name, leaf);
    return leaf.name;
  }
}
