import fc, { type Arbitrary } from 'fast-check';
import type { TestProfile } from './tables.ts';

/** Random expressions over the schema of `world.ts` as text, and random profiles that they can tell apart. */

const words = [
  '',
  'a',
  'A',
  'Ab',
  'ab',
  'é',
  'É',
  'ß',
  '😀',
  'a%b',
  'a_b',
  'a\\b',
  "it's",
  'Σας',
  'x"y',
  'İ',
  'true',
  '5',
];
/** Sums of these, and of products of two of them, are exact: the order of addition is open. */
const numbers = [-2, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 1e9];
const integers = [-3, -1, 0, 1, 2, 3, 5, 12, 65_536];
/** For what is compared and never added up. */
const huge = 9_007_199_254_740_991;
const dates = [
  '1899-12-31',
  '1970-01-01',
  '1990-02-28',
  '2000-02-29',
  '2024-02-29',
  '2026-11-22',
  '2026-11-23',
  '2026-10-31',
  '2026-12-31',
  '2300-01-01',
];
const instants = [
  '1969-12-31T23:59:59.999Z',
  '1752-06-30T10:00:00Z',
  '2024-02-29T12:30:45.500Z',
  '2025-11-22T12:30:45.500Z',
  '2026-10-22T12:30:45.500Z',
  '2026-11-15T12:30:45.499Z',
  '2026-11-15T12:30:45.500Z',
  '2026-11-16T00:00:00Z',
  '2026-11-21T23:59:59.999Z',
  '2026-11-22T00:00:00Z',
  '2026-11-22T12:30:45.500Z',
  '2026-11-22T12:30:45.501Z',
  '2026-11-23T00:00:00Z',
  '2026-12-01T00:00:00+02:00',
  '2401-03-31T08:00:00Z',
];
const types = ['view', 'cart', 'buy', 'return', ''];
const units = [
  'milliseconds',
  'seconds',
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'years',
  'decades',
  'centuries',
  'millennia',
];

const one = <T>(values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values);
const sometimes = <T>(value: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 3 });
const short = <T>(value: Arbitrary<T>): Arbitrary<T[]> => fc.array(value, { maxLength: 3 });

/** A record of which any field may be missing. */
function partial(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<Record<string, unknown>> {
  const optional = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, sometimes(value)]));
  return fc
    .record(optional)
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

const item = partial({ sku: one(words), quantity: one(integers), price: one(numbers) });

const event: Arbitrary<Record<string, unknown>> = fc
  .tuple(
    one(instants),
    partial({
      eventType: one(types),
      value: one(numbers),
      page: partial({ name: one(words), visits: one(integers) }),
      items: short(item),
    }),
  )
  .map(([timestamp, fields]) => ({ timestamp, ...fields }));

const entity = partial({
  name: one(words),
  age: one(integers),
  score: one([...numbers, huge, -huge]),
  active: fc.boolean(),
  birthDate: one(dates),
  since: one(instants),
  home: partial({ city: one(words), country: one(words) }),
  tags: short(fc.option(one(words), { freq: 5 })),
  ratings: short(fc.option(one(numbers), { freq: 5 })),
  orders: short(
    partial({
      id: one(words),
      total: one(numbers),
      at: one(instants),
      shipping: partial({ carrier: one(words) }),
      labels: short(one(words)),
      lines: short(item),
    }),
  ),
  limits: fc.dictionary(one(['k', 'j', 'two words']), one([...integers, huge]), { maxKeys: 3 }),
  identityMap: fc.dictionary(
    one(['Email', 'ECID']),
    fc.array(partial({ id: one(words), primary: fc.boolean() }), { minLength: 1, maxLength: 2 }),
  ),
});

/** Profiles with numbers from 1. */
export function profiles(count: number): Arbitrary<readonly TestProfile[]> {
  const profile = fc.record({ entity, events: fc.array(event, { maxLength: 5 }) });
  return fc
    .array(profile, { minLength: count, maxLength: count })
    .map((list) => list.map((fields, index) => ({ no: index + 1, ...fields })));
}

