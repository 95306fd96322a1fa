import { describe, expect, it } from 'vitest';
import { BulkGetBody, bulkGet } from '../../src/http/bulk-get.ts';
import { bodyReader, isExpectedKind } from '../../src/http/validation/body.ts';

const read = bodyReader(BulkGetBody);
const entities = new Map([
  ['a1', { name: 'A' }],
  ['b2', { name: 'B' }],
]);

describe('bulk-get (api-conventions.md section 12)', () => {
  const get = (ids: readonly string[]) =>
    bulkGet(
      [...ids],
      { requestId: 'trace' },
      async (wanted) => new Map([...entities].filter(([id]) => wanted.includes(id))),
    );
  const missing = { requestId: 'trace', errors: { '404': [{ code: 404, message: 'Not found.' }] } };

  it('answers in request order, under the ids as sent, duplicates once', async () => {
    const { results } = await get(['B2', 'x', 'a1', 'B2']);
    expect(results).toEqual({ B2: { name: 'B' }, x: missing, a1: { name: 'A' } });
    expect(Object.keys(results)).toEqual(['B2', 'x', 'a1']);
  });

  it('refuses when nothing is found', async () => {
    await expect(get(['y', 'x', 'y'])).rejects.toMatchObject({
      status: 404,
      code: 'UPAPI-113000-404',
      message: 'The entity y,x is not found.',
    });
  });

  it.each([0, 101])('refuses %i ids, counted before duplicates collapse', async (count) => {
    await expect(get(Array(count).fill('a1'))).rejects.toMatchObject({
      status: 400,
      code: 'UPAPI-113015-400',
      message: 'The number of requested IDs is invalid. Cannot be 0 or exceed 100.',
    });
  });

  it('takes 100 ids', async () => {
    expect((await get(Array(100).fill('a1'))).results).toEqual({ a1: { name: 'A' } });
  });

  it.each([
    [{ ids: [{ id: 'a1' }] }, { ids: [{ id: 'a1' }] }],
    [{ ids: ['a1', { id: 'b2', more: 1 }] }, { ids: ['a1', { id: 'b2' }] }],
    [['a1'], ['a1']],
  ])('reads %j', async (body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  it.each([{}, { ids: 'a1' }, { ids: [{}] }, { ids: [1] }, { ids: [null] }, [{ id: 'a1' }], [1]])(
    'refuses the shape %j',
    (body) => {
      expect(() => read(body)).toThrow(expect.objectContaining({ code: 'UPLIB-101206-500', status: 400 }));
    },
  );

  it.each(['a1', 1, null, undefined])('does not expect %j', (body) => {
    expect(isExpectedKind(BulkGetBody, body)).toBe(false);
  });
});
