import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { OutputFile } from './columnar.ts';
import { ColumnarError } from './error.ts';

const NEWLINE = 10;
const PARQUET_END = 'PAR1';

/**
 * Checks that a file holds everything: the embedded engine does not report a write that failed, on a full disk for one.
 * @throws {ColumnarError} `storage`
 */
export async function checkWhole({ format, path, rows }: OutputFile): Promise<void> {
  const isWhole = format === 'Parquet' ? await endsWith(path, PARQUET_END) : (await lines(path)) === rows;
  if (!isWhole) throw new ColumnarError('storage', `Only a part of the file ${path} could be written`);
}

/** A Parquet file ends with a mark after its footer, which is written last. */
async function endsWith(path: string, end: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  if (size < end.length) return false;
  const { buffer } = await file.read(Buffer.alloc(end.length), 0, end.length, size - end.length);
  return buffer.toString('latin1') === end;
}

async function lines(path: string): Promise<number> {
  let count = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = chunk;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  }
  return count;
}
