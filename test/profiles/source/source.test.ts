import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_SIZE, MAX_ROW_SIZE } from '../../../src/profiles/source/chunk.ts';
import { csvRows, splitHeader } from '../../../src/profiles/source/csv.ts';
import { formatOf } from '../../../src/profiles/source/format.ts';
import { jsonRows } from '../../../src/profiles/source/json-rows.ts';
import { arrayToLines } from '../../../src/profiles/source/split-array.ts';
import { type RowEnds, splitLines } from '../../../src/profiles/source/split-lines.ts';
import { Rejection } from '../../../src/profiles/validation/rejection.ts';

async function* pieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(text: string | Buffer, size: number, ends: RowEnds = 'everyLine') {
  const rows = [];
  for await (const chunk of splitLines(pieces(text, size), ends)) rows.push(...jsonRows(chunk));
  return rows;
}

describe('lines', () => {
  it('are the same however the file arrives, with their numbers', async () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), async (values, size) => {
        const rows = await rowsOf(values.map((row) => `${JSON.stringify(row)}\n`).join(''), size);
        expect(rows.map(({ document }) => document)).toEqual(values.map((row) => JSON.parse(JSON.stringify(row))));
        expect(rows.map(({ line }) => line)).toEqual(values.map((_, index) => index + 1));
      }),
      { numRuns: 100 },
    );
  });

  it('of large files keep their numbers over chunks', async () => {
    const line = `${JSON.stringify({ a: 'x'.repeat(1000) })}\n`;
    const count = Math.ceil((CHUNK_SIZE * 2.5) / line.length);
    const rows = await rowsOf(line.repeat(count), 1 << 20);
    expect(rows.map((row) => row.line)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it('that are too large are passed over', async () => {
    const huge = `{"a":"${'x'.repeat(MAX_ROW_SIZE + CHUNK_SIZE)}"}\n`;
    const chunks = [];
    for await (const chunk of splitLines(pieces(`{"b":1}\n${huge}{"c":1}\n`, 1 << 20), 'everyLine')) chunks.push(chunk);
    const oversized = chunks.filter((chunk) => chunk.oversized);
    expect(oversized.map(({ firstLine }) => firstLine)).toEqual([2]);
    const others = chunks.filter((chunk) => !chunk.oversized).flatMap((chunk) => [...jsonRows(chunk)]);
    expect(others.map(({ line, document }) => [line, document])).toEqual([
      [1, { b: 1 }],
      [3, { c: 1 }],
    ]);
  });

  it('with half a surrogate pair become well-formed', async () => {
    const [row] = await rowsOf('{"a":"x\\ud83d"}', 100);
    expect(row?.document).toEqual({ a: 'x\uFFFD' });
  });
});

describe('JSON arrays', () => {
  it('become one line an element', async () => {
    const element = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(element),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(3),
        async (elements, size, indent) => {
          const lines = [];
          for await (const bytes of arrayToLines(pieces(JSON.stringify(elements, undefined, indent), size)))
            lines.push(bytes);
          const rows = await rowsOf(Buffer.concat(lines), size);
          const documents = rows.map(({ document }) => document).filter((document) => document !== undefined);
          expect(documents).toEqual(elements.map((row) => JSON.parse(JSON.stringify(row))));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('CSV', () => {
  it('carries any text through quotes', async () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() === text && !text.includes('\r'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = [['a', 'b.c'], ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
          const found = [];
          let header: readonly string[] | undefined;
          for await (const chunk of splitLines(pieces(text, size), 'outsideQuotes')) {
            const split = header === undefined ? splitHeader(chunk, ',') : undefined;
            header ??= split?.header;
            found.push(...csvRows(split?.rest ?? chunk, header ?? [], ',', { renamed: {}, namespaces: [] }));
          }
          expect(found.map(({ document }) => document)).toEqual(rows.map(([a, c]) => ({ a, b: { c } })));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('loses only the rows that are malformed', () => {
    const text = 'a,b\n1,2\n3,"x"y\n\n4,5\n6,7,8\n9\n';
    const { header, rest } = splitHeader({ bytes: new Uint8Array(Buffer.from(text)), firstLine: 1, nextLine: 1 }, ',');
    const rows = [...csvRows(rest, header, ',', { renamed: {}, namespaces: [] })];
    expect(rows.map(({ line, document }) => [line, document instanceof Rejection ? document.code : document])).toEqual([
      [2, { a: '1', b: '2' }],
      [3, 'MALFORMED'],
      [4, undefined],
      [5, { a: '4', b: '5' }],
      [6, 'MALFORMED'],
      [7, { a: '9' }],
    ]);
  });
});

it.each([
  ['a.ndjson', 'json', 'none'],
  ['dir.x/a.b.JSONL.GZ', 'json', 'gzip'],
  ['a.tsv.zst', 'tsv', 'zstd'],
  ['a.parquet', 'parquet', 'none'],
])('the name %s says %s, %s', (path, format, compression) => {
  expect(formatOf(path)).toEqual({ format, compression });
});
