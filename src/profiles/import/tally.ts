import { type FileHandle, open } from 'node:fs/promises';
import type { RejectionCode } from '../validation/rejection.ts';
import type { WorkReport } from './job.ts';
import type { ImportWarnings, Reject } from './options.ts';

const FIRST_REJECTS = 100;

/** Counts what became of rows and writes the rejected ones to a file, which is made when there is a first one. */
export class ImportTally implements AsyncDisposable {
  rows = 0;
  accepted = 0;
  rejected = 0;
  readonly rejectedBy: Partial<Record<RejectionCode, number>> = {};
  readonly firstRejects: Reject[] = [];
  readonly #warnings = { nulls: 0, unknownFields: 0, droppedIdentities: 0 };
  readonly #path: string | undefined;
  #file: Promise<FileHandle> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(rejectsFile: string | undefined) {
    this.#path = rejectsFile;
  }

  get warnings(): ImportWarnings {
    return { ...this.#warnings };
  }

  add(report: WorkReport, file: string): void {
    this.rows += report.rows;
    this.accepted += report.accepted;
    this.#warnings.nulls += report.nulls;
    this.#warnings.unknownFields += report.unknownFields;
    this.#warnings.droppedIdentities += report.droppedIdentities;
    this.reject(report.rejected.map((row) => ({ file, ...row })));
  }

  reject(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    this.rejected += rejects.length;
    for (const reject of rejects) {
      this.rejectedBy[reject.code] = (this.rejectedBy[reject.code] ?? 0) + 1;
      if (this.firstRejects.length < FIRST_REJECTS) this.firstRejects.push(reject);
    }
    this.#write(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await (await this.#file)?.close();
  }

  #write(text: string): void {
    if (this.#path === undefined) return;
    this.#file ??= open(this.#path, 'w');
    const file = this.#file;
    this.#writing = this.#writing.then(async () => (await file).appendFile(text));
    this.#writing.catch(() => undefined);
  }
}
