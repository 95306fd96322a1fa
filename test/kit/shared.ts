import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the checkout: the pages of the specification, and real transactions. */
const folder = new URL('../../../shared/', import.meta.url);
const isThere = existsSync(folder);

/** Tests that read the folder are left out where it is missing, but never in CI. */
export const sharedTests = {
  areLeftOut: !isThere && process.env.CI === undefined,
  /** For the title of the tests. */
  note: isThere ? 'of ../shared' : 'needs ../shared, the specification and its data, beside the checkout',
};

/** The path of a file in the folder. */
export function sharedFile(name: string): string {
  return fileURLToPath(new URL(name, folder));
}
