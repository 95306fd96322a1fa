import { isObject } from '../json.ts';
import { Bytes } from './bytes.ts';
import type { Column } from './column.ts';

/** `Array(T)`: where each list ends, then the items of all lists. */
export class ArrayColumn implements Column {
  readonly #ends = new Bytes();
  readonly items: Column;
  rows = 0;

  constructor(items: Column) {
    this.items = items;
  }

  get type(): string {
    return `Array(${this.items.type})`;
  }

  add(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.items.add(item);
    this.#ends.int64(this.items.rows);
    this.rows += 1;
  }

  padTo(rows: number): void {
    for (; this.rows < rows; this.rows += 1) this.#ends.int64(this.items.rows);
  }

  parts(): readonly Uint8Array[] {
    return [this.#ends.view(), ...this.items.parts()];
  }
}

/** `Map(String, T)`: as a list of keys and values. */
export class MapColumn implements Column {
  readonly #ends = new Bytes();
  readonly #keys: Column;
  readonly values: Column;
  rows = 0;

  constructor(keys: Column, values: Column) {
    this.#keys = keys;
    this.values = values;
  }

  get type(): string {
    return `Map(${this.#keys.type}, ${this.values.type})`;
  }

  add(value: unknown): void {
    for (const [key, entry] of Object.entries(isObject(value) ? value : {})) {
      this.#keys.add(key);
      this.values.add(entry);
    }
    this.#ends.int64(this.values.rows);
    this.rows += 1;
  }

  padTo(rows: number): void {
    for (; this.rows < rows; this.rows += 1) this.#ends.int64(this.values.rows);
  }

  parts(): readonly Uint8Array[] {
    return [this.#ends.view(), ...this.#keys.parts(), ...this.values.parts()];
  }
}

/** `Tuple(name T, …)`: one column a field, made when the field is first met. */
export class TupleColumn implements Column {
  readonly fields = new Map<string, Column>();
  readonly #make: (name: string) => Column | undefined;
  rows = 0;

  /** `initial` are the fields that it has from the start, at least one: the engine knows no tuple without any. */
  constructor(initial: readonly string[], make: (name: string) => Column | undefined) {
    this.#make = make;
    for (const name of initial) this.#field(name);
  }

  get type(): string {
    return `Tuple(${[...this.fields].map(([name, column]) => `${quoted(name)} ${column.type}`).join(', ')})`;
  }

  add(value: unknown): void {
    if (isObject(value)) {
      for (const name of Object.keys(value)) {
        const column = this.fields.get(name) ?? this.#field(name);
        column?.padTo(this.rows);
        column?.add(value[name]);
      }
    }
    this.rows += 1;
  }

  padTo(rows: number): void {
    this.rows = Math.max(this.rows, rows);
  }

  parts(): readonly Uint8Array[] {
    return [...this.fields.values()].flatMap((column) => {
      column.padTo(this.rows);
      return column.parts();
    });
  }

  #field(name: string): Column | undefined {
    const known = this.fields.get(name);
    if (known !== undefined) return known;
    const column = this.#make(name);
    if (column !== undefined) this.fields.set(name, column);
    return column;
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
