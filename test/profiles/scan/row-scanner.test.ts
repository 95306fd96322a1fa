import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowScanner } from '../../../src/profiles/scan/row-scanner.ts';
import { compileCheck } from '../../../src/profiles/validation/compile.ts';
import { Rejection } from '../../../src/profiles/validation/rejection.ts';
import { instantOfDateTime } from '../../../src/profiles/validation/time.ts';
import {
  array,
  boolean,
  date,
  dateTime,
  double,
  type FieldNode,
  integer,
  map,
  object,
  oneOf,
  string,
} from '../../../src/schema/node.ts';

const schema = object(
  {
    text: string(),
    texts: string({ minLength: 2, maxLength: 3 }),
    kind: oneOf('a', 'b'),
    whole: integer({ minimum: -5, maximum: 9 }),
    real: double(),
    flag: boolean(),
    day: date(),
    time: dateTime(),
    list: array(integer()),
    pairs: map(string()),
    inner: object({ must: string(), deep: object({ real: double(), é: string() }) }, ['must']),
  },
  ['text'],
);

type Found = Readonly<Record<string, unknown>>;

/** What a scan finds, by path; undefined for a row that is not plain. */
function scanned(scanner: RowScanner, row: string): Found | undefined {
  const before = '{"text":"before"}\n';
  const source = Buffer.from(`${before}${row}\n{"text":"after"}`);
  const start = before.length;
  if (!scanner.scan({ source, start, end: start + Buffer.byteLength(row) })) return undefined;
  const leaves = scanner.found.slice(0, scanner.count).map((leaf) => {
    if (leaf.kind === 'text') return [leaf.path.join('.'), source.toString('utf8', leaf.start, leaf.end)] as const;
    return [leaf.path.join('.'), leaf.kind === 'parsed' ? leaf.value : leaf.number] as const;
  });
  return Object.fromEntries(leaves);
}

/** The same of a document: flags as numbers, date-times as instants. */
function leavesOf(
  value: unknown,
  field: FieldNode,
  path: readonly string[] = [],
): readonly (readonly [string, unknown])[] {
  if (field.kind === 'object' && typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, below]) => {
      const child = field.fields[name];
      return child === undefined ? [] : leavesOf(below, child, [...path, name]);
    });
  const name = path.join('.');
  if (field.kind === 'scalar' && field.type === 'boolean') return [[name, Number(value)]];
  if (field.kind === 'scalar' && field.type === 'date-time') return [[name, instantOfDateTime(String(value))]];
  return [[name, value]];
}

