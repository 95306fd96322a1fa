import { type Calendar, DAY } from './calendar.ts';
import { COUNTRIES, type Country } from './places.ts';
import { CATEGORIES, type Category } from './products.ts';
import type { Random } from './random.ts';
import { Sampler } from './sampler.ts';

/** What drives a customer's behaviour; the records show only traces of it. */
export interface Customer {
  /** `C-000042` */
  readonly id: string;
  readonly country: Country;
  readonly registered: number;
  /** When the customer lost interest; `now` for who has not. */
  readonly lastInterest: number;
  /** Chance that a visit ends with a purchase. */
  readonly conversion: number;
  readonly favourite: Category;
  readonly device: 'mobile' | 'desktop' | 'tablet';
  readonly readsMail: boolean;
  readonly loyaltyMember: boolean;
  /** Chance that an order is sent back, at least in part. */
  readonly returns: number;
}

const countries = new Sampler(COUNTRIES, (country) => country.weight);
const categories = new Sampler(CATEGORIES, (category) => category.weight);

/** The customer of a number, drawn from the customer's own stream of random numbers. */
export function createCustomer(index: number, random: Random, calendar: Calendar): Customer {
  const registered = calendar.now - Math.floor(random.next() ** 1.4 * 5 * 365 * DAY) - DAY;
  const lastInterest = random.chance(0.5)
    ? calendar.now
    : Math.max(registered + DAY, calendar.now - Math.floor(random.next() * (calendar.now - registered)));
  const looks = random.chance(0.4);
  return {
    id: `C-${String(index + 1).padStart(6, '0')}`,
    country: countries.draw(random),
    registered,
    lastInterest,
    conversion: looks ? 0.01 : Math.min(0.6, random.logNormal(0.14, 0.5)),
    favourite: categories.draw(random),
    device: random.chance(0.62) ? 'mobile' : random.chance(0.88) ? 'desktop' : 'tablet',
    readsMail: random.chance(0.42),
    loyaltyMember: random.chance(0.45),
    returns: random.chance(0.1) ? 0.5 : 0.1,
  };
}

/**
 * How active a customer is, relative to others: few come very often, most rarely, some never; in proportion to how
 * much of the recorded history the customer was interested.
 */
export function activityOf(customer: Customer, random: Random, calendar: Calendar): number {
  if (random.chance(0.06)) return 0;
  const interested = calendar.share(customer.registered, customer.lastInterest);
  return random.logNormal(1, 1.15) * Math.sqrt(interested);
}