/** What can be read in a scope, as text of paths. */
interface Fields {
  readonly numbers: readonly string[];
  readonly integers: readonly string[];
  readonly texts: readonly string[];
  readonly times: readonly string[];
  readonly flags: readonly string[];
  readonly textLists: readonly string[];
  readonly numberLists: readonly string[];
  readonly objectLists: readonly (readonly [path: string, item: Fields])[];
}

const none: Fields = {
  numbers: [],
  integers: [],
  texts: [],
  times: [],
  flags: [],
  textLists: [],
  numberLists: [],
  objectLists: [],
};

const itemFields: Fields = { ...none, numbers: ['price', 'quantity'], integers: ['quantity'], texts: ['sku'] };

const orderFields: Fields = {
  ...none,
  numbers: ['total'],
  texts: ['id', 'shipping.carrier'],
  times: ['at'],
  textLists: ['labels', 'lines.sku'],
  numberLists: ['lines.price'],
  objectLists: [['lines', itemFields]],
};

const eventFields: Fields = {
  ...none,
  numbers: ['value', 'page.visits'],
  integers: ['page.visits'],
  texts: ['eventType', 'page.name'],
  times: ['timestamp'],
  textLists: ['items.sku'],
  numberLists: ['items.price', 'items.quantity'],
  objectLists: [['items', itemFields]],
};

const profileFields: Fields = {
  numbers: ['age', 'score', 'limits.k'],
  integers: ['age'],
  texts: ['name', 'home.city', 'home.country', 'unused'],
  times: ['birthDate', 'since'],
  flags: ['active'],
  textLists: [
    'tags',
    'orders.id',
    'orders.labels',
    'orders.shipping.carrier',
    'orders.lines.sku',
    'identityMap.Email.id',
    'identityMap.*.id',
    'xEvent.eventType',
    'xEvent.items.sku',
    'xEvent.page.name',
  ],
  numberLists: ['ratings', 'orders.total', 'orders.lines.price', 'xEvent.value', 'xEvent.items.quantity'],
  objectLists: [
    ['orders', orderFields],
    ['orders.lines', itemFields],
    ['xEvent', eventFields],
    ['xEvent.items', itemFields],
  ],
};

/** The same fields read from a variable. */
function of(variable: string, fields: Fields): Fields {
  const named = (paths: readonly string[]) => paths.map((path) => `${variable}.${path}`);
  return {
    numbers: named(fields.numbers),
    integers: named(fields.integers),
    texts: named(fields.texts),
    times: named(fields.times),
    flags: named(fields.flags),
    textLists: named(fields.textLists),
    numberLists: named(fields.numberLists),
    objectLists: fields.objectLists.map(([path, item]) => [`${variable}.${path}`, item] as const),
  };
}

const text = (value: string): string => JSON.stringify(value);
const textLiteral = one(words).map(text);
const compareOp = one(['=', '!=', '<', '<=', '>', '>=']);
const equality = one(['=', '!=']);

const reference: Arbitrary<string> = fc.oneof(
  one([
    'now',
    'today',
    'yesterday',
    'tomorrow',
    'this week',
    'last month',
    'next year',
    'this decade',
    'last century',
    '"2026-11-22"',
    '"2026-11-22T12:30:45.500Z"',
    'date(2024, 2, 29)',
  ]),
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), one(units), one(['before now', 'after today', 'before last month']))
    .map((parts) => parts.join(' ')),
);

function timeTest(fields: Fields): Arbitrary<string> {
  const target =
    fields.times.length > 0
      ? fc.oneof({ weight: 4, arbitrary: reference }, { weight: 1, arbitrary: one(fields.times) })
      : reference;
  const amount = one([0, 1, 2, 7, 30, 400]);
  return fc.oneof(
    fc.tuple(compareOp, amount, one(units), one(['before', 'after', 'from']), target).map((parts) => parts.join(' ')),
    fc.tuple(one(['before', 'after', 'from', 'on']), target).map((parts) => parts.join(' ')),
    fc.tuple(target, target).map(([a, b]) => `between ${a} and ${b}`),
  );
}

