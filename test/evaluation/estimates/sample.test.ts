import { beforeAll, expect, it } from 'vitest';
import {
  createMembershipTables,
  dropSample,
  evaluateAdHoc,
  runBatch,
  sampleDatabase,
  sampleDatabases,
  takeSample,
} from '../../../src/evaluation/index.ts';
import { compileQuery } from '../../../src/pql/index.ts';
import { loadEntities, readLayout } from '../../../src/profiles/index.ts';
import { querySchema } from '../../../src/schema/union.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { identifier } from '../../../src/store/columnar/identifier.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { NOW, newSandbox } from '../../profiles/harness.ts';

const identity = (no: number) => ({ CRMID: [{ id: `c${no}`, primary: true }] });

const records = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    identityMap: { ...identity(from + index), Email: [{ id: `${from + index}@example.org` }] },
    homeAddress: { city: (from + index) % 3 === 0 ? 'Utrecht' : 'Delft' },
    loyalty: { points: from + index },
  }));

/** Two events of every second customer, some of whom have no record. */
const events = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    _id: `e${index}`,
    timestamp: new Date(NOW - index * 60_000).toISOString(),
    eventType: index % 3 === 0 ? 'commerce.purchases' : 'commerce.productViews',
    identityMap: identity(Math.floor(index / 2) * 2),
  }));

function expression(text: string) {
  const { ir, diagnostics } = compileQuery(text, { schema: querySchema() });
  if (ir === undefined) throw new Error(JSON.stringify(diagnostics));
  return ir;
}

const QUESTIONS = [
  'true',
  'homeAddress.city = "Utrecht"',
  'xEvent.exists(eventType = "commerce.purchases")',
  'xEvent[eventType = "commerce.productViews"].count() = 2 or loyalty.points < 50',
  // Decided by the evaluator, from documents.
  'not segmentMembership.ups.other.status = "realized" and homeAddress.city = "Utrecht"',
];

