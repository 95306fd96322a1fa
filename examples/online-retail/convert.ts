import type { Row } from './rows.ts';

/** The platform data of the file: one profile a customer, one event an invoice of a known customer. */
export interface PlatformData {
  readonly profiles: readonly Identified[];
  readonly events: readonly (Identified & { readonly _id: string })[];
}

/** A record or an event; what else is in it is for the schemas to say. */
export interface Identified {
  readonly identityMap: { readonly CustomerId: readonly [{ readonly id: string; readonly primary: true }] };
}

interface Customer {
  readonly id: string;
  country: string;
  latest: number;
}

interface Invoice {
  readonly number: string;
  readonly customer: string;
  time: number;
  readonly rows: Row[];
}

/** Turns the rows of the file into records of the standard schemas; rows without a customer are left out. */
export async function convert(rows: Iterable<Row> | AsyncIterable<Row>): Promise<PlatformData> {
  const customers = new Map<string, Customer>();
  const invoices = new Map<string, Invoice>();
  for await (const row of rows) {
    if (row.customer === undefined) continue;
    addToCustomers(customers, row.customer, row);
    addToInvoices(invoices, row.customer, row);
  }
  return { profiles: [...customers.values()].map(toProfile), events: [...invoices.values()].map(toEvent) };
}

function addToCustomers(customers: Map<string, Customer>, id: string, row: Row): void {
  const customer = customers.get(id);
  if (customer === undefined) {
    customers.set(id, { id, country: row.country, latest: row.time });
  } else if (row.time >= customer.latest) {
    customer.country = row.country;
    customer.latest = row.time;
  }
}

function addToInvoices(invoices: Map<string, Invoice>, customer: string, row: Row): void {
  const invoice = invoices.get(row.invoice);
  if (invoice === undefined) {
    invoices.set(row.invoice, { number: row.invoice, customer, time: row.time, rows: [row] });
  } else {
    invoice.time = Math.min(invoice.time, row.time);
    invoice.rows.push(row);
  }
}

const identityMap = (id: string): Identified['identityMap'] => ({ CustomerId: [{ id, primary: true }] });

const toProfile = (customer: Customer): Identified & Readonly<Record<string, unknown>> => ({
  identityMap: identityMap(customer.id),
  homeAddress: { country: customer.country },
});

function toEvent({
  number,
  customer,
  time,
  rows,
}: Invoice): PlatformData['events'][number] & Readonly<Record<string, unknown>> {
  const cancelled = number.startsWith('C');
  const total = rows.reduce((sum, row) => sum + row.quantity * row.unitPrice, 0);
  return {
    _id: number,
    timestamp: new Date(time).toISOString(),
    eventType: cancelled ? 'commerce.productListRemovals' : 'commerce.purchases',
    identityMap: identityMap(customer),
    commerce: {
      [cancelled ? 'productListRemovals' : 'purchases']: { value: 1 },
      order: { purchaseID: number, priceTotal: pounds(total), currencyCode: 'GBP' },
    },
    productListItems: rows.map(toItem),
  };
}

const toItem = (row: Row): object => ({
  SKU: row.stockCode,
  name: row.description === '' ? undefined : row.description,
  quantity: row.quantity,
  priceTotal: pounds(row.quantity * row.unitPrice),
});

const pounds = (amount: number): number => Math.round(amount * 100) / 100;
