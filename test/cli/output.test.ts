import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFieldType } from '../../src/cli/field-type.ts';
import { duration, share } from '../../src/cli/output.ts';
import { pace } from '../../src/cli/progress.ts';
import { formatTable } from '../../src/cli/table.ts';
import { typeText } from '../../src/schema/type-text.ts';

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1.0 s'],
  [59_940, '59.9 s'],
  [60_000, '1 min 0 s'],
  [250_400, '4 min 10 s'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [1, 3, '33.33 %'],
  [0, 0, '0.00 %'],
  [3, 3, '100.00 %'],
])('%d of %d is %s', (part, whole, text) => {
  expect(share(part, whole)).toBe(text);
});

it.each([
  [{ counted: 500, fraction: 0.5 }, 1000, { rate: 500, left: '1.0 s left' }],
  [{ counted: 500, fraction: 0.1 }, 1000, { rate: 500, left: '9.0 s left' }],
  [{ counted: 0, fraction: 0 }, 1000, { rate: 0, left: '' }],
  [{ counted: 1000, fraction: 1 }, 2000, { rate: 500, left: '' }],
  [{ counted: 0, fraction: 0 }, 0, { rate: 0, left: '' }],
])('%j after %d ms', (state, elapsed, expected) => {
  expect(pace(state, elapsed)).toEqual(expected);
});

describe('formatTable', () => {
  const columns = [{ title: 'Name' }, { title: 'Members', align: 'right' as const }];

  it('makes columns as wide as they need', () => {
    const rows = [
      ['Utrecht residents', '7'],
      ['All', '1,200,000'],
    ];
    expect(formatTable(columns, rows)).toBe(
      ['Name                 Members', 'Utrecht residents          7', 'All                1,200,000'].join('\n'),
    );
  });

  it('lets no value break a line or steer the terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))), (rows) => {
        const lines = formatTable(columns, rows).split('\n');
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('parseFieldType', () => {
  it.each(['string', 'integer', 'double', 'boolean', 'date', 'date-time', 'array of string', 'map of array of double'])(
    'reads %s',
    (text) => {
      expect(typeText(parseFieldType(text))).toBe(text);
    },
  );

  it.each(['', 'text', 'array', 'array of', 'array of text', 'String', 'toString'])('refuses %j', (text) => {
    expect(() => parseFieldType(text)).toThrow(/There is no type '/);
  });
});