describeColumnar('a sample', (columnar) => {
  async function filled() {
    const sandbox = await newSandbox(columnar());
    await sandbox.records(records(0, 200));
    await sandbox.events(events(300));
    await createMembershipTables(columnar(), sandbox.database);
    return { ...sandbox, target: sampleDatabase(sandbox.database, 1) };
  }

  /** One store for all that only read it. */
  let shared: Awaited<ReturnType<typeof filled>>;
  beforeAll(async () => {
    shared = await filled();
  });

  const keys = (database: string, table = 'profiles') =>
    columnar()
      .query<{ key: string }>(`SELECT DISTINCT toString(profile_key) AS key FROM ${table} ORDER BY profile_key`, {
        database,
      })
      .then((rows) => rows.map(({ key }) => key));

  async function ask(database: string, text: string, among?: ReadonlySet<string>) {
    const layout = await readLayout(columnar(), database);
    const query = { database, layout, heads: new Map(), expression: expression(text), excludeOptOut: true, now: NOW };
    const { sample } = await evaluateAdHoc(columnar(), { ...query, sampleSize: 1000 }, loadEntities);
    return sample.filter((key) => among?.has(key) ?? true);
  }

  it('holds the wanted number of profiles, all that belongs to them and nothing else', async () => {
    const { database, target } = shared;
    const stored = await takeSample(columnar(), database, target, () => 70);
    const all = await keys(database);
    expect(stored).toMatchObject({ totalRows: all.length, rows: 70, fragments: 200, events: 300 });
    const chosen = all.slice(0, 70);
    expect(await keys(target)).toEqual(chosen);
    for (const table of ['record_fragments', 'events']) {
      const select = `SELECT * FROM ${table} WHERE profile_key IN (${chosen.join(', ')}) ORDER BY ALL`;
      const whole = await columnar().query(select, { database });
      expect(whole.length).toBeGreaterThan(20);
      expect(await columnar().query(`SELECT * FROM ${table} ORDER BY ALL`, { database: target })).toEqual(whole);
    }
  });

  it.each([
    ['a part', 70],
    ['everything', 1000],
  ])('answers every question as the store does: %s', async (_, size) => {
    const { database, target } = shared;
    await takeSample(columnar(), database, target, (profiles) => Math.min(profiles, size));
    expect(await readLayout(columnar(), target)).toEqual(await readLayout(columnar(), database));
    const chosen = new Set(await keys(target));
    for (const question of QUESTIONS) {
      const found = await ask(target, question);
      expect({ question, found }).toEqual({ question, found: await ask(database, question, chosen) });
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it('is divided into ranges that hold each profile once', async () => {
    const { database, target } = shared;
    for (const size of [70, 1000]) {
      const { ranges, rows } = await takeSample(columnar(), database, target, (profiles) => Math.min(profiles, size));
      expect(ranges.map(({ part }) => part)).toEqual(ranges.map((_, index) => index));
      expect(ranges.reduce((sum, range) => sum + range.profiles, 0)).toBe(rows);
      const all = (await keys(target)).map(BigInt);
      for (const { first, last, profiles } of ranges) {
        expect(all.filter((key) => key >= first && key <= last)).toHaveLength(profiles);
      }
    }
  });

  it('stays as it is when the store moves on, and leaves the store as it is when it goes', async () => {
    const { database, records: add, target } = await filled();
    const before = await keys(database);
    const whole = await takeSample(columnar(), database, target, (profiles) => profiles);
    expect(whole).toMatchObject({ totalRows: before.length, rows: before.length });
    await add(records(1000, 1060));
    expect(await keys(target)).toEqual(before);
    const now = await keys(database);
    expect(now).toHaveLength(before.length + 60);
    expect(await sampleDatabases(columnar(), database)).toEqual([target]);
    await dropSample(columnar(), target);
    expect(await sampleDatabases(columnar(), database)).toEqual([]);
    expect(await keys(database)).toEqual(now);
  });

  it('keeps, of the profiles that it held, as many as its size allows while the store grows', async () => {
    const { database, records: add, target } = await filled();
    await takeSample(columnar(), database, target, () => 70);
    const before = await keys(target);
    await add(records(1000, 1100));
    const next = sampleDatabase(database, 2);
    await takeSample(columnar(), database, next, () => 70);
    const after = await keys(next);
    const added = after.filter((key) => !before.includes(key));
    expect(added.length).toBeGreaterThan(0);
    expect(after.filter((key) => before.includes(key))).toEqual(before.slice(0, 70 - added.length));
  });

  it('takes the place of a sample that was not completed', async () => {
    const { database, target } = shared;
    await dropSample(columnar(), target);
    await columnar().command(`CREATE DATABASE ${identifier(target)} ENGINE = Atomic`);
    await columnar().command('CREATE TABLE profiles (x UInt8) ENGINE = Memory', { database: target });
    expect(await takeSample(columnar(), database, target, () => 70)).toMatchObject({ rows: 70 });
  });

  it('is taken while an import adds a column', async () => {
    const { database, target } = await filled();
    let left = 1;
    const adding = (store: Columnar): Columnar => ({
      ...store,
      command: async (sql, options) => {
        if (/ATTACH PARTITION/.test(sql) && left-- > 0) {
          await columnar().command('ALTER TABLE profiles ADD COLUMN later Nullable(String)', { database });
        }
        await store.command(sql, options);
      },
      session: async () => {
        const session = await store.session();
        return { ...adding(session), [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() };
      },
    });
    const { rows } = await takeSample(adding(columnar()), database, target, (profiles) => profiles);
    expect(left).toBeLessThan(0);
    expect(await keys(target)).toHaveLength(rows);
  });

  it('sees the memberships that runs store in the sandbox, now and later', async () => {
    const { database, target } = shared;
    await takeSample(columnar(), database, target, () => 70);
    const layout = await readLayout(columnar(), database);
    const audience = { id: 'utrecht', expression: expression('homeAddress.city = "Utrecht"'), excludeOptOut: true };
    const run = { database, audiences: [audience], layout, now: NOW, runNo: 1, heads: new Map() };
    await runBatch(columnar(), run, loadEntities);
    const question = {
      ...run,
      database: target,
      heads: new Map([['utrecht', 1]]),
      excludeOptOut: true,
      sampleSize: 1000,
    };
    const members = await evaluateAdHoc(
      columnar(),
      { ...question, expression: expression('inSegment("utrecht")') },
      loadEntities,
    );
    expect(members.sample).toEqual(await ask(target, 'homeAddress.city = "Utrecht"'));
  });

  it('stops when it is told to', async () => {
    const { database, target } = shared;
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(takeSample(columnar(), database, target, () => 70, signal)).rejects.toThrow();
  });
});
