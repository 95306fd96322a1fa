import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SourceSpec } from '../../audiences/external/details.ts';
import { readBytes } from '../../profiles/source/read-bytes.ts';
import { IngestionError } from './rows.ts';
import { type FileStorage, type StoredFile, secondOf } from './storage.ts';

/**
 * A local directory into which files are dropped: `<root>/<sandbox id>/<path>`. A sandbox sees nothing but its own
 * directory, also through symbolic links.
 */
export class LandingZone implements FileStorage {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The directory of a sandbox; made when it is missing. */
  async directory(sandboxId: string): Promise<string> {
    const path = join(this.#root, sandboxId);
    await mkdir(path, { recursive: true });
    return realpath(path);
  }

  async files(sandboxId: string, { path, type }: SourceSpec): Promise<readonly StoredFile[]> {
    const root = await this.directory(sandboxId);
    const found = await resolved(root, path);
    const about = await usable(path, stat(found));
    if (type === 'file') {
      if (!about.isFile()) throw new IngestionError(`${path} is not a file`);
      return [storedFile(found, path, about)];
    }
    if (!about.isDirectory()) throw new IngestionError(`${path} is not a folder`);
    const names = (await usable(path, readdir(found))).filter((name) => name.toLowerCase().endsWith('.csv'));
    const files: StoredFile[] = [];
    for (const name of names) {
      const place = join(found, name);
      const own = await usable(`${path}/${name}`, lstat(place));
      if (own.isFile()) files.push(storedFile(place, `${path}/${name}`, own));
    }
    return files.toSorted((a, b) => secondOf(a) - secondOf(b) || (a.path < b.path ? -1 : 1));
  }
}

/** The real place of a path below a root. @throws {IngestionError} */
async function resolved(root: string, path: string): Promise<string> {
  const found = await realpath(join(root, path)).catch(() => undefined);
  if (found === undefined) throw new IngestionError(`${path} does not exist in the landing zone`);
  if (found !== root && !found.startsWith(root + sep))
    throw new IngestionError(`${path} leads out of the landing zone`);
  return found;
}

const storedFile = (place: string, path: string, { mtimeMs, size }: Stats): StoredFile => ({
  path,
  size,
  modified: Math.floor(mtimeMs),
  read: () => contentOf(place, path),
});

async function* contentOf(place: string, path: string): AsyncGenerator<Buffer, void> {
  const pieces = readBytes(place, 'none', () => undefined);
  try {
    for (;;) {
      const { done, value } = await usable(path, pieces.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    await pieces.return();
  }
}

/** What the file system says of a path. @throws {IngestionError} where it refuses: others may take files away, or close them */
async function usable<T>(path: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { code = undefined } = error instanceof Error && 'code' in error ? error : {};
    throw typeof code === 'string' ? new IngestionError(`${path} cannot be read (${code})`) : error;
  }
}
