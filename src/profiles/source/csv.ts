import { parse } from 'csv-parse/sync';
import type { JsonObject } from '../json.ts';
import { Rejection } from '../validation/rejection.ts';
import type { Chunk } from './chunk.ts';
import { type CellSetter, cellSetter, documentOf, type Reshaping } from './reshape.ts';
import type { Row } from './row.ts';
import { recordsOf } from './split-lines.ts';

export type Delimiter = ',' | '\t';

interface ParsedRecord {
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

/** One record of a file, or why it is none. */
export interface CsvRecord {
  readonly line: number;
  /** Without white space around it. */
  readonly raw: string;
  readonly cells: readonly string[] | Rejection;
}

/** The rows of a chunk that follows the header: documents whose leaves are texts (profile-store.md section 5.5). */
export function* csvRows(
  chunk: Chunk,
  header: readonly string[],
  delimiter: Delimiter,
  reshaping: Reshaping,
): Generator<Row> {
  const setters = header.map((name) => cellSetter(name, reshaping));
  for (const { line, raw, cells } of csvRecords(chunk, delimiter)) {
    yield { line, raw, document: cells instanceof Rejection ? cells : rowDocument(cells, setters) };
  }
}

/** The records of a chunk. A blank line is a record of one empty cell. */
function* csvRecords(chunk: Chunk, delimiter: Delimiter): Generator<CsvRecord> {
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  const text = bytes.includes(QUOTE) ? undefined : bytes.toString();
  if (text !== undefined && !LONE_RETURN.test(text)) yield* plainRecords(text, chunk.firstLine, delimiter);
  else yield* parsedRecords(bytes, chunk.firstLine, delimiter);
}

const QUOTE = 0x22;
/** What the parser takes for the end of a record too. */
const LONE_RETURN = /\r(?!\n)/;

/** Records of which none has a quote: lines, and cells between delimiters. */
function* plainRecords(text: string, firstLine: number, delimiter: Delimiter): Generator<CsvRecord> {
  let line = firstLine;
  for (let start = 0; start < text.length; line += 1) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    const record = text.slice(start, text[stop - 1] === '\r' && stop > start ? stop - 1 : stop);
    yield { line, raw: record.trim(), cells: record.split(delimiter) };
    start = stop + 1;
  }
}

function* parsedRecords(bytes: Buffer, firstLine: number, delimiter: Delimiter): Generator<CsvRecord> {
  let line = firstLine;
  for (const part of rowsOrRecords(bytes, delimiter)) {
    if (part instanceof Uint8Array) {
      yield { line, raw: part.toString(), cells: malformed(part, delimiter) };
      line += breaksIn(part.toString());
      continue;
    }
    for (const { cells, raw, lines } of part) yield { line: line + lines - 1 - breaksIn(raw), raw, cells };
    line += part.at(-1)?.lines ?? 0;
  }
}

/** The whole chunk at once; where that fails, one record at a time, so that only the bad ones are lost. */
function* rowsOrRecords(bytes: Buffer, delimiter: Delimiter): Generator<readonly ParsedRecord[] | Buffer> {
  const rows = attempt(bytes, delimiter);
  if (rows !== undefined) return yield rows;
  for (const record of recordsOf(bytes)) yield attempt(record, delimiter) ?? record;
}

function attempt(bytes: Buffer, delimiter: Delimiter): readonly ParsedRecord[] | undefined {
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

function parsed(bytes: Buffer, delimiter: Delimiter): readonly ParsedRecord[] {
  const records: ParsedRecord[] = [];
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
