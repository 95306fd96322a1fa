import type { Row } from '../../../examples/online-retail/rows.ts';

export interface Line {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly pence: number;
}

export interface Invoice {
  readonly time: number;
  readonly lines: readonly Line[];
  readonly pence: number;
}

/** A customer as the rows of the file tell it, in whole pence. */
export interface Shopper {
  readonly country: string;
  readonly orders: readonly Invoice[];
  readonly cancellations: readonly Invoice[];
}

/** Groups the rows by customer and invoice, straight from the file and with other means than the converter. */
export function shoppersOf(rows: readonly Row[]): ReadonlyMap<string, Shopper> {
  const known = rows.filter((row) => row.customer !== undefined);
  const shoppers = new Map<string, Shopper>();
  for (const [id = '', own] of Map.groupBy(known, (row) => row.customer)) {
    const latest = own.reduce((last, row) => (row.time >= last.time ? row : last));
    const invoices = [...Map.groupBy(own, (row) => row.invoice)];
    shoppers.set(id, {
      country: latest.country,
      orders: invoices.filter(([number]) => !number.startsWith('C')).map(([, of]) => invoiceOf(of)),
      cancellations: invoices.filter(([number]) => number.startsWith('C')).map(([, of]) => invoiceOf(of)),
    });
  }
  return shoppers;
}

function invoiceOf(rows: readonly Row[]): Invoice {
  const tenths = rows.map((row) => row.quantity * Math.round(row.unitPrice * 1000));
  return {
    time: Math.min(...rows.map((row) => row.time)),
    lines: rows.map((row, index) => ({
      sku: row.stockCode,
      name: row.description,
      quantity: row.quantity,
      pence: Math.round((tenths[index] ?? 0) / 10),
    })),
    pence: Math.round(tenths.reduce((sum, value) => sum + value, 0) / 10),
  };
}
