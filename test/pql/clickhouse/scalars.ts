import fc, { type Arbitrary } from 'fast-check';
import type { Layout } from '../../../src/pql/clickhouse/layout.ts';
import type { ScalarKind } from '../../../src/pql/types.ts';
import { attributeColumns } from '../../../src/schema/columns.ts';

/** A schema with fields of every scalar type, and profiles with awkward values in them. */

const scalar = (type: ScalarKind) => ({ kind: 'scalar', type }) as const;
const array = (type: ScalarKind) => ({ kind: 'array', items: scalar(type) }) as const;
const map = (type: ScalarKind) => ({ kind: 'map', values: scalar(type) }) as const;
const object = <F>(fields: F) => ({ kind: 'object', fields }) as const;

export const schema = {
  root: object({
    s: scalar('string'),
    t: scalar('string'),
    u: scalar('string'),
    n: scalar('double'),
    m: scalar('double'),
    i: scalar('integer'),
    j: scalar('integer'),
    b: scalar('boolean'),
    d: scalar('date'),
    e: scalar('date-time'),
    ss: array('string'),
    st: array('string'),
    nn: array('double'),
    nm: array('double'),
    bb: array('boolean'),
    ee: array('date-time'),
    mn: map('double'),
    mm: map('double'),
    ms: map('string'),
    unused: scalar('string'),
    unusedList: array('string'),
  }),
  event: object({ _id: scalar('string'), timestamp: scalar('date-time') }),
};

export const layout: Layout = {
  profile: attributeColumns(schema.root).filter(({ name }) => !name.startsWith('/unused')),
  event: [],
};

export const now = Date.parse('2024-03-31T12:30:45.500Z');

const letters = [
  ...['a', 'b', 'A', 'Ab', 'é', 'e\u0301', 'É', 'ß', 'ẞ', 'SS', 'ſ', 'K', 'k', 'İ', 'i\u0307', 'ı', 'I', 'Σ', 'σ', 'ς'],
  ...['ΑΣ', 'ﬁ', 'ǅ', 'ǆ', 'Ω', 'Ω', '😀', '👩‍👩‍👧', '\u{10400}', '\u{10428}', '\ufffd', '\uffff', '中', 'ƛ', 'ʕ'],
  ...[' ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\ufeff', '\u200b', '\u0085', '.', ',', '%', '_', '\\', '"', "'"],
  ...['1', '2', '0', '-', '+', 'e', '@', '/', '\0'],
];

const word = fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((parts) => parts.join(''));

const dateText = fc
  .tuple(
    fc.constantFrom('0000', '1899', '1900', '1970', '2023', '2024', '2299', '2300', '9999'),
    fc.nat({ max: 13 }),
    fc.nat({ max: 32 }),
  )
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);

const timeText = fc
  .tuple(
    dateText,
    fc.constantFrom('T00:00', 'T23:59:59', 'T12:30:45.5', 'T12:30:45.5009', 'T24:00', 'T1:00', 'T12:60', ' 12:00'),
    fc.constantFrom('', 'Z', '+02:00', '-0530', '-00:30', '+24:00', '+5', 'z'),
  )
  .map((parts) => parts.join(''));

const numericText = fc.constantFrom(
  ...[
    '0',
    '-0',
    '5',
    '5.0',
    ' +5e0 ',
    '\u00a05\n',
    '-7',
    '1e21',
    '1e400',
    '-1e400',
    '1e-400',
    '0.1',
    '.5',
    '5.',
    '1e',
    '٣',
  ],
  ...['9007199254740993', '123456789012345678901234567890', '0x10', 'Infinity', 'NaN', '007', '1_0', 'true', 'TRUE'],
);

const text: Arbitrary<string> = fc.oneof(word, word, dateText, timeText, numericText, fc.string({ unit: 'grapheme' }));

const number: Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2, 3, 5, 0.5, -0.5, 0.1, 0.3, 1.5, -2.5, 7, 10, 1e21, 1e20, 1e-7, 123456.789),
  fc.constantFrom(2 ** 53, 2 ** 53 - 1, -(2 ** 53) - 2, 2 ** 63, -(2 ** 63), 2 ** 64, 1e300, -1e300, 5e-324, 1.5e-310),
  fc.integer({ min: -40, max: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const integer: Arbitrary<number> = fc.oneof(
  fc.integer({ min: -9, max: 40 }),
  fc.constantFrom(0, 2 ** 31, -(2 ** 31), 2 ** 53, -(2 ** 53), 2023, 2024, 9999, 10_000, 1e18, 2 ** 62),
  fc.integer(),
);

const boundary = fc.constantFrom(
  ...['0000-01-01', '1899-12-31', '1900-01-01', '1900-03-01', '1970-01-01', '2000-02-29', '2023-12-31', '2024-01-01'],
  ...['2024-02-29', '2024-03-30', '2024-03-31', '2024-04-01', '2023-03-31', '2023-04-01', '2299-12-31', '2300-01-01'],
  ...['9999-12-31', '2020-12-31', '2021-01-03', '2021-01-04'],
);

const anyDate = fc.integer({ min: -719_528, max: 2_932_896 }).map((day) =>
  new Date(day * 86_400_000)
    .toISOString()
    .replace(/^\+\d\d(\d{4})/, '$1')
    .slice(0, 10),
);

const date = fc.oneof(boundary, anyDate);

const dateTime = fc.oneof(
  fc
    .tuple(date, fc.constantFrom('00:00', '12:30:45.500', '12:30:45.501', '12:30:45.499', '23:59:59.999'))
    .map(([day, time]) => `${day}T${time}Z`),
  fc.integer({ min: now - 100_000_000, max: now + 100_000_000 }).map((at) => new Date(at).toISOString()),
);

const list = <T>(item: Arbitrary<T>) => fc.array(fc.option(item, { freq: 5 }), { maxLength: 4 });
const entries = <T>(value: Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom('k', 'j', 'xdm:k', 'two words'), value, { maxKeys: 3 });

/** Profiles of which any field may be missing. */
export const profile: Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    s: text,
    t: text,
    u: text,
    n: number,
    m: number,
    i: integer,
    j: integer,
    b: fc.boolean(),
    d: date,
    e: dateTime,
    ss: list(fc.oneof(word, fc.constantFrom('a', 'b', '5'))),
    st: list(fc.constantFrom('a', 'b', 'A', '5', 'é')),
    nn: list(fc.oneof(number, fc.constantFrom(0, -0, 1, 5))),
    nm: list(fc.constantFrom(0, 1, 5, 2)),
    bb: list(fc.boolean()),
    ee: list(dateTime),
    mn: entries(fc.oneof(number, fc.constantFrom(0, 1))),
    mm: entries(fc.constantFrom(0, -0, 1)),
    ms: entries(fc.constantFrom('a', 'b', '')),
  },
  { requiredKeys: [] },
);
