import type { Chunk } from '../source/chunk.ts';
import { splitHeader } from '../source/csv.ts';
import { SourceError } from '../source/error.ts';
import { DamagedFileError } from '../source/read-bytes.ts';
import { chunksOf } from '../source/source-file.ts';
import type { SourceRows } from './job.ts';
import type { Reject } from './options.ts';
import type { NamedSource } from './sources.ts';

/** A chunk with what is needed to read its rows. */
export interface SourceChunk {
  readonly name: string;
  readonly format: SourceRows;
  readonly chunk: Chunk;
  /** Position of its first row among all rows of the import, counted in lines. */
  readonly firstRow: number;
}

/** All chunks of all files. A file that turns out to be damaged is reported, and its readable part delivered. */
export async function* readSources(
  sources: readonly NamedSource[],
  onBytes: (bytes: number) => void,
  onDamage: (reject: Reject) => void,
): AsyncGenerator<SourceChunk, void> {
  let before = 0;
  for (const source of sources) {
    let lines = 0;
    try {
      for await (const { chunk, format } of formattedChunks(source, onBytes)) {
        lines = chunk.nextLine;
        yield { name: source.name, format, chunk, firstRow: before + chunk.firstLine };
      }
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      const message = `the file is damaged or ends too early (${error.message}); the rows before are imported`;
      onDamage({ file: source.name, line: lines, code: 'TRUNCATED', message, raw: '' });
    }
    before += lines;
  }
}

async function* formattedChunks(
  { name, file }: NamedSource,
  onBytes: (bytes: number) => void,
): AsyncGenerator<{ readonly chunk: Chunk; readonly format: SourceRows }, void> {
  if (file.format === 'json') {
    for await (const chunk of chunksOf(file, onBytes)) yield { chunk, format: { kind: 'json' } };
    return;
  }
  let format: SourceRows | undefined;
  for await (const chunk of chunksOf(file, onBytes)) {
    if (format !== undefined) yield { chunk, format };
    else {
      const { header, rest } = splitHeader(chunk, file.format === 'csv' ? ',' : '\t');
      refuseBadHeader(name, header);
      format = { kind: file.format, header };
      yield { chunk: rest, format };
    }
  }
  if (format === undefined) throw new SourceError(name, 'is empty: the first line names the columns');
}

function refuseBadHeader(name: string, header: readonly string[]): void {
  if (header.length === 0 || header.includes(''))
    throw new SourceError(name, 'the first line has to name every column');
  const repeated = header.find((cell, index) => header.indexOf(cell) < index);
  if (repeated !== undefined)
    throw new SourceError(name, `the first line names the column ${JSON.stringify(repeated)} twice`);
}
