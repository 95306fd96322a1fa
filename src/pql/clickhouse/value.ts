import type { Ir } from '../ir.ts';
import type { ColumnType } from './layout.ts';
import { double, identifier, integer, member, text } from './sql.ts';

/** What an expression compiles to: SQL text, and what must be known about it to stay exact. */
export type Value = Nothing | Scalar | ListValue | MapValue | ObjectValue | EventList;

/** The constant null: also every schema field that no data has. */
export interface Nothing {
  readonly kind: 'nothing';
}

export type ScalarType = 'boolean' | 'number' | 'string' | 'instant';

export interface Scalar {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** Bool, Float64, String or Int64 (epoch milliseconds), or Nullable of it. */
  readonly sql: string;
  readonly nullable: boolean;
  /** The value, where it is known: instants as epoch milliseconds. Constants hold in every row scope. */
  readonly constant?: string | number | boolean;
  /** How an instant that was computed is written; the text of one from the data is not stored. */
  readonly written?: 'date' | 'date-time';
  /** Where the value is that of a leaf: makes a condition on it, to be computed beside it. */
  readonly leaf?: LeafValue;
}

export interface LeafValue {
  /** The value over no events. */
  readonly empty: 0 | null;
  /** The text of a condition on this value and constants; `whenEmpty` is its value over no events. */
  readonly condition: (sql: string, whenEmpty: boolean) => string;
}

/** Whether a list or map is there at all: `unknown` inside of other lists, where absent and empty look alike. */
export type Presence =
  | { readonly kind: 'always' }
  | { readonly kind: 'column'; readonly sql: string }
  | { readonly kind: 'unknown' };

export interface ListValue {
  readonly kind: 'list';
  /** An array; its items are Nullable when `itemsNullable`. */
  readonly sql: string;
  readonly items: ColumnType;
  readonly itemsNullable: boolean;
  /** True where null items are not elements (a projection drops them). */
  readonly compact: boolean;
  readonly present: Presence;
  /** True for a list that surely has no elements: the type of its items says nothing. */
  readonly empty?: boolean;
  /** Where a condition was asked of the elements of a column. */
  readonly filtered?: FilteredList;
}

/** How a list came from a column of objects; true only of a list that still has this `sql`. */
export interface FilteredList {
  readonly sql: string;
  /** Whether the list has elements. */
  readonly some: string;
  /** The column, and, from an array for all of its elements, the array for those of the list. */
  readonly column?: { readonly list: ListValue; readonly keep: (array: string) => string };
}

export interface MapValue {
  readonly kind: 'map';
  readonly sql: string;
  readonly values: ColumnType;
  readonly present: Presence;
}

export interface ObjectValue {
  readonly kind: 'object';
  /** The value of a field; `at` is the path step that reads it. */
  readonly field: (name: string, at: Ir) => Value;
  /** The named tuple, where the object is an element of a list. */
  readonly tuple?: { readonly sql: string; readonly type: ColumnType };
  /** True for an experience event itself, which is never null. */
  readonly row?: boolean;
}

/**
 * A list over the rows of `events` of one profile, not yet aggregated: every row for which all of `where` holds gives
 * `element`, or, when `flat`, the elements of the list `element`. Its SQL is valid in the row scope of events only.
 */
export interface EventList {
  readonly kind: 'events';
  readonly where: readonly string[];
  readonly element: Value;
  readonly flat: boolean;
  /** True where a null element does not count as an element. */
  readonly compact: boolean;
  /** The event types that can pass `where`; undefined is all. */
  readonly eventTypes?: ReadonlySet<string>;
}

export const nothing: Nothing = { kind: 'nothing' };
export const always: Presence = { kind: 'always' };
export const unknown: Presence = { kind: 'unknown' };

export const emptyList: ListValue = {
  kind: 'list',
  sql: `CAST([], 'Array(Nullable(Float64))')`,
  items: { kind: 'number' },
  itemsNullable: true,
  compact: false,
  present: always,
  empty: true,
};

/** A predicate of the language: two-valued, never null. */
export function predicate(sql: string): Scalar {
  if (sql === 'true' || sql === 'false')
    return { kind: 'scalar', type: 'boolean', sql, nullable: false, constant: sql === 'true' };
  return { kind: 'scalar', type: 'boolean', sql, nullable: false };
}

export function scalar(type: ScalarType, sql: string, nullable: boolean): Scalar {
  return { kind: 'scalar', type, sql, nullable };
}

export function isNullable({ nullable }: Scalar): boolean {
  return nullable;
}

export function constant(value: string | number | boolean): Scalar {
  const sql = typeof value === 'string' ? text(value) : typeof value === 'number' ? double(value) : String(value);
  const type = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';
  return { kind: 'scalar', type, sql, nullable: false, constant: value };
}

export function instant(milliseconds: number): Scalar {
  const sql = Number.isSafeInteger(milliseconds) ? integer(milliseconds) : double(milliseconds);
  return { kind: 'scalar', type: 'instant', sql, nullable: false, constant: milliseconds };
}

/** The value of a column, or of a part of one, of this type; scalars of stored data are always Nullable. */
export function stored(sql: string, type: ColumnType, present: Presence): Value {
  switch (type.kind) {
    case 'array':
      return { kind: 'list', sql, items: type.items, itemsNullable: isScalar(type.items), compact: false, present };
    case 'map':
      return { kind: 'map', sql, values: type.values, present };
    case 'tuple':
      return {
        kind: 'object',
        tuple: { sql, type },
        field: (name) => {
          const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
          return field === undefined ? nothing : stored(member(sql, name), field, unknown);
        },
      };
    default:
      return scalar(type.kind, sql, true);
  }
}

export function isScalar(type: ColumnType): type is Extract<ColumnType, { kind: ScalarType }> {
  return type.kind !== 'array' && type.kind !== 'map' && type.kind !== 'tuple';
}

/** The SQL type of a value; scalars are Nullable, so that null has a place. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case 'boolean':
      return 'Nullable(Bool)';
    case 'number':
      return 'Nullable(Float64)';
    case 'string':
      return 'Nullable(String)';
    case 'instant':
      return 'Nullable(Int64)';
    case 'array':
      return `Array(${sqlType(type.items)})`;
    case 'map':
      return `Map(String, ${sqlType(type.values)})`;
    case 'tuple':
      return `Tuple(${Object.entries(type.fields)
        .map(([name, field]) => `${identifier(name)} ${sqlType(field)}`)
        .join(', ')})`;
  }
}
