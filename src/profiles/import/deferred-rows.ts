import { createReadStream } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { DeferredRow } from './job.ts';

/** Rows that wait for inference, kept in a file because there may be many. */
export class DeferredRows {
  readonly #path: string;
  #count = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  get count(): number {
    return this.#count;
  }

  add(rows: readonly DeferredRow[]): void {
    if (rows.length === 0) return;
    this.#count += rows.length;
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    this.#writing = this.#writing.then(() => appendFile(this.#path, text));
    this.#writing.catch(() => undefined);
  }

  /** All rows, in the order in which they were added. */
  async *read(): AsyncGenerator<DeferredRow, void> {
    await this.#writing;
    if (this.#count === 0) return;
    const lines = createInterface({ input: createReadStream(this.#path), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) yield JSON.parse(line);
  }
}
