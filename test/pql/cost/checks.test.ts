import { describe, expect, it } from 'vitest';
import { costOf, factsOf, saveChecks } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

function failed(text: string) {
  const ir = irOf(text);
  return saveChecks(costOf(ir, factsOf(ir)));
}

function times(count: number, make: (index: number) => string, separator: string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
}

describe('checks when a definition is saved', () => {
  it.each([
    ['500 comparisons', times(500, (i) => `a${i} = 1`, ' and '), []],
    ['501 comparisons', times(501, (i) => `a${i} = 1`, ' and '), [['rewritescheck', true, 501, 500]]],
    ['pairs joined by or', times(8, (i) => `(a${i} = 1 and b${i} = 1)`, ' or '), []],
    [
      'too many pairs',
      times(10, (i) => `(a${i} = 1 and b${i} = 1)`, ' or '),
      [['cnfcomplexitycheck', true, 10_240, 5_000]],
    ],
    [
      'the same under not',
      `not (${times(10, (i) => `(a${i} = 1 or b${i} = 1)`, ' and ')})`,
      [['cnfcomplexitycheck', true, 10_240, 5_000]],
    ],
    ['six steps', `chain(xEvent, timestamp, [${times(6, (i) => `E${i}: WHAT(true)`, ', ')}])`, []],
    [
      'seven steps',
      `chain(xEvent, timestamp, [${times(7, (i) => `E${i}: WHAT(true)`, ', ')}])`,
      [['chaincountcheck', true, 7, 6]],
    ],
    ['four aggregations', times(4, (i) => `a${i}.sum() > 1`, ' and '), [['countaggregationcheck', false, 4, 3]]],
    ['two levels', 'a[b[c = 1]]', []],
    ['three levels', 'a[b[c[d = 1]]]', [['arraydepthcheck', false, 3, 2]]],
    ['events are no level', 'xEvent[a[b[c = 1]]]', []],
  ])('%s', (_, text, expected) => {
    expect(failed(text).map(({ check, critical, found, limit }) => [check, critical, found, limit])).toEqual(expected);
  });
});

describe('cost', () => {
  it('estimates what a query reads', () => {
    const ir = irOf('a = 1 and xEvent[timestamp occurs today and b = 2].count() > 1 and c.sum() > 2');
    expect(costOf(ir, factsOf(ir))).toMatchObject({
      leaves: 5,
      eventScans: 1,
      lookBackHours: 24,
      aggregations: 2,
      sequences: 0,
    });
  });
});
