import { instantOfDate, instantOfDateTime } from '../validation/time.ts';
import { Bytes } from './bytes.ts';
import type { Column } from './column.ts';

/** A column of scalars that writes values one way and absences another. */
abstract class ScalarColumn implements Column {
  abstract readonly type: string;
  readonly data: Bytes;
  rows = 0;

  /** @param capacity bytes to take from the start */
  constructor(capacity?: number) {
    this.data = new Bytes(capacity);
  }

  protected abstract write(value: unknown): void;
  protected abstract writeAbsent(count: number): void;

  add(value: unknown): void {
    this.write(value);
    this.rows += 1;
  }

  padTo(rows: number): void {
    if (rows > this.rows) this.writeAbsent(rows - this.rows);
    this.rows = rows;
  }

  parts(): readonly Uint8Array[] {
    return [this.data.view()];
  }
}

/** Puts null flags before another column, whose defaults stand where the flag is set. */
export class NullableColumn implements Column {
  readonly #nulls = new Bytes();
  readonly #values: Column;

  constructor(values: Column) {
    this.#values = values;
  }

  get type(): string {
    return `Nullable(${this.#values.type})`;
  }

  get rows(): number {
    return this.#values.rows;
  }

  add(value: unknown): void {
    this.#nulls.byte(0);
    this.#values.add(value);
  }

  padTo(rows: number): void {
    if (rows <= this.rows) return;
    this.#nulls.fill(1, rows - this.rows);
    this.#values.padTo(rows);
  }

  parts(): readonly Uint8Array[] {
    return [this.#nulls.view(), ...this.#values.parts()];
  }
}

/** Texts; UTF-8 that is at hand as bytes is taken as it is. */
export class StringColumn extends ScalarColumn {
  readonly type = 'String';

  protected write(value: unknown): void {
    if (value instanceof Uint8Array) this.data.bytes(value);
    else this.data.text(String(value));
  }

  protected writeAbsent(count: number): void {
    this.data.fill(0, count);
  }
}

export class Float64Column extends ScalarColumn {
  readonly type = 'Float64';

  protected write(value: unknown): void {
    this.data.double(Number(value));
  }

  protected writeAbsent(count: number): void {
    this.data.fill(0, count * 8);
  }
}

/** Whole numbers within ±2^53; `UInt64` for those that are never negative. */
export class Int64Column extends ScalarColumn {
  readonly type: 'Int64' | 'UInt64';

  constructor(type: 'Int64' | 'UInt64' = 'Int64') {
    super();
    this.type = type;
  }

  protected write(value: unknown): void {
    this.data.int64(Number(value));
  }

  protected writeAbsent(count: number): void {
    this.data.fill(0, count * 8);
  }
}

export class UInt32Column extends ScalarColumn {
  readonly type = 'UInt32';

  protected write(value: unknown): void {
    this.data.uint32(Number(value));
  }

  protected writeAbsent(count: number): void {
    this.data.fill(0, count * 4);
  }
}

/** `UInt8` holds 0 and 1. */
export class FlagColumn extends ScalarColumn {
  readonly type: 'Bool' | 'UInt8';

  constructor(type: 'Bool' | 'UInt8') {
    super();
    this.type = type;
  }

  protected write(value: unknown): void {
    this.data.byte(value ? 1 : 0);
  }

  protected writeAbsent(count: number): void {
    this.data.fill(0, count);
  }
}

/** Dates and date-times as epoch milliseconds; a date is 00:00 UTC. */
export class InstantColumn extends Int64Column {
  protected override write(value: unknown): void {
    const text = String(value);
    this.data.int64(text.length > 'yyyy-mm-dd'.length ? instantOfDateTime(text) : instantOfDate(text));
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

  add(): void {
    this.rows += 1;
  }

  padTo(rows: number): void {
    this.rows = Math.max(this.rows, rows);
  }

  parts(): readonly Uint8Array[] {
    const one = new Bytes(64);
    one.text(this.#value);
    return [Buffer.alloc(one.length * this.rows, one.view())];
  }
}
