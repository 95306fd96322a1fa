import { text } from '../../src/pql/clickhouse/sql.ts';
import { countries, now, pages, tiers, types } from './data.ts';

/** An audience as a marketer writes it, and as an expert of the engine would ask for it by hand. */
export interface BenchAudience {
  readonly name: string;
  readonly pql: string;
  readonly sql: ByHand;
}

/** Statements that leave out who opted out, as the audience does. */
interface ByHand {
  /** One row: `members`. */
  readonly count: string;
  /** One row: `members`, and `profiles`, all there are. */
  readonly share: string;
}

const DAY = 86_400_000;
const since = (days: number) => `timestamp >= ${now - days * DAY} AND timestamp <= ${now}`;
const quoted = (values: readonly string[]) => values.map(text).join(', ');
const listed = (values: readonly string[]) => values.map((value) => JSON.stringify(value)).join(', ');

/** Profiles whose events of one type meet a condition often enough. */
function byEvents(type: string, where: string, having: string): string {
  return `SELECT profile_key FROM events WHERE event_type = ${text(type)} AND ${where} GROUP BY profile_key HAVING ${having}`;
}

/** Where the events alone tell the members, the few profiles that opted out are all that is read of profiles. */
function ofEvents(query: string): ByHand {
  const members = `FROM (${query}) AS found
    LEFT ANTI JOIN (SELECT profile_key FROM profiles FINAL WHERE opted_out = 1) AS opted_out USING (profile_key)`;
  return {
    count: `SELECT count() AS members ${members}`,
    share: `SELECT count() AS members, (SELECT count() FROM profiles FINAL) AS profiles ${members}`,
  };
}

function ofProfiles(where: string): ByHand {
  const condition = `(${where}) AND opted_out = 0`;
  return {
    count: `SELECT count() AS members FROM profiles FINAL WHERE ${condition}`,
    share: `SELECT countIf(${condition}) AS members, count() AS profiles FROM profiles FINAL`,
  };
}

function viewed(page: string, days: number, times: number): BenchAudience {
  return {
    name: `viewed ${page} at least ${times} times in ${days} days`,
    pql: `xEvent[eventType = "${types.view}" and web.webPageDetails.name = "${page}" and timestamp occurs <= ${days} days before now].count() >= ${times}`,
    sql: ofEvents(
      byEvents(types.view, `\`/web/webPageDetails/name\` = ${text(page)} AND ${since(days)}`, `count() >= ${times}`),
    ),
  };
}

function spent(amount: number, days: number): BenchAudience {
  return {
    name: `spent ${amount} in ${days} days`,
    pql: `xEvent[eventType = "${types.purchase}" and timestamp occurs <= ${days} days before now].sum(commerce.order.priceTotal) >= ${amount}`,
    sql: ofEvents(byEvents(types.purchase, since(days), `sum(\`/commerce/order/priceTotal\`) >= ${amount}`)),
  };
}

function bought(sku: string): BenchAudience {
  return {
    name: `bought ${sku}`,
    pql: `exists E from xEvent where E.eventType = "${types.purchase}" and E.productListItems.SKU = "${sku}"`,
    sql: ofEvents(byEvents(types.purchase, `has(\`/productListItems\`.SKU, ${text(sku)})`, 'count() >= 1')),
  };
}

function abandoned(days: number, device: string): BenchAudience {
  const adds = `event_type = ${text(types.add)} AND \`/device/type\` = ${text(device)} AND ${since(days)}`;
  return {
    name: `cart on ${device} in ${days} days and no purchase`,
    pql: `xEvent.exists(eventType = "${types.add}" and device.type = "${device}" and timestamp occurs <= ${days} days before now)
      and not xEvent.exists(eventType = "${types.purchase}" and timestamp occurs <= ${days} days before now)`,
    sql: ofEvents(`SELECT profile_key FROM (SELECT DISTINCT profile_key FROM events WHERE ${adds}) AS added
      LEFT ANTI JOIN (SELECT DISTINCT profile_key FROM events WHERE event_type = ${text(types.purchase)} AND ${since(days)})
        AS bought USING (profile_key)`),
  };
}

function living(where: readonly string[], tier: string): BenchAudience {
  return {
    name: `${tier} in ${where.join(' or ')}`,
    pql: `homeAddress.countryCode in [${listed(where)}] and loyalty.tier = "${tier}"`,
    sql: ofProfiles(`\`/homeAddress/countryCode\` IN (${quoted(where)}) AND \`/loyalty/tier\` = ${text(tier)}`),
  };
}

