import { expect, it } from 'vitest';
import { ControlBatchLedger, countProfiles, ProfileImporter } from '../../src/profiles/index.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { event, NOW, newSandbox, person } from './harness.ts';

/** The same store, which breaks down at a statement for good: what a crash at that point leaves is what it leaves. */
function breakingAt(columnar: Columnar, pattern: RegExp, occurrence: number): Columnar {
  let left = occurrence;
  const broken = (sql: string) => {
    if (left > 0 && pattern.test(sql)) left -= 1;
    if (left === 0) throw new Error('broken');
  };
  const wrap = (store: Columnar): Columnar => ({
    ...store,
    command: async (sql, options) => {
      broken(sql);
      return store.command(sql, options);
    },
    session: async () => {
      const session = await store.session();
      return { ...wrap(session), [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() };
    },
  });
  return wrap(columnar);
}

describeColumnar('an import that is interrupted', (store) => {
  const first = [event('e1', 1, 9), event('e2', 1, 8)];
  const second = [event('e2', 1, 7), event('e3', 2, 6), event('e4', 3, 5)];

  it.each([
    ['before anything is visible', /ATTACH PARTITION/, 1],
    ['when events are visible and profiles are not', /ATTACH PARTITION/, 2],
    ['when profiles are visible and the index is not', /ATTACH PARTITION/, 4],
    ['when all is visible and not yet recorded', /DROP TABLE IF EXISTS .batch_\w+_identities/, 2],
  ])('%s goes on at the next start', async (_when, pattern, occurrence) => {
    const box = await newSandbox(store());
    await box.events(first);
    const columnar = breakingAt(store(), pattern, occurrence);
    const breaking = new ProfileImporter({
      columnar,
      control: box.control,
      now: () => NOW,
      workDirectory: box.directory,
      workers: 1,
    });
    const files = [await box.file('second.ndjson', second)];
    await expect(breaking.importEvents(box.sandboxId, { files })).rejects.toThrow('broken');

    const recovered = await box.importer.prepare(box.sandboxId);
    expect(recovered.map(({ state }) => state)).toEqual(
      occurrence === 2 && pattern.source.startsWith('DROP') ? [] : ['staged'],
    );
    expect(await countProfiles(store(), box.database)).toMatchObject({
      profiles: 3,
      events: 4,
      byNamespace: { CRMID: 3 },
    });
    expect(await box.query('SELECT id, timestamp FROM events ORDER BY id')).toEqual(
      [9, 7, 6, 5].map((minutes, index) => ({ id: `e${index + 1}`, timestamp: String(NOW - minutes * 60_000) })),
    );
    expect(await box.query('SELECT arraySort(groupArray(profile_no)) AS n FROM profiles FINAL')).toEqual([
      { n: [1, 2, 3] },
    ]);
    expect((await new ControlBatchLedger(box.control).list(box.sandboxId)).map(({ state }) => state)).toEqual([
      'success',
      'success',
    ]);
    expect(await box.importer.prepare(box.sandboxId)).toEqual([]);
  });

  it('while it reads leaves nothing, and its numbers are used again', async () => {
    const box = await newSandbox(store());
    const columnar = breakingAt(store(), /INSERT INTO .batch_\w+_identities/, 1);
    const breaking = new ProfileImporter({
      columnar,
      control: box.control,
      now: () => NOW,
      workDirectory: box.directory,
      workers: 1,
    });
    const files = [await box.file('records.ndjson', [person(1), person(2)])];
    await expect(breaking.importRecords(box.sandboxId, { files })).rejects.toThrow('broken');
    await box.importer.prepare(box.sandboxId);
    expect(await countProfiles(store(), box.database)).toMatchObject({ profiles: 0, fragments: 0 });
    await box.records([person(1)]);
    expect(await box.query('SELECT profile_no FROM profiles')).toEqual([{ profile_no: 1 }]);
    expect(
      await box.query("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'batch_%'"),
    ).toEqual([]);
  });
});
