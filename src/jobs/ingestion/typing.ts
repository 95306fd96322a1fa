import type { FieldType } from '../../audiences/external/details.ts';
import { instantOfDate, instantOfDateTime } from '../../profiles/validation/time.ts';

/** What a cell holds; a `long` is its decimal digits, a `date` or `datetime` epoch milliseconds. */
export type CellValue = string | number | boolean;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?\d+$/;
/** No more digits than a 64-bit number can have: others would take long to read. */
const LONG = /^[+-]?0*\d{1,19}$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Readers of the texts that a type takes (api-audiences.md section 4.9); null for any other text. */
const READERS: Readonly<Record<FieldType, (text: string) => CellValue | null>> = {
  string: (text) => text,
  number: (text) => finite(NUMBER.test(text) ? Number(text) : Number.NaN),
  integer: (text) => {
    const value = WHOLE.test(text) ? Number(text) : Number.NaN;
    return value >= -(2 ** 31) && value < 2 ** 31 ? value + 0 : null;
  },
  long: (text) => {
    if (!LONG.test(text)) return null;
    const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
    return value === BigInt.asIntN(64, value) ? String(value) : null;
  },
  boolean: (text) => BOOLEANS.get(text.toLowerCase()) ?? null,
  date: (text) => finite(instantOfDate(text)),
  datetime: (text) => finite(instantOfDateTime(text)),
};

/** Reads the cells of a column; an empty cell, and one that its type does not take, is null. */
export function cellReader(type: FieldType): (text: string) => CellValue | null {
  const read = READERS[type];
  return (text) => (text === '' ? null : read(text));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
