import type { Sale } from './calendar.ts';
import type { Product } from './products.ts';

// JSON text of the members of events, each with a leading comma: building it is several times faster than building
// objects. No text in it needs escaping.

export interface Item {
  readonly product: Product;
  readonly quantity: number;
  /** Cents for all pieces, after the discount. */
  readonly total: number;
}

/** How a visit began. */
export interface Entrance {
  readonly referrer?: 'email' | 'search_engine' | 'social';
  /** Campaign or channel of the first page. */
  readonly members: string;
}

export interface Order {
  readonly id: string;
  readonly items: readonly Item[];
  readonly total: number;
  readonly currency: string;
  readonly payment: string;
  readonly sale: Sale | undefined;
  /** Undefined in a shop of brick and mortar. */
  readonly shipping: 'standard' | 'express' | undefined;
}

export type Measure = 'productViews' | 'productListAdds' | 'productListRemovals' | 'checkouts';

export const totalOf = (items: readonly Item[]): number => items.reduce((sum, item) => sum + item.total, 0);

export function pageView(name: string, path: string, entrance?: Entrance): string {
  const home = path === '' ? ',"isHomePage":true' : '';
  const referrer = entrance?.referrer ? `,"webReferrer":{"type":"${entrance.referrer}"}` : '';
  const page = `"name":"${name}","URL":"https://shop.example/${path}"${home},"pageViews":{"value":1}`;
  return `,"web":{"webPageDetails":{${page}}${referrer}}${entrance?.members ?? ''}`;
}

export const viewed = (product: Product): string =>
  `,"commerce":{"productViews":{"value":1}},"productListItems":[{${product.json}}]`;

export const commerce = (measure: Measure, items: readonly Item[], currency: string): string =>
  `,"commerce":{"${measure}":{"value":1}}${itemList(items, currency)}`;

export const campaign = (name: string, code: string): string =>
  `,"marketing":{"campaignName":"${name}","trackingCode":"${code}"}`;

export const mail = (measure: 'sends' | 'opens' | 'clicks', week: number): string =>
  `,"directMarketing":{"${measure}":{"value":1},"messageID":"m-${week}"}`;

export function purchase(order: Order): string {
  const { id, items, currency, sale, shipping } = order;
  const total = amount(order.total);
  const payment = `{"paymentType":"${order.payment}","paymentAmount":${total},"currencyCode":"${currency}"}`;
  return (
    `,"commerce":{"purchases":{"value":1},"order":{"purchaseID":"${id}","priceTotal":${total},` +
    `"currencyCode":"${currency}","payments":[${payment}]}` +
    (sale ? `,"promotionID":"${sale.id}"` : '') +
    (shipping ? `,"shipping":{"shippingMethod":"${shipping}"}` : ',"inStorePurchase":{"value":1}') +
    `}${itemList(items, currency)}`
  );
}

export function creditMemo(orderId: string, items: readonly Item[], currency: string, reason: string): string {
  const total = amount(totalOf(items));
  return (
    `,"commerce":{"order":{"purchaseID":"${orderId}","refundTotal":${total},"currencyCode":"${currency}",` +
    `"returns":{"returnID":"R-${orderId}","returnStatus":"completed","purchaseID":"${orderId}"},` +
    `"refunds":[{"refundAmount":${total},"refundReason":"${reason}","currencyCode":"${currency}"}]}}` +
    itemList(items, currency)
  );
}

function itemList(items: readonly Item[], currency: string): string {
  const list = items.map(
    ({ product, quantity, total }) =>
      `{${product.json},"quantity":${quantity},"priceTotal":${amount(total)},"currencyCode":"${currency}"}`,
  );
  return `,"productListItems":[${list.join(',')}]`;
}

const amount = (cents: number): number => cents / 100;
