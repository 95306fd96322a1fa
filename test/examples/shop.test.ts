import { beforeAll, describe, expect, it } from 'vitest';
import { generateShop, type ShopOptions } from '../../examples/shop/generator/shop.ts';
import { shopOptionsFrom } from '../../examples/shop/options.ts';
import { inferFields } from '../../src/schema/infer/infer.ts';
import { unionSchema } from '../../src/schema/union.ts';
import { misfits } from './misfits.ts';

const OPTIONS: ShopOptions = { profiles: 3000, events: 60_000, seed: 7, now: Date.parse('2026-03-01T00:00:00Z') };

interface ShopEvent {
  readonly _id: string;
  readonly timestamp: string;
  readonly eventType: string;
  readonly identityMap: { readonly CRMID: readonly { readonly id: string }[] };
  readonly commerce?: { readonly order?: { readonly priceTotal?: number; readonly refundTotal?: number } };
  readonly productListItems?: readonly { readonly SKU: string }[];
}

interface ShopProfile {
  readonly _id: string;
  readonly identityMap: Readonly<Record<string, readonly { readonly id: string; readonly primary?: boolean }[]>>;
  readonly loyalty?: { readonly tier: string };
  readonly person: { readonly birthDate?: string };
  readonly optOutConsentLevel?: object;
  readonly homeAddress: { readonly countryCode: string };
}

const parseLines = <T>(text: string): T[] => text.split('\n').flatMap((line): T[] => (line ? [JSON.parse(line)] : []));

/** Values counted, the most frequent first. */
const ranked = (values: readonly string[]): number[] =>
  [...Map.groupBy(values, (value) => value).values()].map((same) => same.length).sort((a, b) => b - a);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the shop', () => {
  let profiles: ShopProfile[];
  let events: ShopEvent[];
  beforeAll(() => {
    const customers = [...generateShop(OPTIONS)];
    profiles = customers.flatMap((customer) => parseLines<ShopProfile>(customer.profile));
    events = customers.flatMap((customer) => parseLines<ShopEvent>(customer.events));
  });

  it('has the wanted size, with ids that are unique and a primary identity everywhere', () => {
    expect(profiles).toHaveLength(OPTIONS.profiles);
    expect(events).toHaveLength(OPTIONS.events);
    expect(new Set(events.map((event) => event._id)).size).toBe(events.length);
    const ids = new Set(profiles.map((profile) => profile.identityMap.CRMID?.[0]?.id));
    expect(ids.size).toBe(profiles.length);
    expect(events.every((event) => ids.has(event.identityMap.CRMID[0]?.id))).toBe(true);
  });

  it('is the same for the same options and another for another seed', () => {
    const small = { ...OPTIONS, profiles: 50, events: 500 };
    const text = (options: ShopOptions) => JSON.stringify([...generateShop(options)]);
    expect(text(small)).toBe(text(small));
    expect(text(small)).not.toBe(text({ ...small, seed: 8 }));
  });

  it('has only fields of the standard schemas and below _shop', () => {
    const tenantFields = [
      ...inferFields('profile', records(profiles), []).fields,
      ...inferFields('event', records(events), []).fields,
    ];
    expect(new Set(tenantFields.map((field) => field.path[0]))).toEqual(new Set(['_shop']));
    expect(misfits(profiles, unionSchema('profile', tenantFields))).toEqual([]);
    expect(misfits(events, unionSchema('event', tenantFields))).toEqual([]);
  });

  it('ends now and reaches back two years', () => {
    const times = events.map((event) => Date.parse(event.timestamp));
    expect(times.every((time) => time < OPTIONS.now)).toBe(true);
    expect(times.every((time) => time > OPTIONS.now - 732 * 86_400_000)).toBe(true);
  });

  it('is skewed as real shops are', () => {
    const perCustomer = ranked(events.map((event) => event.identityMap.CRMID[0]?.id ?? ''));
    expect(sum(perCustomer.slice(0, OPTIONS.profiles / 100))).toBeGreaterThan(0.08 * events.length);
    expect(perCustomer.length).toBeLessThan(0.97 * profiles.length);

    const perProduct = ranked(events.flatMap((event) => event.productListItems?.map((item) => item.SKU) ?? []));
    expect(sum(perProduct.slice(0, perProduct.length / 10))).toBeGreaterThan(0.35 * sum(perProduct));

    const count = (eventType: string) => events.filter((event) => event.eventType === eventType).length;
    const funnel = [
      'commerce.productViews',
      'commerce.productListAdds',
      'commerce.purchases',
      'commerce.backofficeCreditMemoIssued',
    ];
    const steps = funnel.map(count);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect(steps.at(-1)).toBeGreaterThan(0);

    const perMonth = Map.groupBy(events, (event) => event.timestamp.slice(0, 7));
    expect(perMonth.get('2025-12')?.length).toBeGreaterThan(1.3 * (perMonth.get('2025-09')?.length ?? 0));
  });

  it('leaves fields out, has several identities, countries and a few opt-outs', () => {
    const share = (test: (profile: ShopProfile) => unknown) => profiles.filter(test).length / profiles.length;
    expect(share((profile) => profile.person.birthDate)).toBeCloseTo(0.72, 1);
    expect(share((profile) => profile.identityMap.Email)).toBeCloseTo(0.9, 1);
    expect(share((profile) => profile.identityMap.ECID)).toBeCloseTo(0.3, 1);
    expect(share((profile) => profile.optOutConsentLevel)).toBeGreaterThan(0.005);
    expect(share((profile) => profile.optOutConsentLevel)).toBeLessThan(0.02);
    expect(ranked(profiles.map((profile) => profile.homeAddress.countryCode))).toHaveLength(8);
  });

  it('gives loyalty tiers by what was spent in the last year, returns deducted', () => {
    const since = OPTIONS.now - 365 * 86_400_000;
    const spent = new Map<string, number>();
    for (const event of events) {
      if (Date.parse(event.timestamp) < since) continue;
      const id = event.identityMap.CRMID[0]?.id ?? '';
      const order = event.eventType === 'commerce.checkouts' ? undefined : event.commerce?.order;
      spent.set(id, (spent.get(id) ?? 0) + (order?.priceTotal ?? 0) - (order?.refundTotal ?? 0));
    }
    const wrong = profiles.filter((profile) => {
      const amount = Math.round(100 * (spent.get(profile._id) ?? 0)) / 100;
      const tier = amount >= 1500 ? 'platinum' : amount >= 700 ? 'gold' : amount >= 250 ? 'silver' : 'bronze';
      return profile.loyalty && profile.loyalty.tier !== tier;
    });
    expect(wrong).toEqual([]);
  });
});

describe('flags of the shop', () => {
  const flags = { profiles: '10', events: '20', seed: '1' };

  it('end the history with the start of the day', () => {
    expect(shopOptionsFrom(flags, () => Date.parse('2026-05-05T17:00:00Z'))).toEqual({
      profiles: 10,
      events: 20,
      seed: 1,
      now: Date.parse('2026-05-05T00:00:00Z'),
    });
  });

  it.each([
    [{ profiles: '0' }, '--profiles takes a whole number of at least 1, not 0'],
    [{ events: 'many' }, '--events takes a whole number of at least 0, not many'],
    [{ now: 'tomorrow' }, '--now takes an ISO date or date-time, not tomorrow'],
  ])('%j is refused', (bad, message) => {
    expect(() => shopOptionsFrom({ ...flags, ...bad })).toThrow(message);
  });
});

function* records(documents: Iterable<object>): Generator<Record<string, unknown>> {
  for (const document of documents) yield { ...document };
}
