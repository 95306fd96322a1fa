import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ColumnarError } from '../../../src/store/columnar/error.ts';
import { identifier } from '../../../src/store/columnar/identifier.ts';
import { openColumnar } from '../../../src/store/columnar/open.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

describeColumnar('columnar store', (store) => {
  const database = 'secant_test';
  const ENDLESS = 'SELECT sum(sipHash64(number)) FROM numbers(200000000000)';

  beforeAll(async () => {
    await store().command(`CREATE DATABASE ${database} ENGINE = Atomic`);
    await store().command('CREATE TABLE pairs (k UInt64, v String) ENGINE = MergeTree ORDER BY k', { database });
  });

  describe('values', () => {
    it('reads typed columns', async () => {
      const sql = `SELECT toUInt64(18446744073709551615) AS big, 1.5 AS number, toUInt32(7) AS small, true AS flag,
        CAST(NULL, 'Nullable(String)') AS nothing, ['a'] AS list, map('k', 1) AS pairs, 0 / 0 AS nan`;
      expect(await store().query(sql)).toEqual([
        {
          big: '18446744073709551615',
          number: 1.5,
          small: 7,
          flag: true,
          nothing: null,
          list: ['a'],
          pairs: { k: 1 },
          nan: null,
        },
      ]);
    });

    it('binds any text and any list of texts as a parameter', async () => {
      const sql = 'SELECT {text:String} AS text, {list:Array(String)} AS list, length({list:Array(String)}) AS size';
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme' }),
          fc.array(fc.string({ unit: 'grapheme' })),
          async (text, list) => {
            const [row] = await store().query<{ text: string; list: string[] }>(sql, { params: { text, list } });
            expect(row).toEqual({ text, list, size: String(list.length) });
          },
        ),
        { numRuns: 50, examples: [["'; \\ \n\t\0 {x:String} 🎉", ["a'b", '\\N', '[', '']]] },
      );
    });

    it('binds numbers, flags and nulls', async () => {
      const sql = 'SELECT {n:Float64} AS n, {big:UInt64} AS big, {yes:Bool} AS yes, {none:Nullable(String)} AS none';
      const params = { n: -1.25, big: '18446744073709551615', yes: true, none: null };
      expect(await store().query(sql, { params })).toEqual([params]);
    });

    it('binds lists that are longer than a request line', async () => {
      const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index}`);
      const sql = 'SELECT toUInt32(length({keys:Array(String)})) AS size';
      expect(await store().query(sql, { params: { keys } })).toEqual([{ size: 10_000 }]);
    });

    it('quotes any name', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.includes('\0')),
          async (name) => {
            const [row] = await store().query<Record<string, unknown>>(`SELECT 1 AS ${identifier(name)}`);
            expect(Object.keys(row ?? {})).toEqual([name]);
          },
        ),
        { numRuns: 50, examples: [['`'], ['\\'], ["'"], ['/homeAddress/city?']] },
      );
    });
  });

  it('inserts objects and bytes', async () => {
    await store().insert('pairs', [{ k: 1, v: 'one\n"1"' }], { database });
    await store().insert('pairs', [], { database });
    const bytes = Buffer.from('v\tk\ntwo\\t2\t2\n');
    await store().insert('pairs', { bytes, format: 'TabSeparatedWithNames' }, { database });
    expect(await store().query('SELECT * FROM pairs ORDER BY k', { database })).toEqual([
      { k: '1', v: 'one\n"1"' },
      { k: '2', v: 'two\t2' },
    ]);
  });

  it('streams many rows, and stops when the reader does', async () => {
    let rows = 0;
    for await (const row of store().stream<{ n: number }>('SELECT toUInt32(number) AS n FROM numbers(300000)')) {
      expect(row.n).toBe(rows);
      rows += 1;
    }
    expect(rows).toBe(300_000);
    for await (const row of store().stream<{ n: number }>('SELECT number AS n FROM system.numbers')) {
      if (Number(row.n) > 100) break;
    }
    expect(await running('system.numbers')).toBe(0);
  });

  it('keeps settings and the database to one statement', async () => {
    const sql = "SELECT toString(getSetting('max_block_size')) AS size, currentDatabase() AS db";
    const plain = await store().query(sql);
    expect(await store().query(sql, { database, settings: { max_block_size: 77 } })).toEqual([
      { size: '77', db: database },
    ]);
    expect(await store().query(sql)).toEqual(plain);
  });

  it('cancels a statement in the engine, at any time', async () => {
    for (const wait of [0, 1, 50]) {
      const abort = new AbortController();
      const query = store().query(ENDLESS, { signal: abort.signal });
      setTimeout(() => abort.abort(), wait);
      await expect(query).rejects.toMatchObject({ code: 'cancelled' });
      expect(await running(ENDLESS)).toBe(0);
    }
    await expect(store().query('SELECT 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await store().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('cancels a stream in the engine', async () => {
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of store().stream('SELECT number FROM system.numbers', { signal: abort.signal }))
        abort.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' });
    expect(await running('system.numbers')).toBe(0);
  });

  it('does not make a session wait for another', async () => {
    const abort = new AbortController();
    await using long = await store().session();
    const query = long.query(ENDLESS, { signal: abort.signal });
    expect(await store().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    abort.abort();
    await expect(query).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('cancels and reads files while more statements run than the process has threads', async () => {
    const abort = new AbortController();
    const sessions = await Promise.all(Array.from({ length: 8 }, () => store().session()));
    const endless = sessions.map((session) => session.query(ENDLESS, { signal: abort.signal }));
    const outcomes = Promise.allSettled(endless);
    expect(await readFile(import.meta.filename, 'utf8')).toContain(ENDLESS);
    abort.abort();
    const cancelled = { status: 'rejected', reason: expect.objectContaining({ code: 'cancelled' }) };
    expect(await outcomes).toEqual(sessions.map(() => cancelled));
    await Promise.all(sessions.map((session) => session.close()));
    expect(await running(ENDLESS)).toBe(0);
  });

  it('kills what runs when a session is closed, and answers no more', async () => {
    const session = await store().session();
    const query = expect(session.query(ENDLESS)).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = expect(session.query(ENDLESS)).rejects.toBeInstanceOf(ColumnarError);
    while ((await running(ENDLESS)) === 0);
    await session.close();
    await Promise.all([query, waiting]);
    expect(await running(ENDLESS)).toBe(0);
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'unavailable' });
    await session.close();
  });

  it.each([
    ['memory', 'SELECT groupArray(number) FROM numbers(100000000)', { max_memory_usage: 10_000_000 }],
    ['timeout', ENDLESS, { max_execution_time: 0.05 }],
    ['missing', 'SELECT nothing FROM secant_test.pairs', {}],
    ['missing', 'SELECT 1 FROM secant_test.nowhere', {}],
    ['missing', 'SELECT 1 FROM nowhere.pairs', {}],
    ['data', "SELECT toUInt8('x')", {}],
    ['query', 'SELEKT 1', {}],
  ])('reports %s', async (code, sql, settings) => {
    await expect(store().query(sql, { settings })).rejects.toMatchObject({ name: 'ColumnarError', code });
  });

  it('refuses rows that do not fit, and stays usable', async () => {
    await expect(store().insert('pairs', [{ k: 'x', v: 1 }], { database })).rejects.toMatchObject({ code: 'data' });
    expect(await store().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  const running = async (text: string): Promise<number> => {
    const sql =
      'SELECT count() AS n FROM system.processes WHERE position(query, {text:String}) > 0 AND query NOT LIKE {own:String}';
    const [row] = await store().query<{ n: string }>(sql, { params: { text, own: '%system.processes%' } });
    return Number(row?.n);
  };
});

describe('limits of a columnar store', () => {
  it('says that a server does not answer', async () => {
    const options = { path: '', url: 'http://127.0.0.1:1' };
    await expect(openColumnar(options)).rejects.toMatchObject({ name: 'ColumnarError', code: 'unavailable' });
  });
});
