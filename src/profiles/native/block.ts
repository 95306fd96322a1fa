import { open } from 'node:fs/promises';
import { Bytes } from './bytes.ts';
import type { Column } from './column.ts';

/** Writes columns as one block of a file in the engine's Native format. */
export async function writeBlock(path: string, columns: ReadonlyMap<string, Column>): Promise<void> {
  const header = new Bytes(16);
  const rows = new Set([...columns.values()].map((column) => column.rows));
  const [count = 0] = rows;
  if (rows.size > 1) throw new Error(`Columns of a block differ in length: ${[...rows].join(', ')}`);
  header.varint(columns.size);
  header.varint(count);
  const parts: Uint8Array[] = [header.view()];
  for (const [name, column] of columns) {
    const heading = new Bytes(64);
    heading.text(name);
    heading.text(column.type);
    parts.push(heading.view(), ...column.parts());
  }
  await using file = await open(path, 'w');
  for (const part of parts) await file.writeFile(part);
}