function numeric(fields: Fields, depth: number): Arbitrary<string> {
  const leaf = fc.oneof(
    one(numbers).map((value) => `(${value})`),
    ...(fields.numbers.length > 0 ? [one(fields.numbers)] : []),
  );
  if (depth === 0) return leaf;
  const inner = numeric(fields, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.tuple(inner, one(['+', '-', '*', '/']), inner).map(([a, op, b]) => `(${a} ${op} ${b})`),
    },
    { weight: 1, arbitrary: inner.map((a) => `(-${a})`) },
    ...(fields.integers.length > 0
      ? [{ weight: 1, arbitrary: fc.tuple(one(fields.integers), one(integers)).map(([a, b]) => `(${a} % (${b}))`) }]
      : []),
    ...(fields.texts.length > 0 ? [{ weight: 1, arbitrary: one(fields.texts).map((path) => `${path}.length()`) }] : []),
    ...(fields.times.length > 0
      ? [
          {
            weight: 1,
            arbitrary: fc
              .tuple(one(fields.times), one(['getMonth', 'getYear', 'getDayOfMonth']))
              .map(([path, name]) => `${path}.${name}()`),
          },
        ]
      : []),
    ...(fields.numberLists.length > 0
      ? [
          {
            weight: 2,
            arbitrary: fc
              .tuple(one(fields.numberLists), one(['sum', 'average', 'min', 'max', 'count']))
              .map(([path, name]) => `${path}.${name}()`),
          },
        ]
      : []),
    ...fields.objectLists.map(([path, item]) => ({ weight: 2, arbitrary: aggregate(path, item, depth - 1) })),
  );
}

function aggregate(path: string, item: Fields, depth: number): Arbitrary<string> {
  const name = one(['sum', 'average', 'min', 'max']);
  const filtered = fc.oneof(
    fc.constant(path),
    condition(item, depth).map((test) => `${path}[${test}]`),
  );
  const options = [filtered.map((list) => `${list}.count()`)];
  if (item.numbers.length > 0) {
    options.push(
      fc
        .tuple(filtered, name, numeric({ ...item, objectLists: [], numberLists: [] }, 1))
        .map(([list, fn, value]) => `${list}.${fn}(${value})`),
    );
    const bound = of('V', item);
    options.push(
      fc
        .tuple(name, one(bound.numbers), condition(bound, depth))
        .map(([fn, value, test]) => `(${fn} ${value} over V from ${path} where ${test})`),
      condition(bound, depth).map((test) => `(count over V from ${path} where ${test})`),
    );
  }
  if (item.texts.length > 0)
    options.push(fc.tuple(filtered, one(item.texts)).map(([list, field]) => `${list}.${field}.distinct().count()`));
  return fc.oneof(...options);
}

/** An expression whose value decides membership. */
export function condition(fields: Fields, depth: number): Arbitrary<string> {
  const leaves = [fc.tuple(numeric(fields, depth), compareOp, numeric(fields, depth)).map((parts) => parts.join(' '))];
  if (fields.texts.length > 0) leaves.push(...textConditions(one(fields.texts), fields));
  leaves.push(...convertedComparisons(fields));
  if (fields.times.length > 0) {
    leaves.push(
      fc.tuple(one(fields.times), timeTest(fields)).map(([path, test]) => `${path} occurs ${test}`),
      fc.tuple(one(fields.times), timeTest(none)).map(([path, test]) => `${path}.ignoreYear() occurs ${test}`),
      fc
        .tuple(one(fields.times), compareOp, fc.oneof(one(instants).map(text), one(dates).map(text)))
        .map((parts) => parts.join(' ')),
    );
  }
  if (fields.flags.length > 0) {
    leaves.push(
      one(fields.flags),
      fc
        .tuple(one(fields.flags), equality, one(['true', 'false', '"TRUE"', '"maybe"']))
        .map((parts) => parts.join(' ')),
    );
  }
  if (fields.textLists.length > 0)
    leaves.push(...textConditions(one(fields.textLists), fields), ...listConditions(fields));
  if (fields.numberLists.length > 0) {
    leaves.push(fc.tuple(one(fields.numberLists), compareOp, numeric(none, 0)).map((parts) => parts.join(' ')));
  }
  if (depth === 0) return fc.oneof(...leaves);
  const inner = condition(fields, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...leaves) },
    { weight: 2, arbitrary: fc.tuple(inner, one(['and', 'or']), inner).map(([a, op, b]) => `(${a} ${op} ${b})`) },
    { weight: 2, arbitrary: inner.map((a) => `not (${a})`) },
    { weight: 1, arbitrary: fc.tuple(inner, inner, inner).map(([a, b, c]) => `if(${a}, ${b}, ${c})`) },
    ...fields.objectLists.map(([path, item]) => ({ weight: 2, arbitrary: overObjects(path, item, depth - 1) })),
  );
}

