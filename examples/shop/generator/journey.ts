import { type Calendar, DAY, saleAt } from './calendar.ts';
import type { Customer } from './customer.ts';
import { EventWriter } from './event-writer.ts';
import {
  campaign,
  commerce,
  creditMemo,
  type Entrance,
  type Item,
  mail,
  pageView,
  purchase,
  totalOf,
  viewed,
} from './members.ts';
import type { Assortment, Product } from './products.ts';
import type { Random } from './random.ts';

const MINUTE = 60_000;

/** What a customer's history adds up to; amounts in cents, returns deducted. */
export interface History {
  /** Lines of JSON, each with its line feed. */
  readonly events: string;
  readonly purchases: number;
  readonly spent: number;
  readonly spentInYear: number;
  readonly firstPurchase: number | undefined;
  readonly storeVisits: number;
}

/** Plays a customer's visits until the given number of events is written. */
export function playHistory(
  customer: Customer,
  budget: number,
  random: Random,
  calendar: Calendar,
  assortment: Assortment,
): History {
  const journey = new Journey(customer, budget, random, calendar, assortment);
  return journey.play();
}

class Journey {
  readonly #customer: Customer;
  readonly #random: Random;
  readonly #calendar: Calendar;
  readonly #assortment: Assortment;
  readonly #writer: EventWriter;
  #orders = 0;
  #spent = 0;
  #spentInYear = 0;
  #firstPurchase: number | undefined;
  #storeVisits = 0;

  constructor(customer: Customer, budget: number, random: Random, calendar: Calendar, assortment: Assortment) {
    this.#customer = customer;
    this.#random = random;
    this.#calendar = calendar;
    this.#assortment = assortment;
    this.#writer = new EventWriter(customer.id, budget, calendar.now);
  }

  play(): History {
    const { registered, lastInterest, readsMail } = this.#customer;
    while (this.#writer.left > 0) {
      const time = this.#calendar.visit(this.#random, registered, lastInterest);
      if (this.#random.chance(0.04)) this.#visitStore(time);
      else if (readsMail && this.#random.chance(0.45)) this.#receiveMail(time);
      else this.#browse(time, this.#entrance());
    }
    return {
      events: this.#writer.text,
      purchases: this.#orders,
      spent: this.#spent,
      spentInYear: this.#spentInYear,
      firstPurchase: this.#firstPurchase,
      storeVisits: this.#storeVisits,
    };
  }

  #entrance(): Entrance {
    const draw = this.#random.next();
    if (draw < 0.34) return { referrer: 'search_engine', members: '' };
    if (draw < 0.5) return { referrer: 'social', members: ',"channel":{"mediaType":"earned"}' };
    if (draw < 0.6) return { referrer: 'search_engine', members: campaign('Brand search', 'cpc') };
    return { members: '' };
  }

  #receiveMail(time: number): void {
    const week = Math.floor((time - Date.UTC(2020, 0, 6)) / (7 * DAY));
    const letter = campaign(`Weekly ${week}`, `mail-${week}`);
    this.#writer.write('directMarketing.emailSent', time - 90 * MINUTE, mail('sends', week) + letter);
    if (!this.#random.chance(0.55)) return;
    this.#writer.write('directMarketing.emailOpened', time, mail('opens', week) + letter);
    if (!this.#random.chance(0.3)) return;
    this.#writer.write('directMarketing.emailClicked', time + MINUTE / 3, mail('clicks', week) + letter);
    this.#browse(time + MINUTE / 2, { referrer: 'email', members: letter });
  }

  /** One visit of the site: pages, products, perhaps a cart, perhaps an order. */
  #browse(start: number, entrance: Entrance): void {
    const random = this.#random;
    const { conversion, favourite } = this.#customer;
    const device = this.#device();
    let time = start;
    this.#writer.write('web.webpagedetails.pageViews', time, pageView('Home', '', entrance) + device);
    if (random.chance(0.6)) {
      time += this.#pause();
      this.#writer.write('web.webpagedetails.pageViews', time, pageView(favourite.name, favourite.id) + device);
    }
    const buys = random.chance(conversion);
    const cart: Item[] = [];
    for (let views = random.between(buys ? 1 : 0, 4); views > 0; views--) {
      time += this.#pause();
      const product = this.#assortment.interesting(random, favourite, time);
      this.#writer.write('commerce.productViews', time, viewed(product) + device);
      if (random.chance(buys ? 0.65 : 0.16)) {
        time += this.#pause();
        const item = this.#itemOf(product, time);
        this.#act('productListAdds', [item], time, device);
        cart.push(item);
      }
    }
    const removed = cart.length > 0 && random.chance(0.07) ? cart.pop() : undefined;
    if (removed) this.#act('productListRemovals', [removed], time + MINUTE, device);
    if (cart.length > 0 && (buys || random.chance(0.2))) this.#checkOut(cart, time + 2 * MINUTE, buys, device);
  }

  #checkOut(cart: readonly Item[], time: number, buys: boolean, device: string): void {
    this.#act('checkouts', cart, time, device);
    if (!this.#random.chance(buys ? 0.86 : 0.25)) return;
    const shipping = this.#random.chance(0.2) ? 'express' : 'standard';
    const wrapped = this.#random.chance(0.06) ? ',"_shop":{"giftWrap":true}' : '';
    const payment = this.#random.pick(['credit_card', 'credit_card', 'paypal', 'wire_transfer', 'gift_card']);
    this.#buy(cart, time + this.#pause(), shipping, payment, device + wrapped);
  }

  #visitStore(time: number): void {
    const random = this.#random;
    const { country, favourite } = this.#customer;
    const cart = Array.from({ length: random.between(1, 3) }, () =>
      this.#itemOf(this.#assortment.interesting(random, favourite, time), time),
    );
    const payment = random.pick(['cash', 'debit_card', 'credit_card']);
    this.#storeVisits++;
    this.#buy(cart, time, undefined, payment, `,"_shop":{"storeId":"${country.code}-${random.between(1, 9)}"}`);
  }

