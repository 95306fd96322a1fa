import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works on the data directory. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';

  constructor(path: string, owner: string) {
    super(
      `The data directory ${path} is in use${owner}. ` +
        'One process uses a directory at a time: stop the other, give --data-dir another directory, or ask a running server with --url.',
    );
  }
}

/** The directory of the embedded stores, held by this process. */
export interface DataDirectory {
  readonly controlPath: string;
  readonly columnarPath: string;
  /** For files of work that is going on. */
  readonly workPath: string;
  /** For the files of datasets. */
  readonly datasetPath: string;
  /** For the files that become external audiences. */
  readonly landingZonePath: string;
  /** Tells whoever finds the directory in use what holds it, e.g. `server at http://…`. */
  announce(owner: string): void;
  release(): void;
}

/**
 * Creates the directory when needed and takes it for this process. The lock is one of the operating system, so it goes
 * with the process however that ends.
 *
 * @throws DirectoryInUseError
 */
export function takeDataDirectory(path: string): DataDirectory {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const ownerFile = join(path, 'owner.json');
  const lock = new DatabaseSync(join(path, 'lock.db'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new DirectoryInUseError(path, readOwner(ownerFile));
    throw error;
  }
  const announce = (what: string) => writeFileSync(ownerFile, JSON.stringify({ what, pid: process.pid }));
  announce('command');
  return {
    controlPath: join(path, 'control.db'),
    columnarPath: join(path, 'columnar'),
    workPath: join(path, 'work'),
    datasetPath: join(path, 'datasets'),
    landingZonePath: join(path, 'landing'),
    announce,
    release: () => lock.close(),
  };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/** ` by a server at http://… (process 12)`; nothing when the file cannot be read, for it only helps. */
function readOwner(file: string): string {
  try {
    const { pid, what } = JSON.parse(readFileSync(file, 'utf8'));
    return ` by a ${what} (process ${pid})`;
  } catch {
    return '';
  }
}
