import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

function facts(text: string) {
  return factsOf(irOf(text));
}

describe('facts of a query', () => {
  it('finds the audiences that are referred to, with their places', () => {
    const text = 'inSegment("a") and not inSegment("b") and inSegment(other)';
    const { inSegment, computedSegment } = facts(text);
    expect(inSegment.map(({ id, span }) => [id, text.slice(span.start, span.end)])).toEqual([
      ['a', 'inSegment("a")'],
      ['b', 'inSegment("b")'],
    ]);
    expect(computedSegment).toBe(true);
  });

  it('finds literal reads of the membership map', () => {
    const { membershipReads, usesMembershipMap } = facts('segmentMembership.ups.get("s-1").status = "realized"');
    expect(membershipReads.map(({ namespace, id }) => [namespace, id])).toEqual([['ups', 's-1']]);
    expect(usesMembershipMap).toBe(true);
  });

  it.each([
    ['a.b = 1 and c', ['profile a.b', 'profile c']],
    ['xEvent[web.page = $1.home].count() > 1', ['event web.page', 'profile home']],
    [
      'orders[items.exists(sku = ^.main)]',
      ['profile orders.items', 'profile orders.items.sku', 'profile orders.main', 'profile orders'],
    ],
    ['exists E from xEvent, I from E.items where I.sku = "a"', ['event items', 'event items.sku']],
    ['chain(xEvent, timestamp, [A: WHAT(x), B: WHAT(y = A.z)])', ['event x', 'event y', 'event z']],
    ['identityMap.*.id = "a"', ['profile identityMap.*.id']],
  ])('%s reads %j', (text, paths) => {
    const found = facts(text).paths.map((path) => `${path.class} ${path.path.join('.')}`);
    expect(new Set(found)).toEqual(new Set(paths));
  });

  it.each([
    ['a = 1', { usesNow: false, usesEvents: false, calendarUnits: [], relativeWindows: [] }],
    ['t occurs today', { usesNow: true, usesEvents: false, calendarUnits: ['day'], relativeWindows: [] }],
    [
      't occurs <= 3 hours before now',
      { usesNow: true, usesEvents: false, calendarUnits: [], relativeWindows: [{ amount: 3, unit: 'hour' }] },
    ],
    [
      't occurs = 2 months before now',
      { usesNow: true, usesEvents: false, calendarUnits: ['month'], relativeWindows: [{ amount: 2, unit: 'month' }] },
    ],
    [
      'xEvent.timestamp occurs this week',
      { usesNow: true, usesEvents: true, calendarUnits: ['week'], relativeWindows: [] },
    ],
    ['t < now', { usesNow: true, usesEvents: false, calendarUnits: [], relativeWindows: [] }],
    ['t occurs after date(2024, 1, 1)', { usesNow: false, usesEvents: false, calendarUnits: [], relativeWindows: [] }],
  ])('%s: %j', (text, expected) => {
    expect(facts(text)).toMatchObject(expected);
  });

  it('marks functions that ignore the year', () => {
    const text = 'a = 1 and birthDate.getMonth() = 5';
    const [span] = facts(text).ignoreYear;
    expect(span && text.slice(span.start, span.end)).toBe('birthDate.getMonth()');
  });
});

describe('event queries', () => {
  it.each([
    ['xEvent[a = 1].count() >= 3', [{ negated: false, ordered: true, aggregated: false, counts: [3] }]],
    ['3 <= xEvent[a = 1].count()', [{ negated: false, ordered: true, aggregated: false, counts: [3] }]],
    ['xEvent[a = 1].count() = 1', [{ negated: false, ordered: true, aggregated: false, counts: [2] }]],
    ['xEvent[a = 1].count() < 3', [{ negated: true, ordered: true, aggregated: false, counts: [1] }]],
    ['not (xEvent[a = 1].count() = 0)', [{ negated: false, ordered: true, aggregated: false, counts: [1] }]],
    ['(count over E from xEvent where E.a) > 2', [{ negated: false, ordered: true, aggregated: false, counts: [3] }]],
    ['none E from xEvent where E.a', [{ negated: true, ordered: true, aggregated: false, counts: [1] }]],
    [
      'exists E from xEvent, F from xEvent where E.a = F.a',
      [{ negated: false, ordered: false, aggregated: false, counts: [1, 1] }],
    ],
    ['let s = xEvent.sum(a) in s > 1 and s < 5', [{ negated: false, ordered: true, aggregated: true, counts: [1] }]],
    [
      'let p = (exists E from xEvent where E.a) in p and b',
      [{ negated: false, ordered: true, aggregated: false, counts: [1] }],
    ],
    ['xEvent.topN(timestamp, 1).head().a = 1', [{ negated: false, ordered: true, aggregated: true, counts: [1] }]],
    [
      'xEvent.a.contains("x") and "y" in xEvent.b',
      [
        { negated: false, ordered: true, aggregated: false, counts: [1] },
        { negated: false, ordered: true, aggregated: false, counts: [1] },
      ],
    ],
    ['orders.count() > 1', []],
  ])('%s: %j', (text, expected) => {
    const found = facts(text).eventQueries.map(({ negated, ordered, aggregated, nodes }) => ({
      negated,
      ordered,
      aggregated,
      counts: nodes.map((node) => node.minimumCount),
    }));
    expect(found).toEqual(expected);
  });

  it.each([
    ['xEvent[timestamp occurs <= 2 days before now].count() > 0', [48]],
    ['xEvent[timestamp occurs today][a = 1].exists(b = 2)', [24]],
    ['exists E from xEvent where E.timestamp occurs this hour and E.a = 1', [1]],
    ['xEvent.timestamp occurs last minute', [2 / 60]],
    ['xEvent[not (timestamp occurs today)].exists()', [Number.POSITIVE_INFINITY]],
    ['chain(xEvent, timestamp, [A: WHAT(a), B: WHAT(b) WHEN(<= 2 hours before now and <= 3 hours after A)])', [5, 2]],
    ['chain(xEvent, timestamp, [A: WHAT(a) WHEN(today), X: WHAT(x) COUNT(= 0), B: WHAT(b)])', [24, 24, 24]],
  ])('%s looks back %j hours', (text, hours) => {
    expect(facts(text).eventQueries.flatMap((query) => query.nodes.map((node) => node.lookBack.hours))).toEqual(hours);
  });
});