/** Comparisons of two types: the second operand is converted to the type of the first. */
function convertedComparisons(fields: Fields): Arbitrary<string>[] {
  const texts = one([
    '"5"',
    '"5.0"',
    '" +1e0 "',
    '"-1"',
    '"five"',
    '"true"',
    '"TRUE"',
    '"2026-11-22"',
    '"2026-11-22T12:30:45.500Z"',
  ]);
  const all = [...fields.texts, ...fields.textLists];
  const pairs: (readonly [paths: readonly string[], op: Arbitrary<string>, others: Arbitrary<string>])[] = [
    [[...fields.numbers, ...fields.numberLists], compareOp, texts],
    [all, compareOp, one(['5', '1.5'])],
    [all, equality, fc.constant('true')],
    [fields.times, compareOp, texts],
    [fields.flags, equality, texts],
  ];
  return pairs
    .filter(([paths]) => paths.length > 0)
    .flatMap(([paths, op, others]) => [
      fc.tuple(one(paths), op, others).map((parts) => parts.join(' ')),
      fc.tuple(others, op, one(paths)).map((parts) => parts.join(' ')),
      fc
        .tuple(one(paths), one(['in', 'notIn']), fc.array(others, { maxLength: 3 }))
        .map(([path, word, list]) => `${path} ${word} [${list.join(', ')}]`),
    ]);
}

function textConditions(path: Arbitrary<string>, fields: Fields): Arbitrary<string>[] {
  const others =
    fields.texts.length > 0
      ? fc.oneof({ weight: 4, arbitrary: textLiteral }, { weight: 1, arbitrary: one(fields.texts) })
      : textLiteral;
  const tests = [
    'startsWith',
    'doesNotStartWith',
    'endsWith',
    'doesNotEndWith',
    'contains',
    'doesNotContain',
    'equals',
    'notEqualTo',
  ];
  const pattern = one(['%', 'a%', '%b', '_', 'a\\\\%b', 'a\\\\_%', '%\\\\\\\\%', '%_😀%', 'é', 'A_%']);
  return [
    fc.tuple(path, equality, others).map((parts) => parts.join(' ')),
    fc.tuple(path, one(['<', '<=', '>', '>=']), textLiteral).map((parts) => parts.join(' ')),
    fc
      .tuple(path, one(['in', 'notIn']), fc.array(textLiteral, { maxLength: 3 }))
      .map(([a, op, list]) => `${a} ${op} [${list.join(', ')}]`),
    fc
      .tuple(path, one(tests), textLiteral, one(['', ', false', ', true']))
      .map(([a, name, b, flag]) => `${a}.${name}(${b}${flag})`),
    fc.tuple(path, pattern).map(([a, like]) => `${a} like "${like}"`),
    fc.tuple(path, one(['isNull', 'isNotNull'])).map(([a, name]) => `${a}.${name}()`),
  ];
}

function listConditions(fields: Fields): Arbitrary<string>[] {
  const list = one(fields.textLists);
  return [
    list,
    fc.tuple(textLiteral, one(['in', 'notIn']), list).map((parts) => parts.join(' ')),
    fc.tuple(list, fc.oneof(textLiteral, one(['5', 'true']))).map(([path, value]) => `${path}.includes(${value})`),
    fc
      .tuple(one(fields.numberLists), one(['"5"', '"5.0"', '" 1e0 "', '"five"', '5']))
      .map(([path, value]) => `${path}.includes(${value})`),
    fc
      .tuple(one(['5', '"5.0"', '"5"', 'true']), one(['in', 'notIn']), one(fields.numberLists))
      .map((parts) => parts.join(' ')),
    fc.tuple(list, textLiteral).map(([path, value]) => `${path}.exists(this != ${value})`),
    list.map((path) => `${path}.distinct().count() > 1`),
  ];
}

