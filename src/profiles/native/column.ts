/**
 * Collects one column of a block in the engine's Native format.
 *
 * Rows in which a column has no value are not told to it, so that the cost of a row follows what it holds and not how
 * many columns there are.
 */
export interface Column {
  /** Type text of what is written, without `LowCardinality`: the engine converts. */
  readonly type: string;
  readonly rows: number;
  /** Sets the value of a row, which has passed validation; the rows before it that were not set have none. */
  set(row: number, value: unknown): void;
  /** Adds rows without a value until there are `rows`. */
  padTo(rows: number): void;
  /** The bytes of the column, in order; valid until the next change. */
  parts(): readonly Uint8Array[];
  /** Drops all rows, and keeps the memory for the next block. */
  clear(): void;
}
