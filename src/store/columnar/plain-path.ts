import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Calls `use` with a path to the same file that the engine's table function `file` takes as it is: `*`, `?` and braces in
 * a path are patterns to it. The file need not exist yet.
 * @throws {Error} where the system's directory for temporary files has such a name itself.
 */
export async function withPlainPath<R>(path: string, use: (plain: string) => Promise<R>): Promise<R> {
  if (!PATTERN.test(path)) return use(path);
  if (PATTERN.test(tmpdir())) {
    throw new Error(
      `Neither ${path} nor the directory for temporary files (${tmpdir()}) may have *, ? or braces in its name`,
    );
  }
  await using cleanup = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'secant-link-'));
  cleanup.defer(() => rm(directory, { recursive: true }));
  const link = join(directory, 'file');
  await symlink(resolve(path), link);
  return await use(link);
}

const PATTERN = /[*?{}]/;
