import type { RetailAudienceName } from '../../../examples/online-retail/audiences.ts';
import type { Invoice, Line, Shopper } from './shoppers.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2011, 11, 10);
const HEART = '85123A';
const CAKESTAND = '22423';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const pence = (invoices: readonly Invoice[]) => sum(invoices.map((invoice) => invoice.pence));
const pieces = (invoice: Invoice) => sum(invoice.lines.map((line) => line.quantity));
const within = (days: number) => (invoice: Invoice) => invoice.time >= NOW - days * DAY && invoice.time <= NOW;
const has = (test: (line: Line) => boolean) => (shopper: Shopper) =>
  shopper.orders.some((order) => order.lines.some(test));
const largest = (shopper: Shopper) => Math.max(...shopper.orders.map((order) => order.pence));
const month = (invoice: Invoice) => new Date(invoice.time).toISOString().slice(0, 7);
const all =
  (...tests: readonly ((shopper: Shopper) => boolean)[]) =>
  (shopper: Shopper) =>
    tests.every((test) => test(shopper));

const germany = (shopper: Shopper) => shopper.country === 'Germany';
const christmas = has((line) => line.name.toLowerCase().includes('christmas'));
const frequent = (shopper: Shopper) => shopper.orders.length >= 10;
const recent = (shopper: Shopper) => shopper.orders.some(within(30));

/** Amounts in pence. */
function muchForItsCountry(shopper: Shopper): boolean {
  const spent = pence(shopper.orders);
  switch (shopper.country) {
    case 'United Kingdom':
      return spent > 5000_00;
    case 'Germany':
    case 'France':
      return spent > 3000_00;
    default:
      return spent > 2000_00;
  }
}

/** Who belongs to each audience of the example, in plain code over the rows of the file. */
const EXPECTED: Readonly<Record<RetailAudienceName, (shopper: Shopper) => boolean>> = {
  'Lives in Germany': germany,
  'Lives in the Benelux countries': ({ country }) => ['Belgium', 'Netherlands', 'Luxembourg'].includes(country),
  'Lives abroad': ({ country }) => country !== 'United Kingdom',
  'Spent more than 1,000 in the last 90 days': ({ orders }) => pence(orders.filter(within(90))) > 1000_00,
  'Spent 500 or more in autumn 2011': ({ orders }) =>
    pence(orders.filter((order) => ['2011-09', '2011-10', '2011-11'].includes(month(order)))) >= 500_00,
  'Bought in the last 30 days': recent,
  'Ten orders or more': frequent,
  'Bought exactly once': ({ orders }) => orders.length === 1,
  'Bought the white hanging heart': has((line) => line.sku === HEART),
  'Bought the white hanging heart, never the cakestand': all(
    has((line) => line.sku === HEART),
    (shopper) => !has((line) => line.sku === CAKESTAND)(shopper),
  ),
  'Bought something for Christmas': christmas,
  'Three cancellations or more': ({ cancellations }) => cancellations.length >= 3,
  'Cancels more than half as often as it orders': ({ orders, cancellations }) =>
    orders.length > 0 && cancellations.length * 2 > orders.length,
  'Got more money back than it paid': ({ orders, cancellations }) => pence(orders) + pence(cancellations) < 0,
  'An order of 80 or more products': ({ orders }) => orders.some((order) => order.lines.length >= 80),
  'An order of 1,000 or more pieces': ({ orders }) => orders.some((order) => pieces(order) >= 1000),
  'One product for more than 500 in an order': has((line) => line.pence > 500_00),
  'Average order above 400': ({ orders }) => orders.length > 0 && pence(orders) > 400_00 * orders.length,
  'Largest order between 1,000 and 2,000': (shopper) => largest(shopper) > 1000_00 && largest(shopper) < 2000_00,
  'Lapsed since the summer': ({ orders }) =>
    orders.length > 0 && orders.every((order) => order.time < Date.UTC(2011, 5, 1)),
  'Spent much for its country': muchForItsCountry,
  'First order in November 2011 or later': ({ orders }) =>
    orders.length > 0 && orders.every((order) => order.time >= Date.UTC(2011, 10, 1)),
  'Bought in both Decembers': ({ orders }) =>
    ['2010-12', '2011-12'].every((wanted) => orders.some((order) => month(order) === wanted)),
  'Buys on Sundays only': ({ orders }) =>
    orders.length > 0 && orders.every((order) => new Date(order.time).getUTCDay() === 0),
  'Bought 200 or more different products': ({ orders }) =>
    new Set(orders.flatMap((order) => order.lines.map((line) => line.sku))).size >= 200,
  'Cancelled within a week of an order': ({ orders, cancellations }) =>
    orders.some((order) => cancellations.some(({ time }) => time >= order.time && time <= order.time + 7 * DAY)),
  'German buyers of Christmas things': all(germany, christmas),
  'Frequent and not lapsing': all(frequent, recent),
};

/** The ids of the members of an audience, sorted as text. */
export const expectedMembers = (name: RetailAudienceName, shoppers: ReadonlyMap<string, Shopper>): readonly string[] =>
  [...shoppers].flatMap(([id, shopper]) => (EXPECTED[name](shopper) ? [id] : [])).sort();
