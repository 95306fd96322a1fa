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
  const splitter = ends === 'everyLine' ? lastLineBreak : lastUnquotedLineBreak;
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let skipping = false;
  const take = (end: number): Chunk => {
    const chunk = { bytes: copy(rest.subarray(0, end)), firstLine: line };
    line += countLines(rest.subarray(0, end));
    rest = rest.subarray(end);
    return chunk;
  };
  try {
    for await (const bytes of source) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      if (skipping) {
        const end = rest.indexOf(LINE_FEED) + 1;
        rest = rest.subarray(end === 0 ? rest.length : end);
        if (end === 0) continue;
        line += 1;
        skipping = false;
      }
      if (rest.length < CHUNK_SIZE) continue;
      const end = splitter(rest);
      if (end > 0) yield take(end);
      else if (rest.length > MAX_ROW_SIZE) {
        yield { bytes: copy(rest.subarray(0, PREFIX_SIZE)), firstLine: line, oversized: true };
        rest = Buffer.alloc(0);
        skipping = true;
      }
    }
  } catch (error) {
    const end = splitter(rest);
    if (end > 0) yield take(end);
    throw error;
  }
  if (rest.length > 0) yield take(rest.length);
}

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

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/** A copy with memory of its own, which can be handed to another thread. */
const copy = (bytes: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
