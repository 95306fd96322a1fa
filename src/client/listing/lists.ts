import type { Data } from '../operations.ts';
import type { ParameterValue } from '../request.ts';

/** Lists that come in pages. */
export type ListPath =
  | '/data/core/ups/segment/definitions'
  | '/data/core/ups/segment/jobs'
  | '/data/core/ups/config/schedules'
  | '/data/core/ups/audiences'
  | '/data/core/ups/export/jobs'
  | '/data/core/ups/preview/{id}'
  | '/data/core/ups/search/entities'
  | '/data/core/ups/config/mergePolicies'
  | typeof DATASETS
  | '/secant/jobs'
  | '/secant/schedules/{id}/runs';

const DATASETS = '/data/foundation/catalog/dataSets';

type Page<P extends ListPath> = Data<'get', P>;

/** What a list is of. Datasets stand in an object by id, so they are given theirs. */
export type Item<P extends ListPath> = P extends typeof DATASETS
  ? Page<P>[string] & { readonly id: string }
  : Member<Page<P>>;

type Member<T> = T[Extract<
  keyof T,
  'segments' | 'children' | 'records' | 'results' | 'entities' | 'items'
>] extends readonly (infer I)[]
  ? I
  : never;

export type Query = Readonly<Record<string, ParameterValue | undefined>>;

/** How one list is paged (api-conventions.md section 7). */
interface Paging<P extends ListPath> {
  items(page: Page<P>): readonly Item<P>[];
  /** The parameters that differ in the query of the next page; undefined on the last. */
  next(page: Page<P>, query: Query): Query | undefined;
  /** Items of all pages; undefined where the list does not tell. */
  total(page: Page<P>): number | undefined;
  /** What tells an item from the others. */
  keyOf(item: Item<P>): string;
}

const byId = ({ id }: { readonly id: string | number }): string => String(id);

/** Lists with `_page` and `_links`. */
const children = {
  items: <I>({ children: items }: { readonly children: readonly I[] }) => items,
  next: ({ _links }: { readonly _links: { readonly next?: { readonly href?: string } } }) =>
    position(_links.next?.href),
  total: ({ _page }: { readonly _page: { readonly totalCount: number } }) => _page.totalCount,
  keyOf: byId,
};

const LARGEST = 100;

/** Lists of this product. */
const numbered = {
  items: <I>({ items }: { readonly items: readonly I[] }) => items,
  next: ({ start, totalCount }: { readonly start: number; readonly totalCount: number }, { limit = LARGEST }: Query) =>
    (start + 1) * Math.min(Number(limit), LARGEST) < totalCount ? { start: start + 1 } : undefined,
  total: ({ totalCount }: { readonly totalCount: number }) => totalCount,
};

export const lists: { readonly [P in ListPath]: Paging<P> } = {
  '/data/core/ups/segment/definitions': {
    items: ({ segments }) => segments,
    next: ({ link }) => position(link.next),
    total: ({ page }) => page.totalCount,
    keyOf: byId,
  },
  '/data/core/ups/segment/jobs': children,
  '/data/core/ups/config/schedules': children,
  '/data/core/ups/audiences': children,
  '/data/core/ups/config/mergePolicies': children,
  '/data/core/ups/export/jobs': {
    items: ({ records }) => records,
    next: ({ link }) => position(link.next),
    total: () => undefined,
    keyOf: byId,
  },
  '/data/core/ups/preview/{id}': {
    items: ({ results }) => results,
    next: ({ links }) => position(links.next),
    total: () => undefined,
    keyOf: (profile) => Object.keys(profile).join(),
  },
  '/data/core/ups/search/entities': {
    items: ({ entities }) => entities,
    next: ({ page }) => (page.pageOffset + 1 < page.totalPages ? { page: page.pageOffset + 1 } : undefined),
    total: ({ page }) => page.totalCount,
    keyOf: ({ sourceId }) => sourceId,
  },
  [DATASETS]: {
    items: (datasets) => Object.entries(datasets).map(([id, dataset]) => ({ ...dataset, id })),
    next: (datasets, { limit = 20, start = 0 }) => {
      const count = Object.keys(datasets).length;
      return count < Math.min(Number(limit), LARGEST) ? undefined : { start: Number(start) + count };
    },
    total: () => undefined,
    keyOf: byId,
  },
  '/secant/jobs': { ...numbered, keyOf: ({ id, kind }) => `${kind} ${id}` },
  '/secant/schedules/{id}/runs': { ...numbered, keyOf: ({ runId }) => runId },
};

const POSITION = new Set(['start', 'page', 'offset']);

/** Where the link to the next page leads; it repeats the other parameters of the caller. `""` is no link. */
function position(link: string | undefined): Query | undefined {
  if (link === undefined || link === '') return undefined;
  const parameters = new URLSearchParams(link.slice(link.indexOf('?')));
  return Object.fromEntries([...parameters].filter(([name]) => POSITION.has(name)));
}
