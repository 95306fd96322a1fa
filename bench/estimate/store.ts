import { text } from '../../src/pql/clickhouse/sql.ts';
import { ensureColumns } from '../../src/profiles/tables/attribute-columns.ts';
import { attributeColumns } from '../../src/schema/columns.ts';
import { querySchema } from '../../src/schema/union.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { identifier } from '../../src/store/columnar/identifier.ts';

/** The instant at which the bench is, epoch milliseconds. */
export const NOW = Date.parse('2026-11-22T12:00:00Z');

const DAY = 86_400_000;
const COUNTRIES = ['DE', 'FR', 'GB', 'IT', 'ES', 'NL', 'PL', 'SE', 'AT', 'US'];
const TIERS = ['bronze', 'silver', 'gold', 'platinum'];
const PAGES = ['home', 'search', 'product', 'sale', 'blog', 'help', 'account', 'stores'];
const VIEW = 'web.webpagedetails.pageViews';
const ADD = 'commerce.productListAdds';
const PURCHASE = 'commerce.purchases';
/** In the proportions of a shop. */
const TYPES = [VIEW, VIEW, VIEW, VIEW, VIEW, 'commerce.productViews', 'commerce.productViews', ADD, ADD, PURCHASE];

/** Column name to the SQL that fills it, for row `number` with random `r1` to `r4` in [0, 1). */
const PROFILE_COLUMNS: Readonly<Record<string, string>> = {
  '/homeAddress/countryCode': pick(COUNTRIES, 'r1 * r1'),
  '/loyalty/tier': pick(TIERS, 'r2 * r2'),
  '/loyalty/points': 'floor(10000 * r3 * r3 * r3)',
};
const EVENT_COLUMNS: Readonly<Record<string, string>> = {
  '/eventType': 'event_type',
  '/web/webPageDetails/name': `if(event_type = ${text(VIEW)}, ${pick(PAGES, 'r3 * r3')}, NULL)`,
  '/commerce/order/priceTotal': `if(event_type = ${text(PURCHASE)}, round(5 + 400 * r3 * r3 * r3, 2), NULL)`,
};

/** Fills the empty tables of a sandbox. */
export async function fill(columnar: Columnar, database: string, profiles: number, events: number): Promise<void> {
  const schema = querySchema();
  const columns = (node: Parameters<typeof attributeColumns>[0], names: object) =>
    attributeColumns(node).filter(({ name }) => name in names);
  await ensureColumns(columnar, database, 'profiles', columns(schema.root, PROFILE_COLUMNS));
  await ensureColumns(columnar, database, 'events', columns(schema.event, EVENT_COLUMNS));
  await columnar.command(
    `INSERT INTO profiles (ns, id, profile_no, identities, has_record, opted_out, version, last_modified, ${names(PROFILE_COLUMNS)})
     SELECT 'Email', ${email('number')}, number + 1,
       if(r4 < 0.6, [('Email', id)], [('Email', id), ('ECID', leftPad(toString(number), 38, '0'))]),
       1, r4 > 0.98, 1, ${NOW}, ${Object.values(PROFILE_COLUMNS).join(', ')}
     FROM (SELECT number, ${email('number')} AS id, ${randoms()} FROM numbers(${profiles}))`,
    { database },
  );
  await columnar.command(
    `INSERT INTO events (ns, identity, id, timestamp, event_type, seq, ${names(EVENT_COLUMNS)})
     SELECT 'Email', ${email(`toUInt64(${profiles} * r1 * r1)`)}, toString(number), ${NOW} - toInt64(${365 * DAY} * r2 * r2),
       event_type, number, ${Object.values(EVENT_COLUMNS).join(', ')}
     FROM (SELECT number, ${randoms()}, ${pick(TYPES, '(cityHash64(number, 9) % 1000003) / 1000003')} AS event_type FROM numbers(${events}))`,
    { database },
  );
  for (const table of ['profiles', 'events']) await columnar.command(`OPTIMIZE TABLE ${table} FINAL`, { database });
}

/** Audiences of the kinds that people have, from the smallest question to the largest. */
export const AUDIENCES: readonly { readonly name: string; readonly pql: string }[] = [
  { name: 'lives in DE, gold', pql: 'homeAddress.countryCode = "DE" and loyalty.tier = "gold"' },
  { name: 'more than 9900 points', pql: 'loyalty.points > 9900' },
  {
    name: 'spent 300 in 90 days',
    pql: `xEvent[eventType = "${PURCHASE}" and timestamp occurs <= 90 days before now].sum(commerce.order.priceTotal) >= 300`,
  },
  {
    name: 'viewed sale 3 times in 30 days',
    pql: `xEvent[eventType = "${VIEW}" and web.webPageDetails.name = "sale" and timestamp occurs <= 30 days before now].count() >= 3`,
  },
  {
    name: 'added and did not buy in 14 days',
    pql: `xEvent.exists(eventType = "${ADD}" and timestamp occurs <= 14 days before now)
      and not xEvent.exists(eventType = "${PURCHASE}" and timestamp occurs <= 14 days before now)`,
  },
  { name: 'any event today', pql: 'xEvent.exists(timestamp occurs today)' },
];

const email = (no: string): string => `concat(toString(${no}), '@example.com')`;

function randoms(): string {
  return [1, 2, 3, 4].map((seed) => `(cityHash64(number, ${seed}) % 1000003) / 1000003 AS r${seed}`).join(', ');
}

function pick(values: readonly string[], random: string): string {
  return `[${values.map(text).join(', ')}][1 + toUInt32(floor(${values.length} * ${random}))]`;
}

function names(columns: Readonly<Record<string, string>>): string {
  return Object.keys(columns).map(identifier).join(', ');
}
