import { describe, expect, it } from 'vitest';
import { LeafTable } from '../../../src/pql/clickhouse/leaves.ts';
import { pushdown } from '../../../src/pql/clickhouse/pushdown.ts';
import { expression, layout, now } from '../../evaluation/world.ts';

function compiled(text: string, audiences: readonly string[] = []) {
  return pushdown(expression(text), { layout, now, leaves: new LeafTable(), audiences: new Set(audiences) });
}

describe('exact SQL', () => {
  it.each([
    ['age >= 18', 'ifNull(`/age` >= 18., false)'],
    ['not (age != 18)', 'NOT ifNull(`/age` != 18., false)'],
    ['active', 'ifNull(`/active`, false)'],
    ['active = "TRUE"', 'ifNull(`/active` = true, false)'],
    ['home.city = 5', "ifNull(`/home/city` = '5', false)"],
    ['age = "five"', 'false'],
    ['unused = "a"', 'false'],
    ['unused.isNull()', 'true'],
    ['score / 0 > 1', 'false'],
    ['home.city in ["Rome", null, "Bonn"]', "ifNull(`/home/city` IN ('Rome', 'Bonn'), false)"],
    ['tags = "a"', "arrayExists(item_0 -> ifNull(item_0 = 'a', false), `/tags`)"],
    ['"a" notIn tags', "(`/tags?` = 1 AND NOT arrayExists(item_0 -> ifNull('a' = item_0, false), `/tags`))"],
    ['orders.total > 5', 'arrayExists(item_0 -> ifNull(item_0 > 5., false), `/orders`.`total`)'],
    ['name like "50\\\\%_\\\\n"', "ifNull(`/name` LIKE '50\\\\%_\\\\\\\\n', false)"],
    ['since occurs today', '(ifNull(`/since` >= 1795305600000, false) AND ifNull(`/since` < 1795392000000, false))'],
    [
      'since occurs <= 1 months before now',
      '(ifNull(`/since` >= 1792672245500, false) AND ifNull(`/since` <= 1795350645500, false))',
    ],
    ['inSegment("a") and age > 1', '(`audience a` AND ifNull(`/age` > 1., false))'],
    ['inSegment("nobody knows it")', 'false'],
  ])('%s', (text, sql) => {
    const result = compiled(text, ['a']);
    expect(result.kind).toBe('exact');
    expect(result.condition.sql).toBe(sql);
  });
});

describe('event leaves', () => {
  const buy = "ifNull(`/eventType` = 'buy', false)";
  const buyOrView = "ifNull(`/eventType` IN ('buy', 'view'), false)";

  it.each([
    [
      'exists E from xEvent where E.eventType = "buy"',
      'test_1',
      '(leaf_1 > 0.)',
      `toFloat64(countIf(${buy}))`,
      ['buy'],
    ],
    [
      'none E from xEvent where E.eventType = "buy"',
      'NOT test_1',
      '(leaf_1 > 0.)',
      `toFloat64(countIf(${buy}))`,
      ['buy'],
    ],
    ['xEvent[eventType = "buy"].count() < 3', 'NOT test_1', 'NOT (leaf_1 < 3.)', `toFloat64(countIf(${buy}))`, ['buy']],
    ['3 <= xEvent[eventType = "buy"].count()', 'test_1', '(3. <= leaf_1)', `toFloat64(countIf(${buy}))`, ['buy']],
    ['xEvent.eventType = "buy"', 'test_1', '(leaf_1 > 0.)', `toFloat64(countIf(${buy}))`, undefined],
    [
      'xEvent[eventType = "buy"].sum(value) > 1',
      'test_1',
      '(leaf_1 > 1.)',
      `toFloat64(sumIf(ifNull(\`/value\`, 0.), ${buy}))`,
      ['buy'],
    ],
    [
      'xEvent[eventType in ["buy", "view"]].timestamp.max() occurs after yesterday',
      'test_1',
      'ifNull(leaf_1 > 1795219200000, false)',
      `maxIf(toNullable(timestamp), ${buyOrView})`,
      ['buy', 'view'],
    ],
  ])('%s', (text, sql, test, aggregate, eventTypes) => {
    const { kind, condition } = compiled(text);
    expect([kind, condition.sql]).toEqual(['exact', sql]);
    const [leaf] = condition.leaves;
    expect(condition.tests.map((one) => [one.sql, one.leaf])).toEqual([[test, leaf]]);
    expect(leaf?.aggregate).toBe(aggregate);
    expect(leaf?.eventTypes && [...leaf.eventTypes]).toEqual(eventTypes);
  });

  it('are read as they are where they are more than tested', () => {
    const { condition } = compiled('xEvent.sum(value) > age');
    expect(condition).toMatchObject({ sql: 'ifNull(leaf_1 > `/age`, false)', tests: [] });
  });

  it('are one where expressions agree', () => {
    const leaves = new LeafTable();
    const texts = [
      'xEvent[value > 1].count() > 2',
      'xEvent.exists(value > 1)',
      'none E from xEvent where E.value > 1',
      'xEvent.exists(value > 2)',
    ];
    const used = texts.map((text) => {
      const { condition } = pushdown(expression(text), { layout, now, leaves, audiences: new Set() });
      return [...condition.leaves, ...condition.tests].map(({ name }) => name);
    });
    expect(used).toEqual([
      ['leaf_1', 'test_1'],
      ['leaf_1', 'test_2'],
      ['leaf_1', 'test_2'],
      ['leaf_2', 'test_3'],
    ]);
  });
});

