import { readFile } from 'node:fs/promises';
import { sharedFile } from '../../kit/shared.ts';

const PAGES = ['api-segmentation.md', 'api-audiences.md', 'api-search.md'];
/** What the paths in the text of the pages are below. */
const BASES = ['', '/data', '/data/core/ups', '/data/core/ais'];
/** Section 4 of api-audiences.md names these older calls as not served. */
const NOT_SERVED = ['POST /external-audience/submit', 'GET /external-audience/task/{}'];

const unnamed = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');

/** The operations that the specification of the API names anywhere, and that are none of those that there are. */
export async function missingOperations(
  operations: readonly { readonly method: string; readonly path: string }[],
): Promise<readonly string[]> {
  const known = new Set(operations.map(({ method, path }) => `${method} ${unnamed(path)}`));
  const texts = await Promise.all(PAGES.map((page) => readFile(sharedFile(`spec/${page}`), 'utf8')));
  const mentions = texts.flatMap((text) => [...text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/[\w/{}.-]*[\w}])/g)]);
  const named = new Set(mentions.map(([, method = '', path = '']) => `${method} ${unnamed(path)}`));
  return [...named]
    .filter((operation) => !NOT_SERVED.includes(operation))
    .filter((operation) => !BASES.some((base) => known.has(operation.replace(' ', ` ${base}`))))
    .toSorted();
}
