/** Some whole rows of a file. */
export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of the first line, or of the first element of a JSON array, from 1. */
  readonly firstLine: number;
  /** Number of the line after the last. */
  readonly nextLine: number;
  /** Set where `bytes` is only the beginning of one row, which is too large to be read. */
  readonly oversized?: true;
}

/** Size that chunks are filled up to, in bytes. */
export const CHUNK_SIZE = 2 * 1024 * 1024;

/** Rows beyond this size are not read, in bytes. */
export const MAX_ROW_SIZE = 16 * 1024 * 1024;
