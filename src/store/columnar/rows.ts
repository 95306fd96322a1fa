import type { InsertRows } from './columnar.ts';

/** Parses the engine's JSON lines: one object a line, no raw line break inside a row. */
export function parseRows<T>(text: string): T[] {
  if (text === '') return [];
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`);
}

/** The rows of an insert as bytes in an input format. */
export function encodeRows(rows: InsertRows): { bytes: Uint8Array; format: 'JSONEachRow' | 'TabSeparatedWithNames' } {
  if ('bytes' in rows) return rows;
  return { bytes: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')), format: 'JSONEachRow' };
}
