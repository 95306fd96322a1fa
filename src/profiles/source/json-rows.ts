import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../parse-json.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { ByteRange } from '../native/bytes.ts';
import { Rejection } from '../validation/rejection.ts';
import type { Chunk } from './chunk.ts';
import type { Row } from './row.ts';

/**
 * The rows of a chunk of JSON lines.
 * @param take is offered the rows that are valid UTF-8 before they are read; what it takes is left out.
 */
export function* jsonRows(chunk: Chunk, take?: (row: ByteRange, line: number) => boolean): Generator<Row> {
  const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  const allUtf8 = isUtf8(bytes);
  let line = chunk.firstLine;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const range = { source: bytes, start, end };
    start = end + 1;
    if (allUtf8 && take?.(range, line)) continue;
    const raw = bytes.toString('utf8', range.start, end);
    if (allUtf8 || isUtf8(bytes.subarray(range.start, end))) yield { line, raw, bytes: range, document: parsed(raw) };
    else yield { line, raw, document: new Rejection('INVALID_UTF8', 'the row is not valid UTF-8') };
  }
}

function parsed(raw: string): JsonObject | Rejection | undefined {
  let value: unknown;
  try {
    value = parseJson(raw);
  } catch (error) {
    if (raw.trim() === '') return undefined;
    return new Rejection('MALFORMED', error instanceof Error ? error.message : String(error));
  }
  return isObject(value) ? value : new Rejection('MALFORMED', 'a row is a JSON object');
}
