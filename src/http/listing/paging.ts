import { Type } from 'typebox';

/** Query parameters of lists that are paged by a page index (api-conventions.md section 7). */
export const pageParameters = (defaultLimit = 100, maximum = 100) => ({
  start: Type.Integer({ minimum: 0, default: 0, description: 'Page index, from 0.' }),
  limit: limitParameter(defaultLimit, maximum),
});

/** Query parameters of segment definitions, which have both a page index and an item offset. */
export const definitionPageParameters = () => ({
  start: Type.Optional(Type.Integer({ minimum: 0, description: 'Item offset, from 0; ignored with `page`.' })),
  page: Type.Optional(Type.Integer({ minimum: 0, description: 'Page index, from 0.' })),
  limit: limitParameter(100, 100),
});

/** The size of a page; {@link pageSlice} and its like lower it. */
export const limitParameter = (fallback: number, maximum: number) =>
  Type.Integer({ minimum: 1, default: fallback, description: `Items a page; more than ${maximum} is lowered to it.` });

/** The part of a list that is asked for. */
export interface Slice {
  readonly offset: number;
  /** At most the maximum of the endpoint. */
  readonly limit: number;
}

export interface PageQuery {
  readonly start: number;
  readonly limit: number;
}

/** `start` is a page index: jobs, schedules, audiences. */
export function pageSlice(query: PageQuery, maximum = 100): Slice {
  const limit = Math.min(query.limit, maximum);
  return { offset: query.start * limit, limit };
}

export interface DefinitionPageQuery {
  readonly start?: number;
  readonly page?: number;
  readonly limit: number;
}

/** `page` is a page index, `start` an item offset that counts without it: definitions. */
export function definitionSlice(query: DefinitionPageQuery, maximum = 100): Slice {
  const limit = Math.min(query.limit, maximum);
  return { offset: query.page === undefined ? (query.start ?? 0) : query.page * limit, limit };
}

/** Filter and sort parameters of the caller, which links to other pages repeat; absent ones are left out. */
export type OwnParameters = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One page of a list, and how many items match in all. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly totalCount: number;
}

/** The body of `GET /segment/jobs` and `GET /config/schedules`; `path` starts with `/`. */
export function childrenPage<T>(found: Found<T>, query: PageQuery, path: string, own: OwnParameters, maximum = 100) {
  const { offset, limit } = pageSlice(query, maximum);
  const more = offset + limit < found.totalCount;
  const next = query.start + 1;
  const href = `@${path}?${queryText({ start: next, limit, totalCount: found.totalCount }, own)}`;
  return {
    _page: {
      totalCount: found.totalCount,
      pageSize: found.items.length,
      ...(more && { next: String(next) }),
    },
    children: found.items,
    _links: { next: more ? { href } : {} },
  };
}

/** What stands beside the items of `GET /audiences`; `sort` is its first key. */
export function audiencesPage(
  found: { readonly count: number; readonly totalCount: number },
  query: PageQuery,
  sort: { readonly attribute: string; readonly direction: 'asc' | 'desc' },
  own: OwnParameters,
  maximum: number,
) {
  const { offset, limit } = pageSlice(query, maximum);
  const next = offset + limit < found.totalCount ? query.start + 1 : undefined;
  const position = { start: query.start + 1, limit, totalCount: found.totalCount };
  return {
    _page: {
      totalCount: found.totalCount,
      totalPages: Math.ceil(found.totalCount / limit),
      sortField: sort.attribute,
      sort: sort.direction,
      pageSize: found.count,
      limit,
      start: String(query.start),
      ...(next !== undefined && { next: String(next) }),
    },
    _links: next === undefined ? {} : { next: { href: `@/audiences?${queryText(position, own)}` } },
  };
}

/** The body of `GET /segment/definitions`; `sort` is its first key. */
export function segmentsPage<T>(
  found: Found<T>,
  query: DefinitionPageQuery,
  sort: { readonly attribute: string; readonly direction: 'asc' | 'desc' },
  own: OwnParameters,
  maximum = 100,
) {
  const { offset, limit } = definitionSlice(query, maximum);
  const more = offset + limit < found.totalCount;
  const byItem = query.page === undefined && query.start !== undefined;
  const position = byItem ? { start: offset + limit } : { page: offset / limit + 1 };
  return {
    segments: found.items,
    page: {
      totalCount: found.totalCount,
      totalPages: Math.ceil(found.totalCount / limit),
      sortField: sort.attribute,
      sort: sort.direction,
      pageSize: found.items.length,
      limit,
    },
    link: more ? { next: `/segment/definitions?${queryText({ ...position, limit }, own)}` } : {},
  };
}

function queryText(position: Readonly<Record<string, number>>, own: OwnParameters): string {
  const pairs = [...Object.entries(position), ...Object.entries(own)].flatMap(([name, values]) =>
    [values].flat().map((value): [string, typeof value] => [name, value]),
  );
  return pairs
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}
