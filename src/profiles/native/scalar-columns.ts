import { instantOfDate, instantOfDateTime } from '../validation/time.ts';
import { Bytes } from './bytes.ts';
import { Cells } from './cells.ts';
import type { Column } from './column.ts';

interface ScalarOptions {
  /** Whether rows without a value are null; otherwise they hold the default of the type. */
  readonly nullable?: boolean;
}

/** Texts. */
export class StringColumn implements Column {
  readonly type: string;
  readonly #texts: Bytes;
  readonly #nulls: Cells | undefined;
  rows = 0;

  /** @param capacity bytes to take from the start */
  constructor({ nullable = false, capacity }: ScalarOptions & { readonly capacity?: number } = {}) {
    this.type = nullable ? 'Nullable(String)' : 'String';
    this.#texts = new Bytes(capacity);
    this.#nulls = nullable ? nullFlags() : undefined;
  }

  set(row: number, value: unknown): void {
    this.#begin(row);
    this.#texts.text(typeof value === 'string' ? value : String(value));
  }

  /** Takes UTF-8 that is at hand as it is. */
  setBytes(row: number, source: Buffer, start: number, end: number): void {
    this.#begin(row);
    this.#texts.range(source, start, end);
  }

  padTo(rows: number): void {
    if (rows <= this.rows) return;
    this.#texts.zeros(rows - this.rows);
    this.rows = rows;
  }

  parts(): readonly Uint8Array[] {
    return [...(this.#nulls ? [this.#nulls.view(this.rows)] : []), this.#texts.view()];
  }

  clear(): void {
    this.#texts.clear();
    this.#nulls?.clear(this.rows);
    this.rows = 0;
  }

  #begin(row: number): void {
    this.padTo(row);
    this.#nulls?.byte(row, 0);
    this.rows = row + 1;
  }
}

/** `Int64` and `UInt64` take whole numbers within ±2^53; an instant is a date or date-time as epoch milliseconds. */
type NumberKind = 'Float64' | 'Int64' | 'UInt64' | 'UInt32' | 'UInt8' | 'Bool' | 'instant';

const WIDTHS = { Float64: 8, Int64: 8, UInt64: 8, UInt32: 4, UInt8: 1, Bool: 1, instant: 8 };

/** Numbers, flags (as 0 and 1) and instants. One class for all: which one it is costs less than a call that depends on it. */
export class NumberColumn implements Column {
  readonly type: string;
  readonly #kind: NumberKind;
  readonly #cells: Cells;
  readonly #nulls: Cells | undefined;
  rows = 0;

  constructor(kind: NumberKind, { nullable = false }: ScalarOptions = {}) {
    const type = kind === 'instant' ? 'Int64' : kind;
    this.type = nullable ? `Nullable(${type})` : type;
    this.#kind = kind;
    this.#cells = new Cells(WIDTHS[kind]);
    this.#nulls = nullable ? nullFlags() : undefined;
  }

  set(row: number, value: unknown): void {
    const isFlag = this.#kind === 'UInt8' || this.#kind === 'Bool';
    if (this.#kind === 'instant') this.setNumber(row, instantOf(String(value)));
    else this.setNumber(row, isFlag ? Number(Boolean(value)) : Number(value));
  }

  /** Takes a number as it is stored: a flag as 0 or 1, an instant as epoch milliseconds. */
  setNumber(row: number, value: number): void {
    this.#nulls?.byte(row, 0);
    this.rows = row + 1;
    switch (this.#kind) {
      case 'Float64':
        this.#cells.double(row, value);
        break;
      case 'Int64':
      case 'UInt64':
      case 'instant':
        this.#cells.int64(row, value);
        break;
      case 'UInt32':
        this.#cells.uint32(row, value);
        break;
      case 'UInt8':
      case 'Bool':
        this.#cells.byte(row, value);
        break;
    }
  }

  padTo(rows: number): void {
    if (rows > this.rows) this.rows = rows;
  }

  parts(): readonly Uint8Array[] {
    const values = this.#cells.view(this.rows);
    return this.#nulls ? [this.#nulls.view(this.rows), values] : [values];
  }

  clear(): void {
    this.#cells.clear(this.rows);
    this.#nulls?.clear(this.rows);
    this.rows = 0;
  }
}

/** The same text in every row. */
export class ConstantColumn implements Column {
  readonly type = 'String';
  readonly #value: string;
  rows = 0;

  constructor(value: string) {
    this.#value = value;
  }

  set(row: number): void {
    this.rows = row + 1;
  }

  padTo(rows: number): void {
    if (rows > this.rows) this.rows = rows;
  }

  parts(): readonly Uint8Array[] {
    const one = new Bytes(64);
    one.text(this.#value);
    return [Buffer.alloc(one.length * this.rows, one.view())];
  }

  clear(): void {
    this.rows = 0;
  }
}

/** One flag a row: 1 where there is no value. */
const nullFlags = (): Cells => new Cells(1, 1);

/** Dates are 00:00 UTC. */
const instantOf = (text: string): number =>
  text.length > 'yyyy-mm-dd'.length ? instantOfDateTime(text) : instantOfDate(text);
