import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Row, readRows } from '../../../examples/online-retail/rows.ts';

const path = fileURLToPath(new URL('../../../../shared/data/online-retail.csv.gz', import.meta.url));

let rows: Promise<readonly Row[]> | undefined;

/** All rows of the file, read once. Throws, saying so, where the file is not beside the checkout. */
export function allRows(): Promise<readonly Row[]> {
  rows ??= readAll();
  return rows;
}

async function readAll(): Promise<readonly Row[]> {
  if (!existsSync(path)) throw new Error(`This test reads ../shared/data/online-retail.csv.gz, and it is not there`);
  const all: Row[] = [];
  for await (const row of readRows(path)) all.push(row);
  return all;
}
