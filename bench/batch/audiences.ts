import { text } from '../../src/pql/clickhouse/sql.ts';
import { countries, now, pages, tiers, types } from './data.ts';

/** An audience as a marketer writes it, and as an expert of the engine would write the same count by hand. */
export interface BenchAudience {
  readonly name: string;
  readonly pql: string;
  readonly sql: string;
}

const DAY = 86_400_000;
const since = (days: number) => `timestamp >= ${now - days * DAY} AND timestamp <= ${now}`;
const quoted = (values: readonly string[]) => values.map(text).join(', ');
const listed = (values: readonly string[]) => values.map((value) => JSON.stringify(value)).join(', ');

/** Profiles whose events of one type meet a condition often enough. */
function byEvents(type: string, where: string, having: string): string {
  return `SELECT profile_key FROM events WHERE event_type = ${text(type)} AND ${where} GROUP BY profile_key HAVING ${having}`;
}

const count = (query: string) => `SELECT count() FROM (${query})`;
const profiles = (where: string) => `SELECT count() FROM profiles FINAL WHERE ${where}`;

function viewed(page: string, days: number, times: number): BenchAudience {
  return {
    name: `viewed ${page} at least ${times} times in ${days} days`,
    pql: `xEvent[eventType = "${types.view}" and web.webPageDetails.name = "${page}" and timestamp occurs <= ${days} days before now].count() >= ${times}`,
    sql: count(
      byEvents(types.view, `\`/web/webPageDetails/name\` = ${text(page)} AND ${since(days)}`, `count() >= ${times}`),
    ),
  };
}

function spent(amount: number, days: number): BenchAudience {
  return {
    name: `spent ${amount} in ${days} days`,
    pql: `xEvent[eventType = "${types.purchase}" and timestamp occurs <= ${days} days before now].sum(commerce.order.priceTotal) >= ${amount}`,
    sql: count(byEvents(types.purchase, since(days), `sum(\`/commerce/order/priceTotal\`) >= ${amount}`)),
  };
}

function bought(sku: string): BenchAudience {
  return {
    name: `bought ${sku}`,
    pql: `exists E from xEvent where E.eventType = "${types.purchase}" and E.productListItems.SKU = "${sku}"`,
    sql: count(byEvents(types.purchase, `has(\`/productListItems\`.SKU, ${text(sku)})`, 'count() >= 1')),
  };
}

function abandoned(days: number, device: string): BenchAudience {
  const adds = `event_type = ${text(types.add)} AND \`/device/type\` = ${text(device)} AND ${since(days)}`;
  return {
    name: `cart on ${device} in ${days} days and no purchase`,
    pql: `xEvent.exists(eventType = "${types.add}" and device.type = "${device}" and timestamp occurs <= ${days} days before now)
      and not xEvent.exists(eventType = "${types.purchase}" and timestamp occurs <= ${days} days before now)`,
    sql: count(`SELECT DISTINCT profile_key FROM events WHERE ${adds} AND profile_key NOT IN (
      SELECT profile_key FROM events WHERE event_type = ${text(types.purchase)} AND ${since(days)})`),
  };
}

function living(where: readonly string[], tier: string): BenchAudience {
  return {
    name: `${tier} in ${where.join(' or ')}`,
    pql: `homeAddress.countryCode in [${listed(where)}] and loyalty.tier = "${tier}"`,
    sql: profiles(`\`/homeAddress/countryCode\` IN (${quoted(where)}) AND \`/loyalty/tier\` = ${text(tier)}`),
  };
}

function rich(points: number, gender: string): BenchAudience {
  return {
    name: `${gender} with ${points} points or unknown tier`,
    pql: `person.gender = "${gender}" and (loyalty.points >= ${points} or loyalty.tier.isNull())`,
    sql: profiles(
      `\`/person/gender\` = ${text(gender)} AND (\`/loyalty/points\` >= ${points} OR \`/loyalty/tier\` IS NULL)`,
    ),
  };
}

function engaged(country: string, opens: number, days: number): BenchAudience {
  return {
    name: `opened ${opens} mails in ${days} days, lives in ${country}`,
    pql: `homeAddress.countryCode = "${country}" and xEvent[eventType = "${types.open}" and timestamp occurs <= ${days} days before now].count() >= ${opens}`,
    sql: profiles(
      `\`/homeAddress/countryCode\` = ${text(country)} AND profile_key IN (${byEvents(types.open, since(days), `count() >= ${opens}`)})`,
    ),
  };
}

function lapsed(days: number): BenchAudience {
  return {
    name: `last purchase ${days} days ago or longer`,
    pql: `xEvent[eventType = "${types.purchase}"].timestamp.max() occurs >= ${days} days before now`,
    sql: count(byEvents(types.purchase, '1', `max(timestamp) <= ${now - days * DAY}`)),
  };
}

function skuSpend(sku: string, amount: number): BenchAudience {
  const price = `arraySum(i -> if(i.SKU = ${text(sku)}, ifNull(i.priceTotal, 0), 0), \`/productListItems\`)`;
  return {
    name: `spent ${amount} on ${sku}`,
    pql: `(sum I.priceTotal over E from xEvent where E.eventType = "${types.purchase}", I from E.productListItems where I.SKU = "${sku}") > ${amount}`,
    sql: count(byEvents(types.purchase, `has(\`/productListItems\`.SKU, ${text(sku)})`, `sum(${price}) > ${amount}`)),
  };
}

function named(letter: string): BenchAudience {
  return {
    name: `name with ${letter}`,
    pql: `person.name.firstName.startsWith("${letter}", false)`,
    sql: profiles(`startsWith(lowerUTF8(\`/person/name/firstName\`), ${text(letter)})`),
  };
}

/** Ten audiences of different kinds. */
export const typical: readonly BenchAudience[] = [
  viewed('sale', 30, 3),
  spent(200, 90),
  bought('SKU-7'),
  abandoned(7, 'mobile'),
  living(['DE', 'AT'], 'gold'),
  rich(500, 'female'),
  engaged('FR', 2, 60),
  lapsed(120),
  skuSpend('SKU-3', 50),
  named('a'),
];

/** A hundred audiences in the proportions that people have: most count events of a type in a window. */
export function mixed(): readonly BenchAudience[] {
  const windows = [7, 14, 30, 60, 90];
  return [
    ...pages.flatMap((page, index) => windows.map((days) => viewed(page, days, 1 + (index % 3)))),
    ...windows.flatMap((days) => [spent(50, days), spent(300, days)]),
    ...Array.from({ length: 10 }, (_, index) => bought(`SKU-${index * 7}`)),
    ...windows.flatMap((days) => [abandoned(days, 'mobile'), abandoned(days, 'desktop')]),
    ...tiers.flatMap((tier) => [living(['DE', 'AT'], tier), living(countries.slice(3), tier)]),
    ...[100, 1000, 5000].flatMap((points) => [rich(points, 'female'), rich(points, 'male')]),
    ...windows.map((days, index) => engaged(countries[index] ?? 'DE', 1 + (index % 2), days)),
    ...[60, 120, 180].map(lapsed),
    ...Array.from({ length: 5 }, (_, index) => skuSpend(`SKU-${index * 3}`, 30)),
    ...['a', 'b', 'c'].map(named),
  ];
}
