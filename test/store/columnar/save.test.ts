import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ColumnarError } from '../../../src/store/columnar/error.ts';
import { checkWhole } from '../../../src/store/columnar/whole-file.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

const code = (error: unknown) => (error instanceof ColumnarError ? error.code : error);
let directory: string;
beforeAll(() => {
  // Nothing in a name may be read as a pattern or end a literal.
  directory = join(mkdtempSync(join(tmpdir(), 'secant-save-')), "a{b,c}*?[x]'\\ü");
  mkdirSync(directory);
});
afterAll(() => rmSync(join(directory, '..'), { recursive: true }));

describeColumnar('save', (store) => {
  it('writes lines of text', async () => {
    const path = join(directory, `${store().form}.txt`);
    const sql = `SELECT concat('line ', toString(number), if(number = 1, ' ü\\t', '')) FROM numbers({n:UInt64})`;
    await store().save(sql, { path, format: 'TSVRaw', rows: 3 }, { params: { n: 3 } });
    expect(readFileSync(path, 'utf8')).toBe('line 0\nline 1 ü\t\nline 2\n');
  });

  it('writes Parquet', async () => {
    const path = join(directory, `${store().form}.parquet`);
    const sql = `SELECT number AS n, map('k', [toNullable(number / 2)]) AS m FROM numbers(2)`;
    await store().save(sql, { path, format: 'Parquet', rows: 2 });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
    expect(rows).toEqual([
      { n: 0n, m: { k: [0] } },
      { n: 1n, m: { k: [0.5] } },
    ]);
  });

  it('refuses a file that is there, and a place that cannot be written', async () => {
    const there = join(directory, `${store().form} there`);
    writeFileSync(there, 'mine');
    for (const path of [there, join(there, 'below')]) {
      const saved = store().save('SELECT 1', { path, format: 'TSVRaw', rows: 1 });
      expect(code(await saved.catch((error: unknown) => error))).toBe('storage');
    }
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });

  it('rejects for a statement that fails, and for one that is cancelled', async () => {
    const file = (name: string) => ({
      path: join(directory, `${store().form} ${name}`),
      format: 'TSVRaw' as const,
      rows: 1,
    });
    const failed = store().save(`SELECT throwIf(number = 5000000) FROM numbers(6000000)`, file('failed'));
    expect(code(await failed.catch((error: unknown) => error))).toBe('query');
    const endless = 'SELECT sum(sipHash64(number)) FROM numbers(200000000000)';
    const cancelled = store().save(endless, file('cancelled'), { signal: AbortSignal.timeout(200) });
    expect(code(await cancelled.catch((error: unknown) => error))).toBe('cancelled');
  });
});

describe('a file of which a part is missing', () => {
  it.each([
    ['TSVRaw', 'one\ntwo\nthr', 3],
    ['TSVRaw', '', 1],
    ['Parquet', 'PAR1 and no footer', 1],
    ['Parquet', '', 1],
  ] as const)('is told from a whole one: %s %j', async (format, content, rows) => {
    const path = join(directory, 'part');
    writeFileSync(path, content);
    const error = await checkWhole({ format, path, rows }).catch((caught: unknown) => caught);
    expect(code(error)).toBe('storage');
  });
});
