import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Row, readRows } from '../../../examples/online-retail/rows.ts';

const path = fileURLToPath(new URL('../../../../shared/data/online-retail.csv.gz', import.meta.url));

/** All rows of the file. Throws, saying so, where the file is not beside the checkout. */
export async function allRows(): Promise<readonly Row[]> {
  if (!existsSync(path)) throw new Error(`This test reads ../shared/data/online-retail.csv.gz, and it is not there`);
  const rows: Row[] = [];
  for await (const row of readRows(path)) rows.push(row);
  return rows;
}
