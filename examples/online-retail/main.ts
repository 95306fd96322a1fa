import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { convert } from './convert.ts';
import { readRows } from './rows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: '.secant/online-retail' } },
});
const [source = '../shared/data/online-retail.csv.gz'] = positionals;

const { profiles, events } = await convert(readRows(source));
mkdirSync(values.out, { recursive: true });
for (const [name, records] of Object.entries({ profiles, events })) {
  const path = join(values.out, `${name}.ndjson`);
  await pipeline(Readable.from(lines(records)), createWriteStream(path));
  console.log(`${path}: ${records.length.toLocaleString('en-US')} ${name}`);
}

function* lines(records: readonly object[]): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}