function rich(points: number, gender: string): BenchAudience {
  return {
    name: `${gender} with ${points} points or unknown tier`,
    pql: `person.gender = "${gender}" and (loyalty.points >= ${points} or loyalty.tier.isNull())`,
    sql: ofProfiles(
      `\`/person/gender\` = ${text(gender)} AND (\`/loyalty/points\` >= ${points} OR \`/loyalty/tier\` IS NULL)`,
    ),
  };
}

function engaged(country: string, opens: number, days: number): BenchAudience {
  return {
    name: `opened ${opens} mails in ${days} days, lives in ${country}`,
    pql: `homeAddress.countryCode = "${country}" and xEvent[eventType = "${types.open}" and timestamp occurs <= ${days} days before now].count() >= ${opens}`,
    sql: ofProfiles(
      `\`/homeAddress/countryCode\` = ${text(country)} AND profile_key IN (${byEvents(types.open, since(days), `count() >= ${opens}`)})`,
    ),
  };
}

function lapsed(days: number): BenchAudience {
  return {
    name: `last purchase ${days} days ago or longer`,
    pql: `xEvent[eventType = "${types.purchase}"].timestamp.max() occurs >= ${days} days before now`,
    sql: ofEvents(byEvents(types.purchase, '1', `max(timestamp) <= ${now - days * DAY}`)),
  };
}

function skuSpend(sku: string, amount: number): BenchAudience {
  const items = '`/productListItems`';
  const price = `arraySum((sku, price) -> if(sku = ${text(sku)}, ifNull(price, 0), 0), ${items}.SKU, ${items}.priceTotal)`;
  return {
    name: `spent ${amount} on ${sku}`,
    pql: `(sum I.priceTotal over E from xEvent where E.eventType = "${types.purchase}", I from E.productListItems where I.SKU = "${sku}") > ${amount}`,
    sql: ofEvents(byEvents(types.purchase, `has(${items}.SKU, ${text(sku)})`, `sum(${price}) > ${amount}`)),
  };
}

function named(letter: string): BenchAudience {
  return {
    name: `name with ${letter}`,
    pql: `person.name.firstName.startsWith("${letter}", false)`,
    sql: ofProfiles(`startsWith(lowerUTF8(\`/person/name/firstName\`), ${text(letter)})`),
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

/** How many audiences {@link mixed} makes. */
export type Mixture = 100 | 1000;

/** Audiences in the proportions that people have: most count events of a type in a window. */
export function mixed(size: Mixture): readonly BenchAudience[] {
  const many = size === 1000;
  const windows = [7, 14, 30, 60, 90];
  const longer = windows.flatMap((days) => [days, days + 1, days + 2, days + 3, days + 5]);
  const several = many ? longer : windows;
  const range = (count: number) => Array.from({ length: count * (many ? 10 : 1) }, (_, index) => index);
  return [
    ...pages.flatMap((page, index) =>
      several.flatMap((days) => (many ? [index % 3, 4] : [index % 3]).map((more) => viewed(page, days, 1 + more))),
    ),
    ...several.flatMap((days) => (many ? [30, 50, 100, 300] : [50, 300]).map((amount) => spent(amount, days))),
    ...range(10).map((index) => bought(`SKU-${many ? index * 3 : index * 7}`)),
    ...several.flatMap((days) => [abandoned(days, 'mobile'), abandoned(days, 'desktop')]),
    ...(many ? several.flatMap((days) => [abandoned(days + 100, 'mobile'), abandoned(days + 100, 'desktop')]) : []),
    ...tiers.flatMap((tier) =>
      (many ? countryPairs() : [['DE', 'AT'], countries.slice(3)]).map((where) => living(where, tier)),
    ),
    ...range(3).flatMap((index) => [rich(100 * (index + 1) ** 2, 'female'), rich(100 * (index + 1) ** 2, 'male')]),
    ...several.flatMap((days, index) =>
      (many ? [0, 1] : [index]).map((at) => engaged(countries[(index + at) % 10] ?? 'DE', 1 + (index % 2), days)),
    ),
    ...range(3).map((index) => lapsed(many ? 60 + 5 * index : 60 * (index + 1))),
    ...range(5).map((index) => skuSpend(`SKU-${index * 3}`, 30)),
    ...[...'abcdefghijklmnopqrstuvwxyzäöüß'].slice(0, range(3).length).map(named),
  ];
}

/** Twenty of the pairs of countries. */
function countryPairs(): readonly (readonly string[])[] {
  return countries.flatMap((one, index) => [1, 2].map((step) => [one, countries[(index + step) % 10] ?? one]));
}
