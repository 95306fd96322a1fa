import { basename } from 'node:path';
import { SourceError } from './error.ts';

export type SourceFormat = 'json' | 'csv' | 'tsv' | 'parquet';
export type Compression = 'none' | 'gzip' | 'zstd';

const EXTENSIONS: Readonly<Record<string, SourceFormat>> = {
  ndjson: 'json',
  jsonl: 'json',
  json: 'json',
  csv: 'csv',
  tsv: 'tsv',
  parquet: 'parquet',
};
const COMPRESSIONS: Readonly<Record<string, Compression>> = { gz: 'gzip', zst: 'zstd' };

/** What a file holds, by its name (profile-store.md section 5.5): `events.ndjson.gz`. */
export function formatOf(path: string): { readonly format: SourceFormat; readonly compression: Compression } {
  const parts = basename(path).toLowerCase().split('.');
  const last = parts.at(-1) ?? '';
  const compression = COMPRESSIONS[last] ?? 'none';
  const extension = (compression === 'none' ? last : parts.at(-2)) ?? '';
  const format = EXTENSIONS[extension];
  if (format === undefined) {
    throw new SourceError(
      path,
      `the name tells no format; known are ${Object.keys(EXTENSIONS)
        .map((name) => `.${name}`)
        .join(', ')}, also with .gz or .zst`,
    );
  }
  return { format, compression };
}
