import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeInference } from '../../src/schema/infer/describe.ts';
import { inferFields } from '../../src/schema/infer/infer.ts';
import { integer, string } from '../../src/schema/node.ts';
import { dotted, join, type TenantField } from '../../src/schema/tenant-fields.ts';
import { typeText } from '../../src/schema/type-text.ts';

const infer = (values: readonly unknown[], known: readonly TenantField[] = []) =>
  inferFields(
    'profile',
    values.map((value) => ({ person: { name: 'x' }, _acme: value })),
    known,
  );

const types = (values: readonly unknown[], known: readonly TenantField[] = []) =>
  Object.fromEntries(infer(values, known).fields.map((field) => [dotted(field.path), typeText(field.node)]));

describe('inferred types', () => {
  it.each([
    ['text', [{ a: 'x' }, { a: '' }], { '_acme.a': 'string' }],
    ['whole numbers', [{ a: 1 }, { a: -2 }], { '_acme.a': 'integer' }],
    ['numbers', [{ a: 1 }, { a: 2.5 }, { a: 3 }], { '_acme.a': 'double' }],
    ['numbers beyond exact integers', [{ a: 2 ** 60 }], { '_acme.a': 'double' }],
    ['booleans', [{ a: true }], { '_acme.a': 'boolean' }],
    ['days', [{ a: '2024-02-29' }], { '_acme.a': 'date' }],
    ['days that do not all exist', [{ a: '2024-02-29' }, { a: '2023-02-29' }], { '_acme.a': 'string' }],
    ['instants', [{ a: '2024-02-29T10:00:00Z' }, { a: '2024-01-01T00:00:00.5+01:00' }], { '_acme.a': 'date-time' }],
    ['instants without an offset', [{ a: '2024-02-29T10:00:00' }], { '_acme.a': 'string' }],
    ['days and instants mixed', [{ a: '2024-02-29' }, { a: '2024-02-29T10:00:00Z' }], { '_acme.a': 'string' }],
    ['nulls only', [{ a: null }], {}],
    ['nested objects', [{ a: { b: 1 } }, { a: { c: 'x' } }], { '_acme.a.b': 'integer', '_acme.a.c': 'string' }],
    ['lists', [{ a: [] }, { a: ['x', null] }], { '_acme.a': 'array of string' }],
    ['lists of objects', [{ a: [{ s: 1 }, { s: 1.5, t: 'x' }] }], { '_acme.a': 'array of { s: double, t: string }' }],
    ['several types, the most frequent first', [{ a: 'x' }, { a: 1 }, { a: 2 }], { '_acme.a': 'integer' }],
  ])('%s', (_, values, expected) => {
    expect(types(values)).toEqual(expected);
  });

  it('leaves what is not below a tenant root alone', () => {
    const documents = [{ _id: 'e1', _repo: { x: 1 }, unknown: 1, _a: { ok: true }, _b: { ok: 1 } }];
    const { fields } = inferFields('event', documents, []);
    expect(fields.map((field) => [field.class, dotted(field.path), field.origin])).toEqual([
      ['event', '_a.ok', 'inferred'],
      ['event', '_b.ok', 'inferred'],
    ]);
  });

  it('needs no field for a value that its own inference has seen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()), { maxLength: 8 }),
        (docs) => {
          const first = infer(docs);
          const again = infer(docs, first.fields);
          expect(again.fields).toEqual([]);
        },
      ),
    );
  });
});

describe('known fields', () => {
  const known = (node: TenantField['node'], origin: TenantField['origin'] = 'inferred'): TenantField[] => [
    { class: 'profile', path: ['_acme', 'a'], node, origin },
  ];

  it('proposes only what changes', () => {
    expect(types([{ a: 1, b: 1 }], known(integer()))).toEqual({ '_acme.b': 'integer' });
    expect(types([{ a: '2024-01-01' }], known(string()))).toEqual({});
  });

  it('widens an inferred integer, not a declared one', () => {
    expect(types([{ a: 1.5 }], known(integer()))).toEqual({ '_acme.a': 'double' });
    const declared = infer([{ a: 1.5 }], known(integer(), 'declared'));
    expect(declared.fields).toEqual([]);
    expect(declared.problems[0]?.reason).toBe('It is declared as integer and cannot be double');
  });

  it('tells of data that contradicts a known field', () => {
    expect(infer([{ a: 'x' }], known(integer())).problems[0]?.reason).toMatch(/inferred as integer.*string/);
    expect(infer([{ a: { b: 1 } }], known(integer())).problems[0]?.reason).toBe('_acme.a is a field of type integer');
  });
});

describe('what is told about an inference', () => {
  it('lists fields and problems', () => {
    const rows = [{ city: 'Basel', visits: [{ at: '2024-01-01' }] }, { city: 7 }, { empty: [], 'bad name': 1 }];
    expect(describeInference(infer([...rows, { city: 'Bern' }]))).toEqual([
      'Inferred 2 fields from 4 rows:',
      '  _acme.city    string',
      '  _acme.visits  array of { at: date }',
      'Not clear: _acme.city. It holds string (2, as "Basel") and integer (1, as 7); the most frequent type is taken.',
      'Not clear: _acme.empty. Only empty lists were seen, so its type is not known.',
      'Not clear: _acme.bad name. The name "bad name" is not made of letters, digits, - and _, or begins with - or _.',
    ]);
    expect(describeInference(infer([]))).toEqual([]);
  });

  it('stops at data that uses ids as names, and at endless nesting', () => {
    const many = infer([Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`f${index}`, 1]))]);
    expect(many.fields.length).toBeLessThan(1001);
    expect(many.problems.at(-1)?.reason).toMatch(/too many or too deep/);
    const deep = infer([{ a: JSON.parse(`${'{"a":'.repeat(900)}1${'}'.repeat(900)}`) }]);
    expect(deep.fields).toEqual([]);
    expect(deep.problems.at(-1)?.reason).toMatch(/too many or too deep/);
  });
});

describe('declared fields', () => {
  const declared = (path: string, node: TenantField['node'] = string()): TenantField => ({
    class: 'profile',
    path: path.split('.'),
    node,
    origin: 'declared',
  });

  it.each([
    ['_acme.a.b', /_acme.a is a field of type string/],
    ['_acme', /below a tenant root/],
    ['person.x', /not a tenant root/],
  ])('%s is refused beside _acme.a: %s', (path, reason) => {
    expect(join([declared('_acme.a')], [declared(path)]).refused[0]?.reason).toMatch(reason);
  });

  it('refuses a field where an object is', () => {
    expect(join([declared('_acme.a.b')], [declared('_acme.a')]).refused[0]?.reason).toBe(
      'It is an object already, with the field _acme.a.b',
    );
  });
});
