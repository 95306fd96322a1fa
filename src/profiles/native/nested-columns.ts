import { isObject } from '../json.ts';
import { NameIndex } from '../name-index.ts';
import { Cells } from './cells.ts';
import type { Column } from './column.ts';

/** Where the list of each row ends among the items of all. */
class Ends {
  readonly #cells = new Cells(8);
  rows = 0;

  /** Ends the list of a row; those before it that have none end where the last one did, at `before`. */
  set(row: number, before: number, end: number): void {
    this.padTo(row, before);
    this.#cells.int64(row, end);
    this.rows = row + 1;
  }

  padTo(rows: number, end: number): void {
    for (; this.rows < rows; this.rows += 1) this.#cells.int64(this.rows, end);
  }

  view(): Uint8Array {
    return this.#cells.view(this.rows);
  }

  clear(): void {
    this.#cells.clear(this.rows);
    this.rows = 0;
  }
}

/** `Array(T)`: where each list ends, then the items of all lists. */
export class ArrayColumn implements Column {
  readonly #ends = new Ends();
  readonly #items: Column;

  constructor(items: Column) {
    this.#items = items;
  }

  get type(): string {
    return `Array(${this.#items.type})`;
  }

  get rows(): number {
    return this.#ends.rows;
  }

  set(row: number, value: unknown): void {
    const before = this.#items.rows;
    if (Array.isArray(value)) for (const item of value) this.#items.set(this.#items.rows, item);
    this.#ends.set(row, before, this.#items.rows);
  }

  padTo(rows: number): void {
    this.#ends.padTo(rows, this.#items.rows);
  }

  parts(): readonly Uint8Array[] {
    return [this.#ends.view(), ...this.#items.parts()];
  }

  clear(): void {
    this.#ends.clear();
    this.#items.clear();
  }
}

/** `Map(String, T)`: as a list of keys and values. */
export class MapColumn implements Column {
  readonly #ends = new Ends();
  readonly #keys: Column;
  readonly #values: Column;

  constructor(keys: Column, values: Column) {
    this.#keys = keys;
    this.#values = values;
  }

  get type(): string {
    return `Map(${this.#keys.type}, ${this.#values.type})`;
  }

  get rows(): number {
    return this.#ends.rows;
  }

  set(row: number, value: unknown): void {
    const before = this.#keys.rows;
    for (const [key, entry] of Object.entries(isObject(value) ? value : {})) {
      this.#values.set(this.#keys.rows, entry);
      this.#keys.set(this.#keys.rows, key);
    }
    this.#ends.set(row, before, this.#keys.rows);
  }

  padTo(rows: number): void {
    this.#ends.padTo(rows, this.#keys.rows);
  }

  parts(): readonly Uint8Array[] {
    return [this.#ends.view(), ...this.#keys.parts(), ...this.#values.parts()];
  }

  clear(): void {
    this.#ends.clear();
    this.#keys.clear();
    this.#values.clear();
  }
}

/** `Tuple(name T, …)`: one column a field, made when the field is first met. */
export class TupleColumn implements Column {
  readonly #fields: NameIndex<Column>;
  rows = 0;

  /** `initial` are the fields that it has from the start, at least one: the engine knows no tuple without any. */
  constructor(initial: readonly string[], make: (name: string) => Column | undefined) {
    this.#fields = new NameIndex(make);
    for (const name of initial) this.#fields.find(name);
  }

  get type(): string {
    const fields = [...this.#fields.entries()].map(([name, column]) => `${quoted(name)} ${column.type}`);
    return `Tuple(${fields.join(', ')})`;
  }

  set(row: number, value: unknown): void {
    if (isObject(value)) for (const name in value) this.#fields.find(name)?.set(row, value[name]);
    this.rows = row + 1;
  }

  padTo(rows: number): void {
    if (rows > this.rows) this.rows = rows;
  }

  parts(): readonly Uint8Array[] {
    return [...this.#fields.entries()].flatMap(([, column]) => {
      column.padTo(this.rows);
      return column.parts();
    });
  }

  clear(): void {
    for (const [, column] of this.#fields.entries()) column.clear();
    this.rows = 0;
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
