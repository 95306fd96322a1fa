import type { FieldType } from '../../audiences/external/details.ts';
import type { Column } from '../../profiles/native/column.ts';
import { NumberColumn, StringColumn } from '../../profiles/native/scalar-columns.ts';
import { cellReader } from './typing.ts';

/** Puts cells into a column; an empty cell, and one that its type does not take, is left out and so null. */
export interface CellWriter {
  readonly column: Column;
  text(row: number, text: string): void;
  /** The same from UTF-8. */
  bytes(row: number, source: Buffer, start: number, end: number): void;
}

/** The writer of the cells of a type, into a column of its own (api-audiences.md section 4.9). */
export function cellWriter(type: FieldType): CellWriter {
  switch (type) {
    case 'string':
      return stringWriter();
    case 'number':
      return numberWriter('Float64', type, decimal);
    case 'integer':
      return numberWriter('Int64', type, smallInteger);
    case 'boolean':
      return numberWriter('Bool', type, flag);
    case 'date':
    case 'datetime':
      return numberWriter('Int64', type, unknown);
    case 'long':
      return longWriter();
  }
}

function stringWriter(): CellWriter {
  const column = new StringColumn({ nullable: true });
  return {
    column,
    text: (row, text) => {
      if (text !== '') column.set(row, text);
    },
    bytes: (row, source, start, end) => {
      if (start < end) column.setBytes(row, source, start, end);
    },
  };
}

/** Digits, which the engine reads: not every 64-bit number is one of JavaScript. */
function longWriter(): CellWriter {
  const column = new StringColumn({ nullable: true });
  const read = cellReader('long');
  const text = (row: number, cell: string) => {
    const value = read(cell);
    if (value !== null) column.set(row, value);
  };
  return { column, text, bytes: (row, source, start, end) => text(row, source.toString('latin1', start, end)) };
}

/** @param quick the value where the bytes tell it at once; NaN where the text must be looked at */
function numberWriter(
  kind: 'Float64' | 'Int64' | 'Bool',
  type: FieldType,
  quick: (source: Buffer, start: number, end: number) => number,
): CellWriter {
  const column = new NumberColumn(kind, { nullable: true });
  const read = cellReader(type);
  const text = (row: number, cell: string) => {
    const value = read(cell);
    if (value !== null) column.setNumber(row, Number(value));
  };
  return {
    column,
    text,
    bytes(row, source, start, end) {
      if (start === end) return;
      const value = quick(source, start, end);
      // No type but `string` takes a letter beyond ASCII.
      if (Number.isNaN(value)) text(row, source.toString('latin1', start, end));
      else column.setNumber(row, value);
    },
  };
}

const unknown = (): number => Number.NaN;

const DIGIT_0 = 0x30;
const DOT = 0x2e;

/** Up to nine digits fit into 32 bits. */
function smallInteger(source: Buffer, start: number, end: number): number {
  if (end - start > 9) return Number.NaN;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (source[at] ?? 0) - DIGIT_0;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;

/** Digits that a double holds, over a power of ten that it holds: their quotient is the nearest double. */
function decimal(source: Buffer, start: number, end: number): number {
  if (end - start > 15 || (source[start] === DIGIT_0 && end - start > 1 && source[start + 1] !== DOT))
    return Number.NaN;
  let value = 0;
  let dot = -1;
  for (let at = start; at < end; at += 1) {
    const byte = source[at] ?? 0;
    if (byte === DOT && dot < 0 && at > start) {
      dot = at;
      continue;
    }
    const digit = byte - DIGIT_0;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  if (dot < 0) return value;
  return value / (POWERS[end - dot - 1] ?? Number.NaN) / (dot === end - 1 ? Number.NaN : 1);
}

/** `true` and `false` in small letters; other spellings are rare. */
function flag(source: Buffer, start: number, end: number): number {
  if (end - start === 4 && source.toString('latin1', start, end) === 'true') return 1;
  if (end - start === 5 && source.toString('latin1', start, end) === 'false') return 0;
  return Number.NaN;
}
