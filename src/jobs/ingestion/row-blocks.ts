import type { ExternalField, FieldType } from '../../audiences/external/details.ts';
import { writeBlock } from '../../profiles/native/block.ts';
import type { Column } from '../../profiles/native/column.ts';
import { NumberColumn, StringColumn } from '../../profiles/native/scalar-columns.ts';
import type { TypedRow } from './rows.ts';

/** A file of rows in the engine's Native format. */
export interface RowBlock {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Rows, and characters of text, of one block: bounds memory. */
const MAX_ROWS = 250_000;
const MAX_TEXT = 32 * 1024 * 1024;

/** The column of a field in the table of a dataset. */
export const fieldColumn = (name: string): string => `/${name}`;

const COLUMNS: Readonly<Record<FieldType, () => Column>> = {
  string: () => new StringColumn({ nullable: true }),
  number: () => new NumberColumn('Float64', { nullable: true }),
  integer: () => new NumberColumn('Int64', { nullable: true }),
  // Digits, which the engine reads: not every 64-bit number is one of JavaScript.
  long: () => new StringColumn({ nullable: true }),
  boolean: () => new NumberColumn('Bool', { nullable: true }),
  date: () => new NumberColumn('Int64', { nullable: true }),
  datetime: () => new NumberColumn('Int64', { nullable: true }),
};

/** Collects typed rows and writes them as blocks; rows are numbered from 1 over all blocks. */
export class RowBlocks {
  readonly #identity = new StringColumn();
  readonly #number = new NumberColumn('UInt64');
  readonly #values: readonly Column[];
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #path: string;
  #before = 0;
  #rows = 0;
  #text = 0;
  #written = 0;

  /** @param path of the files that are written, but for their number and extension */
  constructor(fields: readonly ExternalField[], path: string) {
    const others = fields.filter(({ identityNs }) => identityNs === undefined);
    this.#values = others.map(({ type }) => COLUMNS[type]());
    this.#columns = new Map<string, Column>([
      ['identity', this.#identity],
      ['row', this.#number],
      ...others.map(({ name }, index): [string, Column] => [fieldColumn(name), this.#values[index] ?? this.#identity]),
    ]);
    this.#path = path;
  }

  get isFull(): boolean {
    return this.#rows >= MAX_ROWS || this.#text >= MAX_TEXT;
  }

  add({ identity, values }: TypedRow): void {
    const row = this.#rows++;
    this.#identity.set(row, identity);
    this.#number.set(row, this.#before + this.#rows);
    this.#text += identity.length;
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      this.#values[index]?.set(row, value);
      if (typeof value === 'string') this.#text += value.length;
    }
  }

  /** Writes what was collected; undefined when there is nothing. */
  async flush(): Promise<RowBlock | undefined> {
    if (this.#rows === 0) return undefined;
    const path = `${this.#path}-${this.#written++}.native`;
    for (const column of this.#columns.values()) column.padTo(this.#rows);
    await writeBlock(path, this.#columns);
    const block = { path, rows: this.#rows, columns: [...this.#columns.keys()] };
    for (const column of this.#columns.values()) column.clear();
    this.#before += this.#rows;
    this.#rows = 0;
    this.#text = 0;
    return block;
  }
}
