import type { SourceSpec } from '../../audiences/external/details.ts';

/** One file of a storage. */
export interface StoredFile {
  /** As the storage knows it; told to users. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Last change, epoch milliseconds. */
  readonly modified: number;
  /** The content from its beginning; a piece is valid until the next is asked for. */
  readonly read: () => AsyncIterable<Buffer>;
}

/**
 * Where the files of external audiences are. The landing zone is one; an object storage would be another, chosen by
 * `cloudType` and `baseConnectionId`.
 */
export interface FileStorage {
  /**
   * The file that a source names, or the `.csv` files directly inside of its folder; by the second of their change, then path.
   *
   * @throws {IngestionError} where the file or folder is missing, or leads out of what the sandbox may see
   */
  files(sandboxId: string, source: SourceSpec): Promise<readonly StoredFile[]>;
}

/** The files of a period, inclusive bounds in Unix seconds (api-audiences.md section 4.9). */
export function filesOfPeriod(files: readonly StoredFile[], start: number, end: number): readonly StoredFile[] {
  return files.filter((file) => start <= secondOf(file) && secondOf(file) <= end);
}

/** The second in which a file was changed, in Unix seconds. */
export const secondOf = ({ modified }: Pick<StoredFile, 'modified'>): number => Math.floor(modified / 1000);
