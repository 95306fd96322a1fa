import { type Calendar, DAY } from './calendar.ts';
import type { Customer } from './customer.ts';
import type { History } from './journey.ts';
import type { Random } from './random.ts';

/**
 * The record of a customer, as a CRM would send it: some fields missing, loyalty in line with what was bought.
 * JSON leaves undefined members out.
 */
export function profileOf(customer: Customer, history: History, random: Random, calendar: Calendar): object {
  const { country, id } = customer;
  const woman = random.chance(0.54);
  const firstName = random.pick(woman ? country.women : country.men);
  const lastName = random.pick(country.families);
  const address = `${ascii(firstName)}.${ascii(lastName)}.${Number(id.slice(2))}@${random.pick(MAIL_HOSTS)}`;
  const email = random.chance(0.9) ? address : undefined;
  const phone = random.chance(0.35) ? `+${country.dialling}${random.between(600_000_000, 799_999_999)}` : undefined;
  const ecid = random.chance(0.3) ? ecidOf(random) : undefined;
  return {
    _id: id,
    identityMap: {
      CRMID: [{ id, primary: true }],
      ...(email && { Email: [{ id: email }] }),
      ...(phone && { Phone: [{ id: phone }] }),
      ...(ecid && { ECID: [{ id: ecid }] }),
    },
    _repo: { createDate: new Date(customer.registered).toISOString() },
    person: {
      name: { firstName, lastName },
      birthDate: random.chance(0.72) ? birthDate(random, calendar) : undefined,
      gender: random.chance(0.6) ? (woman ? 'female' : 'male') : undefined,
    },
    homeAddress: homeAddress(customer, random),
    personalEmail: email && { address: email, status: random.chance(0.03) ? 'blocked' : 'active' },
    mobilePhone: phone && { number: phone },
    preferredLanguage: random.chance(0.8) ? random.pick(country.languages) : undefined,
    loyalty: customer.loyaltyMember ? loyalty(customer, history, random) : undefined,
    consents: consents(customer, random),
    optOutConsentLevel: random.chance(0.012) ? generalOptOut(customer) : undefined,
    _shop: shop(customer, history, random),
  };
}

const MAIL_HOSTS = ['mail.example', 'post.example', 'inbox.example', 'web.example'] as const;

/** Spent in the last 365 days, in the customer's currency, from which a tier is given. */
const TIERS = [
  ['platinum', 1500],
  ['gold', 700],
  ['silver', 250],
  ['bronze', 0],
] as const;

function loyalty(customer: Customer, history: History, random: Random): object {
  const year = history.spentInYear / 100;
  const index = TIERS.findIndex(([, from]) => year >= from);
  const [tier] = TIERS[index] ?? TIERS[3];
  const next = TIERS[index - 1];
  const lifetimePoints = Math.max(0, Math.floor(history.spent / 100));
  const pointsRedeemed = Math.floor(lifetimePoints * random.next() ** 2);
  return {
    program: 'Shop Circle',
    loyaltyID: [`L${customer.id.slice(2)}`],
    status: 'active',
    tier,
    nextTier: next?.[0],
    points: lifetimePoints - pointsRedeemed,
    pointsRedeemed,
    lifetimePoints,
    lifetimePurchases: history.purchases,
    joinDate: new Date(customer.registered + random.between(0, 90) * 60_000).toISOString(),
  };
}

function homeAddress(customer: Customer, random: Random): object {
  const { country } = customer;
  // The square favours the first cities of the list.
  const city = country.cities[Math.floor(random.next() ** 2 * country.cities.length)];
  return {
    country: country.name,
    countryCode: country.code,
    city: random.chance(0.95) ? city : undefined,
    postalCode: random.chance(0.9) ? String(random.between(10_000, 99_999)) : undefined,
  };
}

function consents(customer: Customer, random: Random): object {
  return {
    collect: { val: random.chance(0.93) ? 'y' : 'n' },
    marketing: {
      preferred: random.chance(0.4) ? random.pick(['email', 'email', 'sms', 'push']) : undefined,
      email: { val: customer.readsMail ? 'y' : random.chance(0.5) ? 'n' : 'u' },
      sms: random.chance(0.4) ? { val: random.chance(0.3) ? 'y' : 'n' } : undefined,
    },
  };
}

const generalOptOut = (customer: Customer): object => ({
  privacyOptOuts: [
    {
      optOutType: 'general_opt_out',
      optOutValue: 'out',
      timestamp: new Date(customer.registered).toISOString(),
    },
  ],
});

function shop(customer: Customer, history: History, random: Random): object {
  const { firstPurchase, purchases, storeVisits } = history;
  return {
    favouriteCategory: random.chance(0.5) ? customer.favourite.id : undefined,
    firstPurchase: firstPurchase === undefined ? undefined : new Date(firstPurchase).toISOString().slice(0, 10),
    storeVisits,
    churnRisk: purchases > 0 ? Math.round(random.next() * 1000) / 1000 : undefined,
    newsletters: customer.readsMail ? (random.chance(0.5) ? ['weekly', 'sale'] : ['weekly']) : undefined,
  };
}

/** Between 16 and about 90 years old, most around 40. */
function birthDate(random: Random, calendar: Calendar): string {
  const age = Math.min(90, Math.max(16, 41 + 14 * random.normal()));
  return new Date(calendar.now - age * 365.25 * DAY).toISOString().slice(0, 10);
}

function ecidOf(random: Random): string {
  let digits = '';
  while (digits.length < 38) digits += String(random.between(0, 999_999_999)).padStart(9, '0');
  return digits.slice(0, 38);
}

const ascii = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
