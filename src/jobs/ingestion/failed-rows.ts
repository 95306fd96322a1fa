import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FailedRow } from './rows.ts';

/** Counts the failed rows of a run and keeps them in a file, which is made when there is a first one. */
export class FailedRows implements AsyncDisposable {
  readonly #path: string;
  readonly #counts = new Map<string, number>();
  #file: FileHandle | undefined;

  /** @param path of the finished file; while it grows, its name begins with a dot */
  constructor(path: string) {
    this.#path = path;
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** By reason. */
  get byCode(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  async add(file: string, rows: readonly FailedRow[]): Promise<void> {
    if (rows.length === 0) return;
    for (const { code } of rows) this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#file ??= await create(unfinished(this.#path));
    await this.#file.appendFile(rows.map((row) => `${JSON.stringify({ file, ...row })}\n`).join(''));
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.count > 0) await rename(unfinished(this.#path), this.#path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}

/** Removes what an attempt that did not end left, and with `all` the finished file. */
export async function removeFailedRows(path: string, all: boolean): Promise<void> {
  await rm(unfinished(path), { force: true });
  if (all) await rm(path, { force: true });
}

const unfinished = (path: string): string => join(dirname(path), `.${path.slice(dirname(path).length + 1)}`);

async function create(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'w');
}