/** What the usual way makes of a row that it stores as it is; undefined for every other. */
function checked(row: string): Found | undefined {
  const tally = { nulls: 0, unknownFields: 0 };
  try {
    const value: unknown = JSON.parse(row);
    const check = compileCheck(schema, { text: false, nulls: 'drop', unknownFields: 'reject' });
    return check(value, tally) === value ? Object.fromEntries(leavesOf(value, schema)) : undefined;
  } catch (error) {
    if (error instanceof Rejection || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

describe('plain rows', () => {
  it.each([
    '{"text":""}',
    ' { "text" : "x" ,\t"real": 1.5 } \r',
    '{"text":"é 漢 😀","inner":{"must":"m","deep":{}}}',
    '{"text":"x","inner":{"deep":{"é":"e","real":-0},"must":"m"}}',
    '{"texts":"éé","text":"x","kind":"b","whole":-5}',
    '{"text":"x","whole":9.0,"real":0.1,"flag":true}',
    '{"text":"x","real":123456789012.345,"flag":false}',
    '{"text":"x","time":"2024-02-29T08:00:00+05:30","day":"2024-02-29"}',
    '{"text":"x","list":[1, 2],"pairs":{"a":"{[","b":"\u2028"}}',
    '{"text":"x","list":[],"pairs":{}}',
  ])('are read from their bytes: %s', (row) => {
    expect(scanned(new RowScanner(schema), row)).toEqual(checked(row));
    expect(checked(row)).toBeDefined();
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"text":"x"}{}',
    '{"text":"x",}',
    '{text":"x"}',
    '{"text":"x" "real":1}',
    '{"text":"x","text":"y"}',
    '{"text":"x","inner":{}}',
    '{"text":"x","inner":{"must":"m"},"inner":{"must":"m"}}',
    '{"text":"x","inner":[]}',
    '{"text":"x","other":1}',
    '{"text":"x","__proto__":{}}',
    '{"text":null}',
    '{"text":1}',
    '{"text":"a\\nb"}',
    '{"text":"a\tb"}',
    '{"te\\u0078t":"x"}',
    '{"text":"x","texts":"long"}',
    '{"text":"x","kind":"c"}',
    '{"text":"x","whole":10}',
    '{"text":"x","whole":1.5}',
    '{"text":"x","real":"1.5"}',
    '{"text":"x","real":01}',
    '{"text":"x","real":1.}',
    '{"text":"x","real":.5}',
    '{"text":"x","real":-}',
    '{"text":"x","real":+1}',
    '{"text":"x","flag":tru}',
    '{"text":"x","time":"2026-02-30T08:00:00Z"}',
    '{"text":"x","time":1700000000000}',
    '{"text":"x","day":"2026-02-30"}',
    '{"text":"x","list":[1,null]}',
    '{"text":"x","list":[1,]}',
    '{"text":"x","list":["\\u0031"]}',
    '{"text":"x","pairs":{"a":1}}',
    '{"text":"x"',
    '{"text":"x',
  ])('are not: %s', (row) => {
    expect(scanned(new RowScanner(schema), row)).toBeUndefined();
  });

  it('keeps what a list was from one row to the next only while the bytes are the same', () => {
    const scanner = new RowScanner(schema);
    const lists = ['[1,2]', '[1,2]', '[1,"a"]', '[1,2]', '[1,2', '[1,2]', '[1,23]', '[]'];
    expect(lists.map((list) => scanned(scanner, `{"text":"x","list":${list}}`)?.list)).toEqual([
      [1, 2],
      [1, 2],
      undefined,
      [1, 2],
      undefined,
      [1, 2],
      [1, 23],
      [],
    ]);
  });

  const scalar = fc.oneof(
    fc.constantFrom('x', 'a', 'éé', '2026-01-31', '2026-01-31T08:00:00Z', '2026-01-31T08:00:00.250Z', 'a"b\\'),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    fc.integer({ min: -9, max: 12 }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  const deep = fc.record({ real: scalar, é: scalar }, { requiredKeys: [] });
  const document = fc.record(
    {
      text: fc.oneof({ weight: 9, arbitrary: fc.constant('x') }, { weight: 1, arbitrary: scalar }),
      texts: fc.oneof(fc.string({ minLength: 2, maxLength: 3 }), scalar),
      kind: fc.constantFrom('a', 'b', 'c'),
      whole: fc.integer({ min: -5, max: 10 }),
      real: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), scalar),
      flag: fc.boolean(),
      day: scalar,
      time: scalar,
      list: fc.array(fc.integer(), { maxLength: 3 }),
      pairs: fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), { maxKeys: 2 }),
      inner: fc.oneof(fc.record({ must: fc.constant('m'), deep }, { requiredKeys: ['must'] }), scalar),
    },
    { requiredKeys: ['text'] },
  );
  const broken = fc.tuple(fc.nat(), fc.constantFrom('', ' ', '"', ',', '{', '}', '[', '1', '.', '-', 'e', '\\', 'x'));

  it('are rows that the usual way stores as they are, with the same values', () => {
    const scanner = new RowScanner(schema);
    fc.assert(
      fc.property(document, fc.constantFrom(0, 1), fc.option(broken), (value, indent, change) => {
        const whole = JSON.stringify(value, null, indent).replaceAll('\n', ' ');
        const at = change === null ? 0 : change[0] % (whole.length + 1);
        const changed = change === null ? whole : `${whole.slice(0, at)}${change[1]}${whole.slice(at + 1)}`;
        // Bytes have no halves of characters.
        const row = changed.toWellFormed();
        const found = scanned(scanner, row);
        if (found !== undefined) expect(found).toEqual(checked(row));
      }),
      { numRuns: 3000 },
    );
  });
});
