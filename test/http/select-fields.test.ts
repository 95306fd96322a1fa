import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectFields } from '../../src/http/select-fields.ts';

const entity = {
  person: { name: { firstName: 'Ana', lastName: 'Ruiz' }, birthYear: 1990 },
  visits: [{ page: 'a', at: 1 }, { page: 'b', at: 2, tags: [{ id: 'x' }, { id: 'y' }] }, 3],
  empty: {},
  list: [],
};

describe('fields (profile-store.md section 4.1)', () => {
  it.each<[paths: string[], expected: unknown]>([
    [['person'], { person: entity.person }],
    [['person.name.firstName'], { person: { name: { firstName: 'Ana' } } }],
    [['person.name.firstName', 'person.birthYear'], { person: { name: { firstName: 'Ana' }, birthYear: 1990 } }],
    [['person', 'person.name'], { person: entity.person }],
    [['visits.page'], { visits: [{ page: 'a' }, { page: 'b' }] }],
    [['visits.tags.id'], { visits: [{ tags: [{ id: 'x' }, { id: 'y' }] }] }],
    [['list', 'empty'], { list: [], empty: {} }],
    [['person.unknown', 'unknown'], {}],
    [['person.birthYear.x'], {}],
    [['__proto__', 'toString', ''], {}],
  ])('%j', (paths, expected) => {
    expect(selectFields(entity, paths)).toEqual(expected);
  });

  it('selects everything by all names of the root', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()), (value) => {
        expect(selectFields(value, Object.keys(value))).toEqual(value);
      }),
    );
  });
});
