/** The morning after the last invoice: when all audiences are evaluated. */
export const NOW = Date.parse('2011-12-10T00:00:00Z');

const PURCHASE = 'eventType = "commerce.purchases"';
const CANCELLATION = 'eventType = "commerce.productListRemovals"';
const SPENT = `xEvent[${PURCHASE}].sum(commerce.order.priceTotal)`;

const bought = (sku: string) => `xEvent.exists(${PURCHASE} and productListItems.exists(SKU = "${sku}"))`;

/** In an order in which each needs only earlier ones. */
export const RETAIL_AUDIENCES = [
  { name: 'Lives in Germany', pql: 'homeAddress.country = "Germany"' },
  { name: 'Lives in the Benelux countries', pql: 'homeAddress.country in ["Belgium", "Netherlands", "Luxembourg"]' },
  { name: 'Lives abroad', pql: 'homeAddress.country != "United Kingdom"' },
  {
    name: 'Spent more than 1,000 in the last 90 days',
    pql: `xEvent[${PURCHASE} and timestamp occurs <= 90 days before now]
    .sum(commerce.order.priceTotal) > 1000`,
  },
  {
    name: 'Spent 500 or more in autumn 2011',
    pql: `(sum e.commerce.order.priceTotal over e from xEvent
    where e.${PURCHASE} and e.timestamp occurs between date(2011, 9, 1) and date(2011, 11, 30)) >= 500`,
  },
  { name: 'Bought in the last 30 days', pql: `xEvent.exists(${PURCHASE} and timestamp occurs <= 30 days before now)` },
  { name: 'Ten orders or more', pql: `xEvent[${PURCHASE}].count() >= 10` },
  { name: 'Bought exactly once', pql: `xEvent[${PURCHASE}].count() = 1` },
  { name: 'Bought the white hanging heart', pql: bought('85123A') },
  {
    name: 'Bought the white hanging heart, never the cakestand',
    pql: `${bought('85123A')} and not ${bought('22423')}`,
  },
  {
    name: 'Bought something for Christmas',
    pql: `exists e from xEvent
    where e.${PURCHASE} and e.productListItems.exists(name.contains("christmas", false))`,
  },
  { name: 'Three cancellations or more', pql: `xEvent[${CANCELLATION}].count() >= 3` },
  {
    name: 'Cancels more than half as often as it orders',
    pql: `xEvent[${CANCELLATION}].count() / xEvent[${PURCHASE}].count() > 0.5`,
  },
  { name: 'Got more money back than it paid', pql: 'xEvent.sum(commerce.order.priceTotal) < 0' },
  { name: 'An order of 80 or more products', pql: `xEvent.exists(${PURCHASE} and productListItems.count() >= 80)` },
  {
    name: 'An order of 1,000 or more pieces',
    pql: `xEvent.exists(${PURCHASE} and productListItems.sum(quantity) >= 1000)`,
  },
  {
    name: 'One product for more than 500 in an order',
    pql: `xEvent.exists(${PURCHASE} and productListItems.exists(priceTotal > 500))`,
  },
  { name: 'Average order above 400', pql: `xEvent[${PURCHASE}].average(commerce.order.priceTotal) > 400` },
  {
    name: 'Largest order between 1,000 and 2,000',
    pql: `xEvent[${PURCHASE}].max(commerce.order.priceTotal) > 1000
    and xEvent[${PURCHASE}].max(commerce.order.priceTotal) < 2000`,
  },
  {
    name: 'Lapsed since the summer',
    pql: `xEvent.exists(${PURCHASE} and timestamp occurs before date(2011, 6, 1))
    and not xEvent.exists(${PURCHASE} and timestamp occurs from date(2011, 6, 1))`,
  },
  {
    name: 'Spent much for its country',
    pql: `homeAddress.country = "United Kingdom" and ${SPENT} > 5000
    or homeAddress.country in ["Germany", "France"] and ${SPENT} > 3000
    or not (homeAddress.country in ["United Kingdom", "Germany", "France"]) and ${SPENT} > 2000`,
  },
  {
    name: 'First order in November 2011 or later',
    pql: `xEvent[${PURCHASE}].min(timestamp) occurs from date(2011, 11, 1)`,
  },
  {
    name: 'Bought in both Decembers',
    pql: `xEvent.exists(${PURCHASE} and timestamp.getMonth() = 12 and timestamp.getYear() = 2010)
    and xEvent.exists(${PURCHASE} and timestamp.getMonth() = 12 and timestamp.getYear() = 2011)`,
  },
  {
    name: 'Buys on Sundays only',
    pql: `xEvent.exists(${PURCHASE})
    and (forall e from xEvent[${PURCHASE}] where e.timestamp.dayOfWeek() = 7)`,
  },
  {
    name: 'Bought 200 or more different products',
    pql: `xEvent[${PURCHASE}].productListItems.SKU.distinct().count() >= 200`,
  },
  {
    name: 'Cancelled within a week of an order',
    pql: `exists a from xEvent, b from xEvent where a.${PURCHASE}
    and b.${CANCELLATION} and b.timestamp occurs <= 7 days after a.timestamp`,
  },
  {
    name: 'German buyers of Christmas things',
    pql: (idOf) =>
      `inSegment("${idOf('Lives in Germany')}") and inSegment("${idOf('Bought something for Christmas')}")`,
  },
  {
    name: 'Frequent and not lapsing',
    pql: (idOf) => `inSegment("${idOf('Ten orders or more')}") and inSegment("${idOf('Bought in the last 30 days')}")`,
  },
] as const satisfies readonly RetailAudience[];

export type RetailAudienceName = (typeof RETAIL_AUDIENCES)[number]['name'];

export interface RetailAudience {
  readonly name: string;
  /** PQL; `idOf` gives the id of an audience that stands earlier in the list. */
  readonly pql: string | ((idOf: (name: string) => string) => string);
}
