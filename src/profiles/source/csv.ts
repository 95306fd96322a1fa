import { parse } from 'csv-parse/sync';
import type { JsonObject } from '../json.ts';
import { Rejection } from '../validation/rejection.ts';
import type { Chunk } from './chunk.ts';
import { type CellSetter, cellSetter, documentOf, type Reshaping } from './reshape.ts';
import type { Row } from './row.ts';
import { recordsOf } from './split-lines.ts';

export type Delimiter = ',' | '\t';

interface CsvRecord {
  readonly cells: readonly string[];
  /** Without white space around it. */
  readonly raw: string;
  /** How many lines of the input end with this record or before it. */
  readonly lines: number;
}

/** The cells of the first row of a chunk, and the rest of the chunk. */
export function splitHeader(
  chunk: Chunk,
  delimiter: Delimiter,
): { readonly header: readonly string[]; readonly rest: Chunk } {
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  const [first = bytes] = recordsOf(bytes);
  const [row] = parsed(first, delimiter);
  const rest = {
    bytes: new Uint8Array(bytes.subarray(first.length)),
    firstLine: chunk.firstLine + (row?.lines ?? 1),
    nextLine: chunk.nextLine,
  };
  return { header: row?.cells.map((cell) => cell.trim()) ?? [], rest };
}

/** The rows of a chunk that follows the header: documents whose leaves are texts (profile-store.md section 5.5). */
export function* csvRows(
  chunk: Chunk,
  header: readonly string[],
  delimiter: Delimiter,
  reshaping: Reshaping,
): Generator<Row> {
  const cells = header.map((name) => cellSetter(name, reshaping));
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  let line = chunk.firstLine;
  for (const part of rowsOrRecords(bytes, delimiter)) {
    if (part instanceof Uint8Array) {
      yield { line, raw: part.toString(), document: malformed(part, delimiter) };
      line += breaksIn(part.toString());
      continue;
    }
    for (const { cells: record, raw, lines } of part) {
      yield { line: line + lines - 1 - breaksIn(raw), raw, document: rowDocument(record, cells) };
    }
    line += part.at(-1)?.lines ?? 0;
  }
}

/** The whole chunk at once; where that fails, one record at a time, so that only the bad ones are lost. */
function* rowsOrRecords(bytes: Buffer, delimiter: Delimiter): Generator<readonly CsvRecord[] | Buffer> {
  const rows = attempt(bytes, delimiter);
  if (rows !== undefined) return yield rows;
  for (const record of recordsOf(bytes)) yield attempt(record, delimiter) ?? record;
}

function attempt(bytes: Buffer, delimiter: Delimiter): readonly CsvRecord[] | undefined {
  try {
    return parsed(bytes, delimiter);
  } catch {
    return undefined;
  }
}

function malformed(record: Buffer, delimiter: Delimiter): Rejection {
  try {
    parsed(record, delimiter);
  } catch (error) {
    return new Rejection('MALFORMED', error instanceof Error ? error.message : String(error));
  }
  return new Rejection('MALFORMED', 'not valid CSV');
}

function parsed(bytes: Buffer, delimiter: Delimiter): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let start = 0;
  parse(bytes, {
    delimiter,
    relax_column_count: true,
    on_record: (cells: string[], info) => {
      records.push({ cells, raw: bytes.toString('utf8', start, info.bytes).trim(), lines: info.lines });
      start = info.bytes;
      return null;
    },
  });
  return records;
}

function rowDocument(record: readonly string[], cells: readonly CellSetter[]): JsonObject | Rejection | undefined {
  if (record.length === 1 && record[0] === '') return undefined;
  if (record.length > cells.length) {
    return new Rejection('MALFORMED', `the row has ${record.length} cells, the header has ${cells.length}`);
  }
  return documentOf(record, cells);
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
