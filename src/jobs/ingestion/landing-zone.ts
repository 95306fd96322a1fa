import { lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SourceSpec } from '../../audiences/external/details.ts';
import { readBytes } from '../../profiles/source/read-bytes.ts';
import { IngestionError } from './rows.ts';
import type { FileStorage, StoredFile } from './storage.ts';

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
    const about = await stat(found);
    if (type === 'file') {
      if (!about.isFile()) throw new IngestionError(`${path} is not a file`);
      return [await storedFile(found, path)];
    }
    if (!about.isDirectory()) throw new IngestionError(`${path} is not a folder`);
    const names = (await readdir(found)).filter((name) => name.toLowerCase().endsWith('.csv'));
    const files: StoredFile[] = [];
    for (const name of names) {
      if ((await lstat(join(found, name))).isFile()) files.push(await storedFile(join(found, name), `${path}/${name}`));
    }
    return files.toSorted((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));
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

async function storedFile(place: string, path: string): Promise<StoredFile> {
  const { mtimeMs, size } = await stat(place);
  const read = () => readBytes(place, 'none', () => undefined);
  return { path, size, modified: Math.floor(mtimeMs / 1000), read };
}
