import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_TYPES } from '../../../src/audiences/external/details.ts';
import { cellWriter } from '../../../src/jobs/ingestion/cells.ts';
import { RecordScanner } from '../../../src/jobs/ingestion/record-scanner.ts';
import { cellReader } from '../../../src/jobs/ingestion/typing.ts';

/** Cells of each record; of one with a fault, what the fault is. */
function scanned(text: string) {
  const scanner = new RecordScanner(8);
  scanner.open(Buffer.from(text));
  const found: { readonly cells: readonly string[] | string; readonly lines: number; readonly raw: string }[] = [];
  while (scanner.next()) {
    const { count, end, fault, lines, start } = scanner;
    const cells = fault ?? Array.from({ length: count }, (_, cell) => scanner.text(cell));
    found.push({ cells, lines, raw: Buffer.from(text).toString('utf8', start, end) });
  }
  return found;
}
const cellsOf = (text: string) => scanned(text).map(({ cells }) => cells);

describe('records', () => {
  it.each<[string, string, unknown]>([
    ['nothing', '', []],
    [
      'LF and CRLF, with or without a last one',
      'a,b\r\nc,d\ne,f',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    ['blank lines', '\n\r\na\n', [[''], [''], ['a']]],
    [
      'empty cells',
      ',\n,,\n',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
    ['quotes', '"a,b","c""d",""\r\n', [['a,b', 'c"d', '']]],
    ['line breaks inside of quotes', '"a\nb\r\nc",d\ne', [['a\nb\r\nc', 'd'], ['e']]],
    ['a return that is no line break', 'a\rb,c\r\n', [['a\rb', 'c']]],
    [
      'more cells than it has room for',
      `${'x,'.repeat(20)}y\n`,
      [Array.from({ length: 21 }, (_, at) => (at < 8 ? 'x' : ''))],
    ],
    ['text behind quotes', '"a"b,c\nd,e\n', ['text beside quotes', ['d', 'e']]],
    ['a quote inside of a cell', 'a"b,c\nd"e\nf\n', ['text beside quotes', ['f']]],
    ['a quote that is not closed', 'a,"b\nc,d\n', ['open']],
    ['letters beyond ASCII', 'é,"ö""ü",🦊\n', [['é', 'ö"ü', '🦊']]],
  ])('reads %s', (_, text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  it('counts the lines of records, also of faulty ones', () => {
    const lines = scanned('a,"b\nc"\n"d"e"\n"\n"x\n\ny"\nz').map(({ lines: own }) => own);
    expect(lines).toEqual([2, 2, 3, 1]);
  });

  it('finds in well-formed text what a CSV library finds', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r\n', ' ', '') });
    const breaks = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 8 }), { minLength: 1 }),
        breaks,
        (rows, lineBreak) => {
          const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const text = rows.map((row) => row.map(quoted).join(',') + lineBreak).join('');
          const options = { record_delimiter: lineBreak, relax_column_count: true };
          expect(cellsOf(text)).toEqual(parse(text, options));
          expect(cellsOf(text)).toEqual(rows);
        },
      ),
    );
  });
});

/** What a cell comes to, by its bytes and by its text. */
function written(type: (typeof FIELD_TYPES)[number], text: string) {
  const columns = [cellWriter(type), cellWriter(type)] as const;
  const bytes = Buffer.from(`<${text}>`);
  columns[0].bytes(0, bytes, 1, bytes.length - 1);
  if (text !== '') columns[1].text(0, text);
  return columns.map(({ column }) => {
    column.padTo(1);
    return Buffer.concat(column.parts()).toString('hex');
  });
}

describe('cells', () => {
  const DAY = Date.parse('2025-03-01T00:00:00Z');
  it.each<[(typeof FIELD_TYPES)[number], string, unknown]>([
    ['string', ' a ', ' a '],
    ['string', '', null],
    ['number', '1', 1],
    ['number', '-1.5e3', -1500],
    ['number', '0.1', 0.1],
    ['number', '+1', null],
    ['number', '01', null],
    ['number', '.5', null],
    ['number', '5.', null],
    ['number', ' 1', null],
    ['number', '1e999', null],
    ['number', 'NaN', null],
    ['number', '0x10', null],
    ['number', '', null],
    ['integer', '2147483647', 2147483647],
    ['integer', '-2147483648', -2147483648],
    ['integer', '2147483648', null],
    ['integer', '+7', 7],
    ['integer', '007', 7],
    ['integer', '1.0', null],
    ['integer', '1e3', null],
    ['long', '9223372036854775807', '9223372036854775807'],
    ['long', '-9223372036854775808', '-9223372036854775808'],
    ['long', '9223372036854775808', null],
    ['long', '+5', '5'],
    ['long', '5.5', null],
    ['boolean', 'TRUE', true],
    ['boolean', 'fAlSe', false],
    ['boolean', '1', true],
    ['boolean', '0', false],
    ['boolean', 'yes', null],
    ['boolean', 'constructor', null],
    ['boolean', '__proto__', null],
    ['long', `${'0'.repeat(30)}7`, '7'],
    ['long', '9'.repeat(20), null],
    ['boolean', '10', null],
    ['date', '2025-03-01', DAY],
    ['date', '2024-02-29', Date.parse('2024-02-29')],
    ['date', '2025-02-29', null],
    ['date', '2025-3-1', null],
    ['date', '2025-03-01T00:00:00Z', null],
    ['datetime', '2025-03-01T08:00:00+00:00', DAY + 8 * 3_600_000],
    ['datetime', '2025-03-01T08:00:00Z', DAY + 8 * 3_600_000],
    ['datetime', '2025-03-01T08:00:00.5-01:30', DAY + 9.5 * 3_600_000 + 500],
    ['datetime', '2025-03-01T08:00:00', null],
    ['datetime', '2025-03-01', null],
    ['datetime', '2025-02-30T08:00:00Z', null],
    ['datetime', '2025-03-01T24:00:00Z', null],
  ])('of type %s read %j as %j', (type, text, value) => {
    expect(cellReader(type)(text)).toBe(value);
    const [ofBytes, ofText] = written(type, text);
    expect(ofBytes).toBe(ofText);
  });

  it.each(FIELD_TYPES)('of type %s are the same from bytes and from text', (type) => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'0123456789+-.eEtrufalseTZ:é') }),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.integer().map(String),
      fc.nat(99_999).map((cents) => (cents / 100).toFixed(2)),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace('.000', '')),
      fc.constantFrom('true', 'FALSE', '1', '0'),
    );
    fc.assert(
      fc.property(text, (cell) => {
        const [ofBytes, ofText] = written(type, cell);
        expect(ofBytes).toBe(ofText);
      }),
      { numRuns: 500 },
    );
  });
});