describe('tests of leaves', () => {
  it('are two where the same is asked of two leaves', () => {
    const leaves = new LeafTable();
    const names = ['1', '2'].map(
      (value) => leaves.test(leaves.leaf(`count(${value})`, 'true', undefined), 'true').name,
    );
    expect(new Set(names).size).toBe(2);
  });

  it('are none where the events do not matter', () => {
    const { sql, leaves, tests } = compiled('xEvent.topN(value, 1).exists(false)').condition;
    expect({ sql, leaves, tests }).toEqual({ sql: 'false', leaves: [], tests: [] });
  });
});

describe('what has no exact SQL', () => {
  it.each([
    ['name.matches(home.city)', 'a pattern that is not constant', 13, 22],
    ['name.matches("(?i)ƛ")', 'ignoring the case of uncommon letters', 13, 20],
    ['name.regexGroup("(a?)|b").isNull()', 'a group that may be empty or not there', 0, 25],
    ['name.replaceAll("a*", "-") = "a"', 'replacing matches that may be empty', 0, 26],
    ['since.toString() = "2026"', 'the text of a date of the data', 0, 16],
    ['home.isNull()', 'whether an object is there at all', 0, 13],
    ['xEvent.head().page.isNull()', 'whether an object is there at all', 0, 27],
    ['xEvent[0].get("page")', 'whether an object is there at all', 0, 21],
    [
      'orders.labels.isNull() or orders.exists(labels.isNull())',
      'whether a list inside of a list is there at all',
      40,
      55,
    ],
    ['orders.map(shipping).count() = 1', 'counting objects of which some may be absent', 0, 28],
    ['xEvent.map(items).countOnlyNull() = 1', 'counting lists or maps of which some may be absent', 0, 33],
    ['orders.map(labels).groupBy(0).isEmpty()', 'a list of objects of which some may be absent', 0, 29],
    ['segmentMembership.ups.a.status = "realized"', 'reading `segmentMembership`', 0, 17],
  ])('%s', (text, construct, start, end) => {
    const result = compiled(text);
    expect(result.kind === 'candidates' && result.reason.construct).toBe(construct);
    expect(result.kind === 'candidates' && text.slice(result.reason.span.start, result.reason.span.end)).toBe(
      text.slice(start, end),
    );
  });

  it.each([
    ['age > 1 and name.matches(home.city)', 'ifNull(`/age` > 1., false)'],
    ['age > 1 and (name.matches(home.city) or active)', 'ifNull(`/age` > 1., false)'],
    [
      '(age > 1 and name.matches(home.city)) or (active and name.matches(home.country))',
      '(ifNull(`/age` > 1., false) OR ifNull(`/active`, false))',
    ],
    ['not (age > 1 and name.matches(home.city))', 'true'],
    ['age > 1 or name.matches(home.city)', 'true'],
  ])('still selects candidates: %s', (text, sql) => {
    expect(compiled(text).condition).toEqual({ sql, leaves: [], tests: [], audiences: [] });
  });

  it('selects candidates by the events that they must have', () => {
    const { condition } = compiled(
      'xEvent.exists(value > 1) and (xEvent.exists(value > 2) or name.matches(home.city))',
    );
    expect(condition.leaves.map(({ name }) => name)).toEqual(['leaf_1']);
  });
});
