/** Typical audiences as PQL and as plain functions, over the same generated profiles. */

export const NOW = Date.parse('2024-05-15T12:30:45.500Z');
const DAY = 86_400_000;

interface Event {
  readonly _id: string;
  readonly eventType: string;
  readonly timestamp: string;
  readonly commerce?: { readonly order?: { readonly priceTotal: number } };
  readonly productListItems: readonly { readonly SKU: string; readonly name: string; readonly quantity: number }[];
}

interface Membership {
  readonly status: string;
  readonly validUntil?: string;
}

export interface Profile {
  readonly person?: {
    readonly name?: { readonly firstName: string };
    readonly birthYear: number;
    readonly gender: string;
  };
  readonly homeAddress?: { readonly countryCode: string; readonly city: string };
  readonly loyalty?: { readonly tier: string; readonly points: number };
  readonly personalEmail?: { readonly address: string };
  readonly segmentMembership?: Readonly<Record<string, Readonly<Record<string, Membership>>>>;
  readonly xEvent: readonly Event[];
}

export const EXPRESSIONS: readonly { readonly name: string; readonly expression: string }[] = [
  {
    name: 'attributes',
    expression: 'homeAddress.countryCode = "CA" and person.birthYear >= 1985 and loyalty.tier in ["gold", "silver"]',
  },
  {
    name: 'text',
    expression: 'personalEmail.address.endsWith("@example.com", false) or homeAddress.city.equals("paris", false)',
  },
  {
    name: 'negation',
    expression: 'not (homeAddress.countryCode = "US" or person.gender.isNull()) and loyalty.points > 100',
  },
  {
    name: 'audience',
    expression: 'inSegment("11111111-1111-4111-8111-111111111111") and loyalty.points >= 500',
  },
  {
    name: 'event',
    expression: 'xEvent[eventType = "commerce.purchases" and commerce.order.priceTotal > 50].count() >= 1',
  },
  {
    name: 'frequency',
    expression: 'xEvent[eventType = "web.view" and (timestamp occurs <= 7 days before now)].count() >= 3',
  },
  { name: 'spend', expression: 'xEvent[eventType = "commerce.purchases"].sum(commerce.order.priceTotal) > 400' },
  { name: 'bought', expression: 'xEvent.productListItems.SKU = "sku-9"' },
  {
    name: 'product',
    expression:
      'exists E from xEvent where E.eventType = "commerce.purchases", I from E.productListItems where I.SKU = "sku-7" and I.quantity > 1',
  },
  {
    name: 'latest',
    expression: 'xEvent[eventType = "commerce.purchases"].topN(timestamp, 1).head().commerce.order.priceTotal > 150',
  },
  {
    name: 'sequence',
    expression:
      'chain(xEvent, timestamp, [A: WHAT(eventType = "cart.add"), B: WHAT(eventType = "commerce.purchases") WHEN(<= 3 days after A)])',
  },
];

const time = (event: Event) => Date.parse(event.timestamp);

