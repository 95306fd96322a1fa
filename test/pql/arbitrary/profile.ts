import fc from 'fast-check';
import type { ObjectNode, QuerySchema, ScalarKind, SchemaNode } from '../../../src/pql/index.ts';
import { REFERENCES } from './records.ts';

/** The instant of every random evaluation, at an awkward time of a leap year. */
export const NOW = Date.parse('2024-03-31T12:30:45.500Z');

/** Texts that meet each other, in several cases and beyond the basic plane. */
export const TEXTS = [
  '',
  'a',
  'A',
  'b',
  'ab',
  'view',
  'buy',
  'Ünï',
  'ünï',
  '😀',
  '\uffff',
  'ß',
  'SS',
  'ſ',
  'K',
  'İ',
  'e\u0301',
  '\u{10428}',
  ' a\n',
  '10',
  '9',
  '1.5',
  ' +1e1 ',
  '2024-03-31',
  '2024-03-31T14:30:45.5+02:00',
  '2023-02-29',
  'true',
  's1',
  'a%b',
];

/** Numbers whose sums are exact in any order. */
export const NUMBERS = [0, 1, 2, 3, 5, 10, -1, -7, 0.5, 0.25, 1.5, 1e6, -1e6, 2 ** 40];

const DATES = [
  '2024-03-31',
  '2024-03-30',
  '2024-02-29',
  '2023-12-31',
  '2024-01-01',
  '1990-03-31',
  '1992-02-29',
  '2024-04-01',
];

const DATE_TIMES = [
  '2024-03-31T12:30:45.500Z',
  '2024-03-31T00:00:00Z',
  '2024-03-30T23:59:59.999Z',
  '2024-03-30T12:30:45.500Z',
  '2024-03-24T12:30:45.500Z',
  '2024-02-29T12:30:45.500Z',
  '2024-03-31T14:30:45.501+02:00',
  '2024-04-01T00:00:00Z',
  '2023-03-31T12:30:45.500Z',
  '2024-03-25T00:00:00Z',
];

const SCALARS: Readonly<Record<ScalarKind, fc.Arbitrary<unknown>>> = {
  string: fc.constantFrom(...TEXTS),
  integer: fc.constantFrom(...NUMBERS.filter(Number.isInteger)),
  double: fc.constantFrom(...NUMBERS),
  boolean: fc.boolean(),
  date: fc.constantFrom(...DATES),
  'date-time': fc.constantFrom(...DATE_TIMES),
};

/** A value of a schema node; objects miss some of their fields. */
function instanceOf(node: SchemaNode): fc.Arbitrary<unknown> {
  switch (node.kind) {
    case 'scalar':
      return node.relationship ? fc.constantFrom(...REFERENCES) : SCALARS[node.type];
    case 'array':
      return fc.array(instanceOf(node.items), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.constantFrom('a', 'b', 'ups'), instanceOf(node.values), { maxKeys: 2 });
    case 'object':
      return objectOf(node);
  }
}

function objectOf({ fields }: ObjectNode): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.entries(fields).map(([name, node]) => [name, instanceOf(node)] as const);
  return fc.record(Object.fromEntries(arbitraries), { requiredKeys: [] });
}

const memberships = fc.dictionary(
  fc.constantFrom('ups', 'other'),
  fc.dictionary(
    fc.constantFrom('s1', 's2'),
    fc.record(
      { status: fc.constantFrom('realized', 'exited', 'existing'), validUntil: SCALARS['date-time'] },
      { requiredKeys: ['status'] },
    ),
    { maxKeys: 2 },
  ),
  { maxKeys: 2 },
);

/**
 * A random profile of a schema with its events under `xEvent`: fields are missing, lists are empty, timestamps equal,
 * dates at boundaries. Every event has a timestamp and an `_id`.
 */
export function profileOf(schema: QuerySchema): fc.Arbitrary<Record<string, unknown>> {
  const event = fc
    .tuple(objectOf(schema.event), SCALARS['date-time'])
    .map(([fields, timestamp]) => ({ ...fields, timestamp }));
  return fc
    .tuple(objectOf(schema.root), fc.array(event, { maxLength: 6 }), fc.option(memberships))
    .map(([root, events, segmentMembership]) => ({
      ...root,
      segmentMembership: segmentMembership ?? undefined,
      xEvent: events.map((fields, index) => ({ ...fields, _id: `e${index}` })),
    }));
}

/** Roots whose fields hold values of any type: what the schema does not allow and data may still contain. */
export function misfitsOf(schema: QuerySchema): fc.Arbitrary<unknown> {
  const names = [
    ...Object.keys(schema.root.fields),
    ...Object.keys(schema.event.fields),
    'xEvent',
    'constructor',
    '__proto__',
  ];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(null, ...TEXTS, ...NUMBERS, ...DATES, ...DATE_TIMES, true, false),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names, 'id', 'price', 'sku', 'xdm:sku'), tie('tree'), { maxKeys: 8 }),
    ),
  }));
  return fc.dictionary(fc.constantFrom(...names), tree, { maxKeys: 16 });
}
