import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Calendar } from './calendar.ts';
import { activityOf, type Customer, createCustomer } from './customer.ts';
import { playHistory } from './journey.ts';
import { Assortment } from './products.ts';
import { profileOf } from './profile.ts';
import { Random } from './random.ts';

export interface ShopOptions {
  readonly profiles: number;
  /** Exactly so many events are written. */
  readonly events: number;
  readonly seed: number;
  /** Epoch milliseconds; the history ends here. */
  readonly now: number;
}

/** One customer: a line of JSON for the record, and any number of lines for the events. */
export interface CustomerText {
  readonly id: string;
  /** Cents in the last 365 days, returns deducted. */
  readonly spentInYear: number;
  readonly profile: string;
  readonly events: string;
}

/** The whole shop, one customer after the other; the same options give the same text. */
export function* generateShop({ profiles, events, seed, now }: ShopOptions): Generator<CustomerText> {
  const calendar = new Calendar(now);
  const assortment = new Assortment(seed);
  const activity = activities(profiles, seed, calendar);
  let written = 0;
  for (let index = 0; index < profiles; index++) {
    const customer = customerAt(index, seed, calendar);
    const due = Math.round(events * (activity[index + 1] ?? 1));
    const random = new Random(seed, index * 3 + 2);
    const history = playHistory(customer, due - written, random, calendar, assortment);
    written = due;
    const profile = profileOf(customer, history, random, calendar);
    const { spentInYear } = history;
    yield { id: customer.id, spentInYear, profile: `${JSON.stringify(profile)}\n`, events: history.events };
  }
}

export interface ShopFiles {
  readonly profiles: string;
  readonly events: string;
  /** Id of the customer who spent most in the last 365 days. */
  readonly bestCustomer: string | undefined;
}

/** Writes `profiles.ndjson` and `events.ndjson` into a directory. */
export function writeShop(options: ShopOptions, directory: string): ShopFiles {
  mkdirSync(directory, { recursive: true });
  const paths = { profiles: join(directory, 'profiles.ndjson'), events: join(directory, 'events.ndjson') };
  using profiles = new TextFile(paths.profiles);
  using events = new TextFile(paths.events);
  let best: CustomerText | undefined;
  for (const customer of generateShop(options)) {
    profiles.write(customer.profile);
    events.write(customer.events);
    if (best === undefined || customer.spentInYear > best.spentInYear) best = customer;
  }
  return { ...paths, bestCustomer: best?.id };
}

const customerAt = (index: number, seed: number, calendar: Calendar): Customer =>
  createCustomer(index, new Random(seed, index * 3), calendar);

/** Cumulative shares of all events, one more than there are customers, from 0 to 1. */
function activities(profiles: number, seed: number, calendar: Calendar): Float64Array {
  const cumulative = new Float64Array(profiles + 1);
  for (let index = 0; index < profiles; index++) {
    const weight = activityOf(customerAt(index, seed, calendar), new Random(seed, index * 3 + 1), calendar);
    cumulative[index + 1] = (cumulative[index] ?? 0) + weight;
  }
  const total = cumulative[profiles] ?? 0;
  return total > 0 ? cumulative.map((sum) => sum / total) : cumulative;
}

/** A file that is written in large pieces. */
class TextFile implements Disposable {
  readonly #file: number;
  #text = '';

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length > 1 << 20) this.#flush();
  }

  [Symbol.dispose](): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#text !== '') writeSync(this.#file, this.#text);
    this.#text = '';
  }
}
