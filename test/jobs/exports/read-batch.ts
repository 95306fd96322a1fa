import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect } from 'vitest';
import type { BatchManifest } from '../../../src/jobs/exports/dataset-files.ts';

/** Shape by what a test exported. */
export type ExportedRecord = Readonly<Record<string, unknown>>;

export interface ReadBatch {
  readonly manifest: BatchManifest;
  readonly records: readonly ExportedRecord[];
}

/** Reads a batch as a stranger to the product would: by its manifest, with checks of every file. */
export async function readBatch(directory: string): Promise<ReadBatch> {
  const manifest: BatchManifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  const names = manifest.files.map(({ name }) => name);
  expect(readdirSync(directory).toSorted()).toEqual(['manifest.json', ...names].toSorted());
  const records: ExportedRecord[] = [];
  for (const { name, bytes, sha256, records: count } of manifest.files) {
    const path = join(directory, name);
    const content = readFileSync(path);
    expect(content.byteLength).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    const found = name.endsWith('.parquet') ? await readParquet(path) : readLines(content.toString('utf8'));
    expect(found).toHaveLength(count);
    records.push(...found);
  }
  expect(records).toHaveLength(manifest.records);
  return { manifest, records };
}

async function readParquet(path: string): Promise<readonly ExportedRecord[]> {
  return parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
}

const readLines = (text: string): readonly ExportedRecord[] => {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
};