function overObjects(path: string, item: Fields, depth: number): Arbitrary<string> {
  const quantifier = one(['exists', 'forall', 'none', 'one']);
  const bound = of('X', item);
  const options = [
    condition(item, depth).map((test) => `${path}.exists(${test})`),
    condition(item, depth).map((test) => `${path}[${test}]`),
    fc.tuple(quantifier, condition(bound, depth)).map(([word, test]) => `(${word} X from ${path} where ${test})`),
    condition(bound, depth).map((test) => `(select X from ${path} where ${test})`),
  ];
  const keys = [...item.numbers, ...item.times];
  if (keys.length > 0) {
    const ranked = fc
      .tuple(one(['topN', 'bottomN']), one(keys), one([0, 1, 2, 5]))
      .map(([name, key, n]) => `${path}.${name}(${key}, ${n})`);
    options.push(
      fc.tuple(ranked, condition(item, 0)).map(([list, test]) => `${list}.exists(${test})`),
      fc.tuple(ranked, one(item.numbers), compareOp).map(([list, field, op]) => `${list}.head().${field} ${op} 1`),
    );
  }
  options.push(
    fc.tuple(one(item.numbers), compareOp, one([0, 1, 2])).map(([field, op, at]) => `${path}[${at}].${field} ${op} 1`),
    fc
      .tuple(one(item.texts), one(item.numbers), condition(item, 0))
      .map(([key, field, test]) => `${path}[${test}].groupBy(${key}).exists((K, G) => G.sum(${field}) > 1)`),
    fc
      .tuple(one(item.numbers), compareOp, one(['$1.age', '$1.score', '$1.ratings.max()']))
      .map(([field, op, other]) => `${path}[${field} ${op} ${other}].count() > 0`),
  );
  for (const [inner, innerItem] of bound.objectLists) {
    const both = fc.tuple(condition(bound, depth), condition(of('Y', innerItem), 0));
    options.push(
      fc
        .tuple(quantifier, both)
        .map(([word, [a, b]]) => `(${word} X from ${path} where ${a}, Y from ${inner} where ${b})`),
      both.map(([a, b]) => `(sum Y.price over X from ${path} where ${a}, Y from ${inner} where ${b}) > 1`),
    );
  }
  return fc.oneof(...options);
}

const distance = fc
  .tuple(one(['<=', '<', '>=', '>']), one([0, 1, 7, 400]), one(['hours', 'days', 'months']))
  .map((parts) => parts.join(' '));

const chainElement = fc.record({
  what: condition(eventFields, 0),
  own: sometimes(timeTest(none)),
  window: sometimes(distance),
  tie: fc.option(one(['eventType', 'page.name', 'value']), { nil: undefined, freq: 5 }),
  count: one(['', '', '', ' COUNT(2)', ' COUNT(> 1)', ' COUNT(= 0)', ' COUNT(<= 1)', ' COUNT(!= 1)']),
});

/** Sequences of which an element may look back to the last one that got an event. */
const chains = fc.array(chainElement, { minLength: 1, maxLength: 4 }).map((elements) => {
  let last: string | undefined;
  const texts = elements.map(({ what, own, window, tie, count }, index) => {
    const tests = [own, last && window && `${window} after ${last}`].filter((test) => test !== undefined);
    const when = tests.length === 0 ? '' : ` WHEN(${tests.join(' and ')})`;
    const tied = last && tie ? ` and ${tie} = ${last}.${tie}` : '';
    if (!/COUNT\([=<!]/.test(count)) last = `E${index}`;
    return `E${index}: WHAT((${what})${tied})${when}${count}`;
  });
  return `chain(xEvent, timestamp, [${texts.join(', ')}])`;
});

/** Expressions of the profile. */
export const expressions: Arbitrary<string> = fc.oneof(
  { weight: 7, arbitrary: condition(profileFields, 2) },
  { weight: 1, arbitrary: chains },
);