export const HAND_WRITTEN: Readonly<Record<string, (profile: Profile, now: number) => boolean>> = {
  attributes: ({ homeAddress, person, loyalty }) =>
    homeAddress?.countryCode === 'CA' &&
    (person?.birthYear ?? 0) >= 1985 &&
    (loyalty?.tier === 'gold' || loyalty?.tier === 'silver'),
  text: ({ personalEmail, homeAddress }) =>
    (personalEmail?.address.toLowerCase().endsWith('@example.com') ?? false) ||
    homeAddress?.city.toLowerCase() === 'paris',
  negation: ({ homeAddress, person, loyalty }) =>
    !(homeAddress?.countryCode === 'US' || person?.gender === undefined) && (loyalty?.points ?? 0) > 100,
  audience: ({ segmentMembership, loyalty }, now) => {
    if ((loyalty?.points ?? 0) < 500) return false;
    for (const namespace in segmentMembership) {
      const entry = segmentMembership[namespace]?.['11111111-1111-4111-8111-111111111111'];
      const current = entry?.status === 'realized' || entry?.status === 'existing';
      if (current && (entry.validUntil === undefined || Date.parse(entry.validUntil) > now)) return true;
    }
    return false;
  },
  event: ({ xEvent }) =>
    xEvent.some((event) => event.eventType === 'commerce.purchases' && (event.commerce?.order?.priceTotal ?? 0) > 50),
  frequency: ({ xEvent }, now) => {
    let found = 0;
    for (const event of xEvent) {
      if (event.eventType !== 'web.view') continue;
      const at = time(event);
      if (at >= now - 7 * DAY && at <= now) found += 1;
    }
    return found >= 3;
  },
  spend: ({ xEvent }) => {
    let total = 0;
    for (const event of xEvent) {
      if (event.eventType === 'commerce.purchases') total += event.commerce?.order?.priceTotal ?? 0;
    }
    return total > 400;
  },
  bought: ({ xEvent }) => xEvent.some((event) => event.productListItems.some((item) => item.SKU === 'sku-9')),
  product: ({ xEvent }) =>
    xEvent.some(
      (event) =>
        event.eventType === 'commerce.purchases' &&
        event.productListItems.some((item) => item.SKU === 'sku-7' && item.quantity > 1),
    ),
  latest: ({ xEvent }) => {
    let latest: Event | undefined;
    for (const event of xEvent) {
      if (event.eventType !== 'commerce.purchases') continue;
      if (latest === undefined || time(event) > time(latest)) latest = event;
    }
    return (latest?.commerce?.order?.priceTotal ?? 0) > 150;
  },
  sequence: ({ xEvent }) => {
    const times = xEvent.map(time);
    return xEvent.some((first, at) => {
      if (first.eventType !== 'cart.add') return false;
      const from = times[at] ?? 0;
      return xEvent.some((second, index) => {
        const to = times[index] ?? 0;
        return second.eventType === 'commerce.purchases' && to > from && to <= from + 3 * DAY;
      });
    });
  },
};

/** Profiles with 20 events each, drawn by a fixed generator. */
export function profiles(count: number): readonly Profile[] {
  let state = 42;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  const pick = <T>(values: readonly T[], fallback: T): T => values[next(values.length)] ?? fallback;
  const event = (index: number): Event => {
    const eventType = pick(['web.view', 'web.view', 'web.view', 'cart.add', 'commerce.purchases'], 'web.view');
    const timestamp = new Date(NOW - (20 - index) * 18 * 3_600_000 - next(3_600_000)).toISOString();
    const productListItems = Array.from({ length: next(4) }, () => {
      const sku = next(40);
      return { SKU: `sku-${sku}`, name: `Product ${sku}`, quantity: 1 + next(3) };
    });
    const commerce = eventType === 'commerce.purchases' ? { commerce: { order: { priceTotal: next(200) } } } : {};
    return { _id: `e${index}`, eventType, timestamp, productListItems, ...commerce };
  };
  return Array.from({ length: count }, () => ({
    ...(next(10) > 0 && {
      person: { name: { firstName: 'Ana' }, birthYear: 1950 + next(55), gender: pick(['female', 'male'], 'female') },
    }),
    ...(next(10) > 1 && {
      homeAddress: { countryCode: pick(['CA', 'US', 'FR'], 'CA'), city: pick(['Paris', 'Rome', 'Oslo'], 'Rome') },
    }),
    ...(next(10) > 3 && { loyalty: { tier: pick(['gold', 'silver', 'bronze'], 'gold'), points: next(1000) } }),
    ...(next(10) > 2 && {
      personalEmail: { address: `p${next(1000)}@${pick(['example.com', 'Example.COM', 'mail.io'], 'mail.io')}` },
    }),
    ...(next(10) > 4 && {
      segmentMembership: {
        ups: Object.fromEntries(
          ['1', '2', '3'].flatMap((digit) => {
            const id = `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;
            return next(2) === 0 ? [] : [[id, { status: pick(['realized', 'existing', 'exited'], 'realized') }]];
          }),
        ),
      },
    }),
    xEvent: Array.from({ length: 20 }, (_, index) => event(index)),
  }));
}
