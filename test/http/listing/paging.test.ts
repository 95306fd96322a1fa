import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenPage, definitionSlice, pageSlice, segmentsPage } from '../../../src/http/listing/paging.ts';

const SORT = { attribute: 'creationTime', direction: 'desc' } as const;

/** Some items of a list of numbers, as a repository answers. */
const found = (total: number, { offset, limit }: { offset: number; limit: number }) => ({
  items: Array.from({ length: total }, (_, index) => index).slice(offset, offset + limit),
  totalCount: total,
});

describe('children pages (api-conventions.md section 7)', () => {
  const page = (total: number, query: { start: number; limit: number }, own = {}) =>
    childrenPage(found(total, pageSlice(query)), query, '/segment/jobs', own);

  it('has the documented first page', () => {
    expect(page(14, { start: 0, limit: 2 }, { status: 'SUCCEEDED' })).toEqual({
      _page: { totalCount: 14, pageSize: 2, next: '1' },
      children: [0, 1],
      _links: { next: { href: '@/segment/jobs?start=1&limit=2&totalCount=14&status=SUCCEEDED' } },
    });
  });

  it('has no next member on the last page', () => {
    expect(page(3, { start: 1, limit: 2 })).toEqual({
      _page: { totalCount: 3, pageSize: 1 },
      children: [2],
      _links: { next: {} },
    });
  });

  it('is empty beyond the end', () => {
    expect(page(3, { start: 9, limit: 2 })).toEqual({
      _page: { totalCount: 3, pageSize: 0 },
      children: [],
      _links: { next: {} },
    });
  });

  it('lowers the limit to the maximum', () => {
    expect(page(250, { start: 0, limit: 5000 })).toMatchObject({
      _page: { totalCount: 250, pageSize: 100, next: '1' },
      _links: { next: { href: '@/segment/jobs?start=1&limit=100&totalCount=250' } },
    });
  });

  it('encodes and repeats what the caller gave', () => {
    const own = { sort: 'name:asc', property: ['a==é & b', 'c~d==1'], absent: undefined };
    expect(page(2, { start: 0, limit: 1 }, own)._links.next).toEqual({
      href: '@/segment/jobs?start=1&limit=1&totalCount=2&sort=name%3Aasc&property=a%3D%3D%C3%A9%20%26%20b&property=c~d%3D%3D1',
    });
  });

  it('visits every item once when a client follows next', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 25 }), (total, limit) => {
        const seen: number[] = [];
        let next: string | undefined = '0';
        while (next !== undefined) {
          const { children, _page } = page(total, { start: Number(next), limit });
          seen.push(...children);
          next = _page.next;
        }
        expect(seen).toEqual(Array.from({ length: total }, (_, index) => index));
      }),
    );
  });
});

describe('segment definition pages (api-conventions.md section 7)', () => {
  type Query = { start?: number; page?: number; limit: number };
  const page = (total: number, query: Query, own = {}) =>
    segmentsPage(found(total, definitionSlice(query)), query, SORT, own);

  it('has the documented first page', () => {
    expect(page(3, { limit: 1 })).toEqual({
      segments: [0],
      page: { totalCount: 3, totalPages: 3, sortField: 'creationTime', sort: 'desc', pageSize: 1, limit: 1 },
      link: { next: '/segment/definitions?page=1&limit=1' },
    });
  });

  it.each<[name: string, query: Query, segments: number[], link: unknown]>([
    ['page is a page index', { page: 1, limit: 2 }, [2, 3], { next: '/segment/definitions?page=2&limit=2' }],
    ['start is an item offset', { start: 1, limit: 2 }, [1, 2], { next: '/segment/definitions?start=3&limit=2' }],
    ['page wins over start', { page: 1, start: 4, limit: 2 }, [2, 3], { next: '/segment/definitions?page=2&limit=2' }],
    ['last page', { page: 2, limit: 2 }, [4], {}],
    ['beyond the end', { page: 7, limit: 2 }, [], {}],
    ['exactly at the end', { start: 3, limit: 2 }, [3, 4], {}],
  ])('%s', (_name, query, segments, link) => {
    expect(page(5, query)).toMatchObject({ segments, page: { totalCount: 5, totalPages: 3, limit: 2 }, link });
    expect(page(5, query).link).toEqual(link);
  });

  it('counts no pages of nothing', () => {
    expect(page(0, { limit: 100 })).toMatchObject({
      segments: [],
      page: { totalCount: 0, totalPages: 0, pageSize: 0 },
      link: {},
    });
  });

  it('keeps filters in the link', () => {
    expect(page(2, { limit: 1 }, { 'evaluationInfo.continuous.enabled': true, sort: 'name' }).link).toEqual({
      next: '/segment/definitions?page=1&limit=1&evaluationInfo.continuous.enabled=true&sort=name',
    });
  });

  it('visits every item once when a client follows the link', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 25 }), fc.option(fc.nat(10)), (total, limit, start) => {
        const seen: number[] = [];
        let query: Query | undefined = start === null ? { limit } : { start, limit };
        while (query !== undefined) {
          const { segments, link }: { segments: readonly number[]; link: { next?: string } } = page(total, query);
          seen.push(...segments);
          const next = link.next === undefined ? undefined : new URLSearchParams(link.next.split('?')[1]);
          query = next && (Object.fromEntries([...next].map(([name, value]) => [name, Number(value)])) as Query);
        }
        expect(seen).toEqual(Array.from({ length: total }, (_, index) => index).slice(start ?? 0));
      }),
    );
  });
});
