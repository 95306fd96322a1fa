import { open } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Compression } from './format.ts';

/** Told how many bytes of the file have been read. */
export type OnBytes = (bytes: number) => void;

/** A file ended in the middle of its compressed data, or the data is damaged; what came before has been delivered. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The content of a file, unpacked; a piece is valid until the next is asked for. @throws {DamagedFileError} after everything that could be read. */
export async function* readBytes(
  path: string,
  compression: Compression,
  onBytes: OnBytes,
): AsyncGenerator<Buffer, void> {
  const file = counted(path, onBytes);
  switch (compression) {
    case 'none':
      return yield* file;
    case 'gzip':
      return yield* unpacked(file, createGunzip());
    case 'zstd':
      return yield* unpacked(file, createZstdDecompress());
  }
}

async function* counted(path: string, onBytes: OnBytes): AsyncGenerator<Buffer, void> {
  await using file = await open(path);
  const piece = Buffer.allocUnsafeSlow(PIECE_SIZE);
  for (;;) {
    const { bytesRead } = await file.read(piece);
    if (bytesRead === 0) return;
    onBytes(bytesRead);
    yield piece.subarray(0, bytesRead);
  }
}

const PIECE_SIZE = 256 * 1024;

/** Fed by hand, because a stream in a pipeline throws away what it has unpacked when the data turns out to be damaged. */
async function* unpacked(file: AsyncIterable<Buffer>, engine: Transform): AsyncGenerator<Buffer, void> {
  const output: Buffer[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  engine.on('data', (chunk: Buffer) => output.push(chunk));
  engine.on('error', failed.reject);
  try {
    for await (const chunk of file) {
      await Promise.race([failed.promise, new Promise<void>((resolve) => void engine.write(chunk, () => resolve()))]);
      yield* output.splice(0);
    }
    await Promise.race([failed.promise, new Promise<void>((resolve) => void engine.once('end', resolve).end())]);
    yield* output.splice(0);
  } catch (error) {
    yield* output.splice(0);
    throw new DamagedFileError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    engine.destroy();
  }
}