  #buy(
    items: readonly Item[],
    time: number,
    shipping: 'standard' | 'express' | undefined,
    payment: string,
    members: string,
  ): void {
    const { id: customerId, country, returns } = this.#customer;
    const id = `${customerId.slice(2)}-${this.#orders + 1}`;
    const total = totalOf(items);
    const order = { id, items, total, currency: country.currency, payment, sale: saleAt(time), shipping };
    if (!this.#writer.write('commerce.purchases', time, purchase(order) + members)) return;
    this.#orders++;
    this.#account(total, time);
    if (this.#firstPurchase === undefined || time < this.#firstPurchase) this.#firstPurchase = time;
    if (this.#random.chance(returns))
      this.#sendBack(items, id, time + this.#random.between(2 * 24, 20 * 24) * 60 * MINUTE);
  }

  #sendBack(items: readonly Item[], orderId: string, time: number): void {
    const back = this.#random.chance(0.5) ? items : items.slice(0, 1);
    const reason = this.#random.pick(['size', 'size', 'quality', 'not as described', 'changed mind']);
    const members = creditMemo(orderId, back, this.#customer.country.currency, reason);
    if (this.#writer.write('commerce.backofficeCreditMemoIssued', time, members)) this.#account(-totalOf(back), time);
  }

  #account(cents: number, time: number): void {
    this.#spent += cents;
    if (time >= this.#calendar.now - 365 * DAY) this.#spentInYear += cents;
  }

  #act(
    measure: 'productListAdds' | 'productListRemovals' | 'checkouts',
    items: readonly Item[],
    time: number,
    device: string,
  ): void {
    this.#writer.write(`commerce.${measure}`, time, commerce(measure, items, this.#customer.country.currency) + device);
  }

  #itemOf(product: Product, time: number): Item {
    const quantity = this.#random.chance(0.85) ? 1 : this.#random.between(2, 4);
    const price = Math.round(product.price * (1 - (saleAt(time)?.discount ?? 0)));
    return { product, quantity, total: price * quantity };
  }

  #device(): string {
    return `,"device":{"type":"${this.#random.chance(0.9) ? this.#customer.device : 'desktop'}"}`;
  }

  #pause(): number {
    return this.#random.between(8_000, 4 * MINUTE);
  }
}
