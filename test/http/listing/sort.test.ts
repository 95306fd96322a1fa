import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSort } from '../../../src/http/listing/sort.ts';
import { sorted } from '../../../src/order.ts';

const ATTRIBUTES = { name: 'name', creationTime: 'creationTime', id: 'id', internalId: 'id' } as const;

describe('sort (api-conventions.md section 8)', () => {
  it.each([
    ['name', [['name', 'asc']]],
    ['name:asc', [['name', 'asc']]],
    ['creationTime:DESC', [['creationTime', 'desc']]],
    [
      'name:asc,internalId:desc',
      [
        ['name', 'asc'],
        ['id', 'desc'],
      ],
    ],
    [
      'name, id:desc',
      [
        ['name', 'asc'],
        ['id', 'desc'],
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect(parseSort(text, ATTRIBUTES).map(({ attribute, direction }) => [attribute, direction])).toEqual(expected);
  });

  it.each(['', 'color', 'name:up', 'name:asc:desc', 'name,', 'Name', 'toString', '__proto__', 'name:'])(
    'refuses %j',
    (text) => {
      expect(() => parseSort(text, ATTRIBUTES)).toThrow(
        expect.objectContaining({
          code: 'UPAPI-900001-400',
          message: expect.stringContaining(`'${text}' of query parameter 'sort'`),
        }),
      );
    },
  );

  const item = (id: string, name?: string) => ({ id, name });
  const order = (items: { id: string; name: string | undefined }[], sort: string) =>
    sorted(items, parseSort(sort, ATTRIBUTES), (value, attribute) =>
      attribute === 'name' ? value.name : value.id,
    ).map(({ id }) => id);

  it('compares lower-cased strings by code point', () => {
    const items = [
      item('1', '\u{1F600}'),
      item('2', '\uFF5E'),
      item('3', 'b'),
      item('4', 'A'),
      item('5', 'ab'),
      item('6', '_'),
    ];
    expect(order(items, 'name')).toEqual(['6', '4', '5', '3', '2', '1']);
    expect(order(items, 'name:desc')).toEqual(['1', '2', '3', '5', '4', '6']);
  });

  it('puts missing values last in both directions, and breaks ties by id', () => {
    const items = [item('c'), item('b', 'X'), item('a'), item('d', 'x')];
    expect(order(items, 'name:asc')).toEqual(['b', 'd', 'a', 'c']);
    expect(order(items, 'name:desc')).toEqual(['b', 'd', 'a', 'c']);
  });

  it('gives one order whatever the order before', () => {
    const entry = fc.record({ id: fc.uuid(), name: fc.option(fc.string({ maxLength: 3 }), { nil: undefined }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ id }) => id }),
        fc.constantFrom('name', 'name:desc'),
        (items, sort) => {
          expect(order(items.toReversed(), sort)).toEqual(order(items, sort));
        },
      ),
    );
  });
});
