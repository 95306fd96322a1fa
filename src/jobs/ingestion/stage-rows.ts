import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { csvChunks, splitHeader } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { FailedRows } from './failed-rows.ts';
import type { RowBlock } from './row-blocks.ts';
import { type Done, RowThread } from './row-thread.ts';
import { IngestionError, type RowRules } from './rows.ts';
import type { StoredFile } from './storage.ts';

export interface RowsWork {
  /** A session of its own. */
  readonly columnar: Columnar;
  readonly options: QueryOptions;
  /** Table that takes the rows. */
  readonly table: string;
  readonly rules: RowRules;
  readonly files: readonly StoredFile[];
  /** For files that live as long as the work. */
  readonly directory: string;
  readonly failed: FailedRows;
  /** Bytes. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Reads files into a table, in bounded memory (api-audiences.md section 4.9, stage 1). Answers how many rows were taken.
 *
 * @throws {IngestionError} naming the file
 */
export async function stageRows(work: RowsWork): Promise<number> {
  const { directory, files, rules } = work;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const loader = new Loader(work);
  await using thread = new RowThread({ rules, path: join(directory, 'rows') });
  let taken = 0;
  let done = 0;
  const take = async (path: string, answer: Promise<Done> | undefined) => {
    const { block, failed, taken: rows } = (await answer) ?? { failed: [], taken: 0 };
    taken += rows;
    await work.failed.add(path, failed);
    await loader.add(block);
  };
  for (const file of files) {
    try {
      let header: readonly string[] | undefined;
      let before: Promise<Done> | undefined;
      const content = counted(file, (bytes) => {
        done += bytes;
        work.onProgress(Math.min(done, total), total);
      });
      for await (const chunk of csvChunks(content)) {
        work.options.signal?.throwIfAborted();
        let body = chunk;
        if (header === undefined) {
          const first = headerOf(chunk);
          if (first === undefined) continue;
          header = first.header;
          body = first.rest;
          await thread.ask({ kind: 'file', header });
        }
        const asked = thread.ask({ kind: 'chunk', chunk: body });
        // While the thread works on a chunk, the next one is read.
        asked.catch(() => undefined);
        await take(file.path, before);
        before = asked;
      }
      if (header === undefined) throw new IngestionError('it has no header');
      await take(file.path, before);
    } catch (error) {
      throw error instanceof IngestionError ? new IngestionError(`${file.path}: ${error.message}`) : error;
    }
  }
  await loader.add((await thread.ask({ kind: 'end' })).block);
  await loader.finish();
  return taken;
}

/** The first record that is not blank, and what follows it; undefined when there is none. */
function headerOf(chunk: Parameters<typeof splitHeader>[0]): ReturnType<typeof splitHeader> | undefined {
  let rest = chunk;
  try {
    while (rest.bytes.length > 0) {
      const split = splitHeader(rest, ',');
      if (split.header.length > 1 || split.header[0] !== '') return split;
      rest = split.rest;
    }
  } catch (error) {
    throw new IngestionError(`the header is not valid CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

async function* counted({ read }: StoredFile, onBytes: (bytes: number) => void): AsyncGenerator<Buffer, void> {
  for await (const piece of read()) {
    onBytes(piece.length);
    yield piece;
  }
}

/** Loads one block while the next is made. */
class Loader {
  readonly #work: RowsWork;
  #loading: Promise<void> = Promise.resolve();

  constructor(work: RowsWork) {
    this.#work = work;
  }

  async add(block: RowBlock | undefined): Promise<void> {
    if (block === undefined) return;
    await this.#loading;
    this.#loading = this.#load(block);
    this.#loading.catch(() => undefined);
  }

  finish(): Promise<void> {
    return this.#loading;
  }

  async #load({ columns, path }: RowBlock): Promise<void> {
    const { columnar, options, table } = this.#work;
    // Repeated identities are replaced when parts are merged; here it would cost more than the insert itself.
    await columnar.load(table, columns, path, { ...options, settings: { optimize_on_insert: 0 } });
    await rm(path);
  }
}
