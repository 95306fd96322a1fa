/**
 * Collects one column of a block in the engine's Native format.
 *
 * Rows in which a column has no value are not told to it: `padTo` makes up for them before the next value and at the end,
 * so that the cost of a row follows what it holds and not how many columns there are.
 */
export interface Column {
  /** Type text of what is written, without `LowCardinality`: the engine converts. */
  readonly type: string;
  readonly rows: number;
  /** Adds a row. The value has passed validation. */
  add(value: unknown): void;
  /** Adds rows without a value until there are `rows`. */
  padTo(rows: number): void;
  /** The bytes of the column, in order. */
  parts(): readonly Uint8Array[];
}
