import { type Row, readRows } from '../../../examples/online-retail/rows.ts';
import { sharedFile } from '../../kit/shared.ts';

let rows: Promise<readonly Row[]> | undefined;

/** All rows of the file, read once. */
export function allRows(): Promise<readonly Row[]> {
  rows ??= readAll();
  return rows;
}

async function readAll(): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of readRows(sharedFile('data/online-retail.csv.gz'))) all.push(row);
  return all;
}
