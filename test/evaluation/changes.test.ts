import { expect, it } from 'vitest';
import { compareRun, logChanges } from '../../src/evaluation/membership/changes.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { createTables } from './tables.ts';
import { layout } from './world.ts';

describeColumnar('the log of changes', (store) => {
  /** Members of audiences in a run, in two parts. */
  async function putMembers(
    database: string,
    runNo: number,
    members: Readonly<Record<string, readonly number[]>>,
  ): Promise<void> {
    for (const [id, numbers] of Object.entries(members)) {
      for (const part of [0, 1]) {
        await store().command(
          `INSERT INTO membership_bitmaps SELECT {id:String}, {runNo:UInt64}, {part:UInt32},
             arrayReduce('groupBitmapState', {numbers:Array(UInt32)})`,
          { database, params: { id, runNo, part, numbers: numbers.filter((no) => no % 2 === part) } },
        );
      }
    }
  }

  it.each([1, 2, 3, 100])('has every entry and exit once, whatever fits into a statement (%i rows)', async (rows) => {
    const database = `changes_${rows}`;
    await createTables(store(), database, layout);
    await putMembers(database, 1, { a: [1, 2, 3, 4, 5], b: [1], gone: [9] });
    await putMembers(database, 2, { a: [4, 5, 6, 7, 8], b: [1], c: [2, 3], d: [] });
    const run = {
      database,
      runNo: 2,
      heads: new Map([
        ['a', 1],
        ['b', 1],
        ['gone', 1],
      ]),
    };
    const changes = await compareRun(store(), run, ['a', 'b', 'c', 'd', 'gone'], {});
    expect(new Map(changes.map(({ audienceId, ...counts }) => [audienceId, counts]))).toEqual(
      new Map([
        ['a', { members: 5, realized: 3, existing: 2, exited: 3 }],
        ['b', { members: 1, realized: 0, existing: 1, exited: 0 }],
        ['c', { members: 2, realized: 2, existing: 0, exited: 0 }],
        ['d', { members: 0, realized: 0, existing: 0, exited: 0 }],
      ]),
    );
    await logChanges(store(), run, changes, 1234, {}, rows);
    const logged = await store().query<{ row: [string, string, number] }>(
      `SELECT tuple(toString(audience_id), toString(status), profile_no) AS row FROM membership_changes
       WHERE run_no = 2 AND at = 1234 ORDER BY row`,
      { database },
    );
    expect(logged.map(({ row }) => row)).toEqual([
      ...[1, 2, 3].map((no) => ['a', 'exited', no]),
      ...[6, 7, 8].map((no) => ['a', 'realized', no]),
      ...[2, 3].map((no) => ['c', 'realized', no]),
    ]);
  });
});
