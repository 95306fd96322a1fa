import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** One row of the file: one product on one invoice. */
export interface Row {
  /** Begins with `C` for a cancellation. */
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Pounds. */
  readonly unitPrice: number;
  /** Without the `.0` of the file; undefined where the customer is not known. */
  readonly customer: string | undefined;
  readonly country: string;
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

type CsvRecord = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Reads `online-retail.csv.gz` row by row. Throws when the header is not the expected one. */
export async function* readRows(path: string): AsyncGenerator<Row> {
  const file = createReadStream(path);
  const records: AsyncIterable<CsvRecord> = file.compose(createGunzip()).compose(parse({ columns: checkedHeader }));
  for await (const record of records) yield toRow(record);
}

function checkedHeader(header: readonly string[]): string[] {
  if (header.join() !== COLUMNS.join()) throw new Error(`The columns are ${header.join()}, not ${COLUMNS.join()}`);
  return [...header];
}

function toRow(record: CsvRecord): Row {
  return {
    invoice: record.InvoiceNo,
    stockCode: record.StockCode,
    description: record.Description,
    quantity: Number(record.Quantity),
    time: Date.parse(`${record.InvoiceDate.replace(' ', 'T')}Z`),
    unitPrice: Number(record.UnitPrice),
    customer: record.CustomerID === '' ? undefined : record.CustomerID.replace(/\.0$/, ''),
    country: record.Country,
  };
}
