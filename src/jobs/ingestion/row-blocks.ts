import type { ExternalField } from '../../audiences/external/details.ts';
import { writeBlock } from '../../profiles/native/block.ts';
import type { Column } from '../../profiles/native/column.ts';
import { NumberColumn, StringColumn } from '../../profiles/native/scalar-columns.ts';
import { type CellWriter, cellWriter } from './cells.ts';
import type { RecordScanner } from './record-scanner.ts';
import type { Identity, RowSink } from './rows.ts';

/** A file of rows in the engine's Native format. */
export interface RowBlock {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Rows, and bytes of records, of one block: bounds memory. */
const MAX_ROWS = 250_000;
const MAX_SIZE = 32 * 1024 * 1024;

/** The column of a field in the table of a dataset. */
export const fieldColumn = (name: string): string => `/${name}`;

/** Collects rows, typed, and writes them as blocks; rows are numbered from 1 over all blocks. */
export class RowBlocks implements RowSink {
  readonly #identity = new StringColumn();
  readonly #number = new NumberColumn('UInt64');
  readonly #cells: readonly CellWriter[];
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #path: string;
  #before = 0;
  #rows = 0;
  #size = 0;
  #written = 0;

  /** @param path of the files that are written, but for their number and extension */
  constructor(fields: readonly ExternalField[], path: string) {
    const others = fields
      .filter(({ identityNs }) => identityNs === undefined)
      .map(({ name, type }) => ({ name: fieldColumn(name), cells: cellWriter(type) }));
    this.#cells = others.map(({ cells }) => cells);
    this.#columns = new Map<string, Column>([
      ['identity', this.#identity],
      ['row', this.#number],
      ...others.map(({ cells, name }): [string, Column] => [name, cells.column]),
    ]);
    this.#path = path;
  }

  get isFull(): boolean {
    return this.#rows >= MAX_ROWS || this.#size >= MAX_SIZE;
  }

  add(bytes: Buffer, record: RecordScanner, identity: Identity, columns: readonly number[]): void {
    const row = this.#rows++;
    this.#size += record.end - record.start;
    if (typeof identity === 'string') this.#identity.set(row, identity);
    else this.#identity.setBytes(row, bytes, identity.start, identity.end);
    this.#number.setNumber(row, this.#before + this.#rows);
    for (let index = 0; index < columns.length; index += 1) {
      const cell = columns[index] ?? -1;
      if (cell < 0) continue;
      if (record.isDoubled(cell)) this.#cells[index]?.text(row, record.text(cell));
      else this.#cells[index]?.bytes(row, bytes, record.startOf(cell), record.endOf(cell));
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
    this.#size = 0;
    return block;
  }
}
