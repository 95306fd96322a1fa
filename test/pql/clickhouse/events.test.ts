import fc from 'fast-check';
import { expect, it } from 'vitest';
import { profiles } from '../../evaluation/arbitrary.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { disagreements } from './members.ts';

/** Conditions on events, and on lists of objects, that need more than one of them, or the profile, at once. */
const table: readonly string[] = [
  // One event, and events in order.
  'xEvent.head().eventType = "buy"',
  'xEvent.head().page.name.isNull()',
  'xEvent[eventType = "buy"].head().value > 0',
  'xEvent[eventType = "buy"].head().timestamp occurs before yesterday',
  'xEvent.value.head() = 1',
  'xEvent.map(value).head() = 1',
  'xEvent.map(value).head().isNull()',
  'xEvent.timestamp.head() occurs <= 1 years before now',
  'xEvent.items.head().sku = "a"',
  'xEvent.items.sku.head() = "a"',
  'xEvent.head().items.exists(quantity > 1)',
  'xEvent.head().items.head().price > 0',
  'xEvent[1].eventType = "view"',
  'xEvent[9].eventType.isNull()',
  'xEvent.elementAt(0).value = 1 or xEvent[2].value = 1',
  'xEvent.topN(timestamp, 1).head().eventType = "buy"',
  'xEvent.topN(timestamp, 2).value = 1',
  'xEvent.bottomN(value, 2).eventType = "view"',
  'xEvent.topN(value, 1)[value < 2]',
  'xEvent.topN(page.visits, 3).sum(value) > 1',
  'xEvent[eventType = "view"].topN(timestamp, 3).exists(value > 1)',
  'xEvent.topN(timestamp, 0)',
  'xEvent.groupBy(eventType).keys().count() > 1',
  'xEvent.groupBy(eventType).get("buy").count() > 1',
  'xEvent.groupBy(eventType)["buy"].head().value > 0',
  'xEvent.groupBy(page.name).exists((K, G) => G.sum(value) > 2)',
  'xEvent.groupBy(value).keys() = ["1", "0.5"]',
  'xEvent.groupBy(page.name).keys().head() = "a"',
  // The profile beside an event.
  'xEvent[value > ^.score].count() > 1',
  'xEvent.exists(page.name = $1.name)',
  'xEvent[eventType = "buy" and value > $1.age].sum(value) > 1',
  'xEvent.value > age',
  'xEvent.page.name = name',
  'age in xEvent.value',
  'xEvent.page.name in tags',
  'xEvent.page.name notIn tags',
  'name notIn xEvent.page.name',
  'xEvent.page.name in [name, "a"]',
  'xEvent.value.includes(age)',
  'xEvent.page.name.startsWith(name)',
  'xEvent.page.name.doesNotContain(home.city)',
  'xEvent.page.name.equals(name, false)',
  'xEvent.timestamp occurs after since',
  'forall E from xEvent where E.value > age',
  'exists E from xEvent where E.page.name in $1.tags',
  'one E from xEvent where E.timestamp occurs before since',
  'none E from xEvent where E.value = score or E.items.sku = name',
  '(select E from xEvent where E.value > age).count() = 2',
  '(sum E.value * $1.age over E from xEvent where E.value > 0) > 2',
  '(count over E from xEvent where E.timestamp occurs <= 1 years before since) > 1',
  'xEvent.exists(items.exists(sku = ^^.name))',
  'xEvent[items[quantity > $1.age].count() > 0].count() > 0',
  'xEvent.map(value + $1.age).max() > 3',
  'xEvent.sum(value * ^.age) > 1',
  'if(active, xEvent[value > ^.age].count(), xEvent.count()) > 1',
  'let limit = age in xEvent[value > limit].count() > 0',
  // Events beside events.
  'xEvent[timestamp occurs <= 1 days after $1.xEvent.head().timestamp].count() > 1',
  'xEvent.head().eventType = xEvent[value > 0].head().eventType',
  'let first = xEvent.head() in first.value > 0 and first.eventType = "view"',
  'xEvent.timestamp.max() occurs <= 30 days after since',
  'xEvent[value = $1.xEvent.max(value)].head().eventType = "buy"',
  // Lists of objects, and objects in them.
  'orders.topN(total, 1).head().id = "a"',
  'orders.bottomN(at, 2).total = 1',
  'orders.topN(lines.sum(price), 1).id = "a"',
  'orders.lines.topN(quantity, 2).sku = "a"',
  'orders.exists(lines.topN(price, 1).sku = "a")',
  'orders[lines.count() > 1].topN(total, 2).map(total).sum() > 1',
  'ratings.topN(this, 2).sum() > 3',
  'ratings.bottomN(this, 1).head().isNull()',
  'tags.topN(this.length(), 1).head() = "ab"',
  'orders.groupBy(id).exists((K, G) => G.count() > 1)',
  'tags.groupBy(this)["a"].count() > 0',
  'orders.map(lines.sum(price)).max() > 1',
  'exists O from orders where O.total > 0, L from O.lines where L.price > O.total',
  'forall O from orders where O.total > $1.age, L from O.lines where L.quantity < 5',
  '(max L.price over O from orders, L from O.lines where L.sku != O.id) > 0',
  '(select O from orders where exists L from O.lines where L.price > O.total).count() > 0',
  // Some fields of the objects of a list that meet a condition.
  '(sum I.price over E from xEvent where E.eventType = "buy", I from E.items where I.sku = "a") > 1',
  '(sum I.price * I.quantity over E from xEvent, I from E.items where I.sku = "a" and I.quantity > 0) > 1',
  '(min I.price over E from xEvent, I from E.items where I.quantity > 1) < 2',
  '(max I.quantity over E from xEvent, I from E.items where I.sku.isNull()) > 1',
  '(average I.price over E from xEvent, I from E.items where I.price != 1) > 1',
  '(count I.price over E from xEvent, I from E.items where I.sku = "a") > 0',
  '(count over E from xEvent, I from E.items where I.sku = "a") = 1',
  '(sum 2 over E from xEvent, I from E.items where I.sku = "a") = 2',
  'xEvent.items[sku = "a"].sum(price) > 1',
  'xEvent.items[sku = "a"].price = 1',
  'xEvent.items[sku = "a"][price > 0].quantity > 0',
  'xEvent.exists(items[sku = "a"].map(price).head() = 1)',
  'xEvent.exists(items[sku = "a"].topN(price, 1).quantity > 0)',
  'xEvent.exists(items.exists(sku = "a" and quantity > 1))',
  'orders[shipping.carrier = "a"].map(total).sum() > 1',
  'orders[shipping.carrier.isNotNull()].lines.sku = "a"',
  'orders[labels = "a"].total > 1',
  'orders[lines.exists(price > 1)].map(lines.sum(quantity)).max() > 0',
  'orders[total > 0].shipping.carrier.distinct().count() > 1',
  'orders.exists(total > $1.xEvent.sum(value))',
  'orders[total > ^.xEvent[eventType = "buy"].count()].count() > 0',
];

describeColumnar('events and lists in SQL', (store) => {
  it('count as the interpreter says', async () => {
    const population = fc.tuple(profiles(80), profiles(80));
    const property = fc.asyncProperty(population, async ([a, b]) => {
      const list = [...a, ...b].map((profile, index) => ({ ...profile, no: index + 1 }));
      expect(await disagreements(store(), table, list)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 2, endOnFailure: true });
  }, 60_000);
});
