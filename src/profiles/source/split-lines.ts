import { CHUNK_SIZE, type Chunk, MAX_ROW_SIZE } from './chunk.ts';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/** What is kept of a row that is too large. */
const PREFIX_SIZE = 1024;

/** Where rows end: at every line break, or at those outside of quoted CSV cells. */
export type RowEnds = 'everyLine' | 'outsideQuotes';

/**
 * Cuts a byte stream into chunks of whole rows. The last row may lack its line break. When the stream fails, the whole
 * rows before come first.
 */
export async function* splitLines(source: AsyncIterable<Buffer>, ends: RowEnds): AsyncGenerator<Chunk, void> {
  const lastEnd = ends === 'everyLine' ? lastLineBreak : lastUnquotedLineBreak;
  const rows = new RowBuffer();
  let firstLine = 1;
  let skipping = false;
  const take = (end: number): Chunk => {
    const bytes = rows.take(end);
    const chunk = { bytes, firstLine, nextLine: firstLine + countLines(bytes) };
    firstLine = chunk.nextLine;
    return chunk;
  };
  try {
    for await (const bytes of source) {
      const skipped = skipping ? bytes.indexOf(LINE_FEED) + 1 : 0;
      if (skipping && skipped === 0) continue;
      skipping = false;
      rows.append(bytes.subarray(skipped));
      if (rows.length < CHUNK_SIZE) continue;
      const end = lastEnd(rows.view());
      if (end > 0) yield take(end);
      else if (rows.length > MAX_ROW_SIZE) {
        yield { bytes: rows.take(PREFIX_SIZE), firstLine, nextLine: firstLine + 1, oversized: true };
        rows.clear();
        firstLine += 1;
        skipping = true;
      }
    }
  } catch (error) {
    const end = lastEnd(rows.view());
    if (end > 0) yield take(end);
    throw error;
  }
  if (rows.length > 0) yield take(rows.length);
}

/** Bytes that wait for the end of their row. What is taken has memory of its own, which can go to another thread. */
class RowBuffer {
  #buffer = Buffer.allocUnsafeSlow(CAPACITY);
  length = 0;

  view(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }

  append(bytes: Buffer): void {
    if (this.length + bytes.length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.length + bytes.length));
      this.#buffer.copy(grown, 0, 0, this.length);
      this.#buffer = grown;
    }
    bytes.copy(this.#buffer, this.length);
    this.length += bytes.length;
  }

  /** The first bytes, which leave; the others stay. */
  take(end: number): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer;
    const rest = this.view().subarray(end);
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(CAPACITY, rest.length));
    this.clear();
    this.append(rest);
    return new Uint8Array(taken.buffer, 0, end);
  }

  clear(): void {
    this.length = 0;
  }
}

/** Room for a chunk and the piece of the stream that completes it. */
const CAPACITY = 2 * CHUNK_SIZE;

/** Position after the last line break, 0 when there is none. */
const lastLineBreak = (bytes: Buffer): number => bytes.lastIndexOf(LINE_FEED) + 1;

function lastUnquotedLineBreak(bytes: Buffer): number {
  let end = 0;
  for (const at of unquotedLineBreaks(bytes)) end = at;
  return end;
}

/** The CSV records of complete bytes, each with its line break. */
export function* recordsOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (const end of unquotedLineBreaks(bytes)) {
    yield bytes.subarray(start, end);
    start = end;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

function* unquotedLineBreaks(bytes: Buffer): Generator<number> {
  let quoted = false;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === QUOTE) quoted = !quoted;
    else if (bytes[index] === LINE_FEED && !quoted) yield index + 1;
  }
}

function countLines(bytes: Uint8Array<ArrayBuffer>): number {
  // Only a `Buffer` searches quickly.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(LINE_FEED); at !== -1; at = buffer.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
