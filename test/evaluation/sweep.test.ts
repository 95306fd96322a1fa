import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { readMemberships, sweepChanges } from '../../src/evaluation/index.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { createTables } from './tables.ts';
import { layout } from './world.ts';

type Change = {
  readonly profile_no: number;
  readonly audience_id: string;
  readonly run_no: number;
  readonly status: 'realized' | 'exited';
  readonly at: number;
};

const DAY = 86_400_000;
const AUDIENCES = ['a', 'b', 'c'];
const PROFILES = [0, 1, 2, 3, 7];

/** The log of one audience and profile: entry and exit by turns, from some runs on, each run a day. */
const history = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 6 })
  .map((runs) =>
    runs
      .toSorted((x, y) => x - y)
      .map((run_no, index) => ({ run_no, at: run_no * DAY, status: index % 2 === 0 ? 'realized' : 'exited' }) as const),
  );

const log: fc.Arbitrary<readonly Change[]> = fc
  .array(history, { minLength: AUDIENCES.length * PROFILES.length, maxLength: AUDIENCES.length * PROFILES.length })
  .map((histories) =>
    histories.flatMap((changes, index) =>
      changes.map((change) => ({
        profile_no: PROFILES[index % PROFILES.length] ?? 0,
        audience_id: AUDIENCES[Math.floor(index / PROFILES.length)] ?? '',
        ...change,
      })),
    ),
  );

/** What is left, said row by row. */
function kept(changes: readonly Change[], before: number): readonly Change[] {
  const sameStory = (x: Change, y: Change) => x.profile_no === y.profile_no && x.audience_id === y.audience_id;
  return changes.filter((change) => {
    if (change.at >= before) return true;
    const superseded = changes.some((other) => sameStory(change, other) && other.at < before && other.at > change.at);
    return !superseded && change.status === 'realized';
  });
}

describeColumnar('the sweep of the change log', (store) => {
  const database = 'sweeps';
  beforeEach(() => createTables(store(), database, layout));

  const rows = () =>
    store().query<Change>(
      `SELECT profile_no, toString(audience_id) AS audience_id, toUInt32(run_no) AS run_no, toString(status) AS status, toFloat64(at) AS at
       FROM membership_changes ORDER BY profile_no, audience_id, run_no`,
      { database },
    );
  const byKey = (changes: readonly Change[]) =>
    changes.toSorted(
      (x, y) => x.profile_no - y.profile_no || x.audience_id.localeCompare(y.audience_id) || x.run_no - y.run_no,
    );

  it('leaves of what is old only who is still in, and changes no answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.integer({ min: 0, max: 45 }).map((day) => day * DAY),
        fc.integer({ min: 1, max: 50 }),
        async (changes, before, exits) => {
          await store().command('TRUNCATE TABLE membership_changes', { database });
          // A part of the table for each run, as in life.
          for (const rowsOfRun of Map.groupBy(changes, (change) => change.run_no).values()) {
            await store().insert('membership_changes', rowsOfRun, { database });
          }
          const heads = new Map(AUDIENCES.map((id) => [id, 40]));
          const read = () => readMemberships(store(), { database, heads, now: before + 30 * DAY }, PROFILES);
          const answers = await read();
          const expected = byKey(kept(changes, before));
          const removed = await sweepChanges(store(), { database, before, exits });
          expect(await rows()).toEqual(expected);
          expect(removed).toBe(changes.length - expected.length);
          expect(await read()).toEqual(answers);
          expect(await sweepChanges(store(), { database, before })).toBe(0);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('tells how far it is, and does nothing to an empty log', async () => {
    expect(await sweepChanges(store(), { database, before: 0 })).toBe(0);
    await store().insert(
      'membership_changes',
      [1, 2, 3, 4].map((profile_no) => ({ profile_no, audience_id: 'a', run_no: 1, status: 'exited', at: 5 })),
      { database },
    );
    const seen: [number, number][] = [];
    await sweepChanges(store(), { database, before: 6, exits: 2, onProgress: (done, all) => seen.push([done, all]) });
    expect(seen).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(await rows()).toEqual([]);
  });

  it('stops when it is told to', async () => {
    await store().insert(
      'membership_changes',
      [{ profile_no: 1, audience_id: 'a', run_no: 1, status: 'exited', at: 5 }],
      {
        database,
      },
    );
    const signal = AbortSignal.abort();
    await expect(sweepChanges(store(), { database, before: 6, signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await rows()).toHaveLength(1);
  });
});
