import { stat } from 'node:fs/promises';
import type { Chunk } from './chunk.ts';
import { SourceError } from './error.ts';
import { type Compression, formatOf } from './format.ts';
import { type OnBytes, readBytes } from './read-bytes.ts';
import { arrayToLines, beginsArray } from './split-array.ts';
import { splitLines } from './split-lines.ts';

/** A text file of an import. */
export interface SourceFile {
  readonly path: string;
  readonly format: 'json' | 'csv' | 'tsv';
  readonly compression: Compression;
  /** Size as it is on disk, in bytes. */
  readonly size: number;
}

/** What a path stands for. @throws {SourceError} when it is missing, no file, or of no known format. */
export async function inspectSource(
  path: string,
): Promise<SourceFile | { readonly path: string; readonly format: 'parquet' }> {
  const { format, compression } = formatOf(path);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(path, error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.code})`, {
      cause: error,
    });
  });
  if (!found.isFile()) throw new SourceError(path, 'is not a file');
  if (format !== 'parquet') return { path, format, compression, size: found.size };
  if (compression !== 'none') throw new SourceError(path, 'Parquet files are compressed inside; unpack this one first');
  return { path, format };
}

/** The rows of a file, in chunks. @throws {DamagedFileError} after all rows that could be read. */
export async function* chunksOf(file: SourceFile, onBytes: OnBytes): AsyncGenerator<Chunk, void> {
  const content = readBytes(file.path, file.compression, onBytes);
  if (file.format !== 'json') return yield* csvChunks(content);
  yield* splitLines(linesOfJson(withoutMark(content)), 'everyLine');
}

/** Whole CSV records, in chunks; a byte-order mark is left out. */
export function csvChunks(content: AsyncIterable<Buffer>): AsyncGenerator<Chunk, void> {
  return splitLines(withoutMark(content), 'outsideQuotes');
}

async function* linesOfJson(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const [start, all] = await peeked(content);
  yield* beginsArray(start) ? arrayToLines(all) : all;
}

/** The beginning of a stream, up to its first chunk that is not white space, and the whole of it. */
async function peeked(content: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const iterator = content[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  while (beginsArray(Buffer.concat(first)) === undefined) {
    const { value, done } = await iterator.next();
    if (done) break;
    // The next piece takes the memory of this one.
    first.push(Buffer.from(value));
  }
  const all = async function* () {
    try {
      yield* first;
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  };
  return [Buffer.concat(first), all()];
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutMark(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let isFirst = true;
  for await (const bytes of content) {
    const marked = isFirst && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    isFirst = false;
    yield marked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
  }
}
