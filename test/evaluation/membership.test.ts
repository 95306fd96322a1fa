import { beforeEach, expect, it } from 'vitest';
import {
  type BatchAudience,
  countMembers,
  deleteAudienceMemberships,
  discardRun,
  pruneBitmaps,
  readMembers,
  readMemberships,
  runBatch,
} from '../../src/evaluation/index.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { createTables, putProfiles, type TestProfile } from './tables.ts';
import { expression, layout, loaderOf } from './world.ts';

/** What happens between two looks at the memberships. */
type Step =
  | { readonly put: Readonly<Record<number, number | undefined>> }
  | { readonly optOut: readonly number[] }
  | { readonly runOn: string; readonly only?: readonly string[]; readonly commit?: false }
  | { readonly redefine: Readonly<Record<string, string>> }
  | { readonly discard: true }
  | { readonly remove: string }
  | {
      /** `audience/profile` to `status@date`, or undefined for no entry. */
      readonly expect: Readonly<Record<string, string | undefined>>;
      readonly on?: string;
    }
  | { readonly counters: Readonly<Record<string, readonly [realized: number, existing: number, exited: number]>> };

interface Scenario {
  readonly name: string;
  readonly audiences: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const adults = { adults: 'age >= 18' };

const scenarios: readonly Scenario[] = [
  {
    name: 'a profile enters, stays, leaves and enters again; its time is that of the last change',
    audiences: adults,
    steps: [
      { put: { 1: 20, 2: 10 } },
      { runOn: '2026-01-01' },
      { counters: { adults: [1, 0, 0] } },
      { expect: { 'adults/1': 'realized@2026-01-01', 'adults/2': undefined } },
      { runOn: '2026-01-02' },
      { counters: { adults: [0, 1, 0] } },
      { expect: { 'adults/1': 'realized@2026-01-01' } },
      { put: { 1: 15, 2: 30 } },
      { runOn: '2026-01-03' },
      { counters: { adults: [1, 0, 1] } },
      { expect: { 'adults/1': 'exited@2026-01-03', 'adults/2': 'realized@2026-01-03' } },
      { put: { 1: 18 } },
      { runOn: '2026-01-04' },
      { counters: { adults: [1, 1, 0] } },
      { expect: { 'adults/1': 'realized@2026-01-04', 'adults/2': 'realized@2026-01-03' } },
    ],
  },
  {
    name: 'an exit is forgotten after 30 days, a member never',
    audiences: adults,
    steps: [
      { put: { 1: 20, 2: 20 } },
      { runOn: '2026-01-01' },
      { put: { 1: 1 } },
      { runOn: '2026-01-02' },
      { expect: { 'adults/1': 'exited@2026-01-02' }, on: '2026-02-01' },
      { expect: { 'adults/1': undefined, 'adults/2': 'realized@2026-01-01' }, on: '2026-02-02' },
    ],
  },
  {
    name: 'nothing of a run is visible before its commit, and a discarded run leaves nothing',
    audiences: adults,
    steps: [
      { put: { 1: 20 } },
      { runOn: '2026-01-01' },
      { put: { 1: 1, 2: 40 } },
      { runOn: '2026-01-02', commit: false },
      { counters: { adults: [1, 0, 1] } },
      { expect: { 'adults/1': 'realized@2026-01-01', 'adults/2': undefined } },
      { discard: true },
      { put: { 1: 30 } },
      { runOn: '2026-01-03' },
      { counters: { adults: [1, 1, 0] } },
      { expect: { 'adults/1': 'realized@2026-01-01', 'adults/2': 'realized@2026-01-03' } },
    ],
  },
  {
    name: 'an audience that is not in a run keeps its memberships',
    audiences: { ...adults, known: 'age.isNotNull()' },
    steps: [
      { put: { 1: 20 } },
      { runOn: '2026-01-01' },
      { put: { 1: 10 } },
      { runOn: '2026-01-02', only: ['known'] },
      { expect: { 'adults/1': 'realized@2026-01-01', 'known/1': 'realized@2026-01-01' } },
      { runOn: '2026-01-03', only: ['adults'] },
      { expect: { 'adults/1': 'exited@2026-01-03', 'known/1': 'realized@2026-01-01' } },
    ],
  },
  {
    name: 'a reference reads the result of the same run, else the stored membership',
    audiences: { seniors: 'inSegment("adults") and age > 60', ...adults },
    steps: [
      { put: { 1: 70 } },
      { runOn: '2026-01-01', only: ['seniors'] },
      { counters: { seniors: [0, 0, 0] } },
      { runOn: '2026-01-02' },
      { expect: { 'seniors/1': 'realized@2026-01-02' } },
      { redefine: { adults: 'age < 18' } },
      { runOn: '2026-01-03', only: ['seniors'] },
      { expect: { 'seniors/1': 'realized@2026-01-02' } },
      { runOn: '2026-01-04' },
      { expect: { 'adults/1': 'exited@2026-01-04', 'seniors/1': 'exited@2026-01-04' } },
    ],
  },
  {
    name: 'a reference works alike for what the evaluator decides, in both directions',
    audiences: {
      adults: 'age >= 18',
      mapped: 'segmentMembership.ups.adults.status = "realized"',
      seniors: 'inSegment("mapped") and age > 60',
      chained: 'inSegment("seniors") and not chain(xEvent, timestamp, [A: WHAT(true)])',
    },
    steps: [
      { put: { 1: 70, 2: 20, 3: 3 } },
      { runOn: '2026-01-01' },
      { counters: { adults: [2, 0, 0], mapped: [2, 0, 0], seniors: [1, 0, 0], chained: [1, 0, 0] } },
      { put: { 1: 10 } },
      { runOn: '2026-01-02' },
      { counters: { adults: [0, 1, 1], mapped: [0, 1, 1], seniors: [0, 0, 1], chained: [0, 0, 1] } },
      { expect: { 'chained/1': 'exited@2026-01-02', 'mapped/2': 'realized@2026-01-01' } },
    ],
  },
  {
    name: 'a profile that opts out leaves, unless the audience includes it',
    audiences: { ...adults, 'everyone opted': 'age >= 18' },
    steps: [
      { put: { 1: 20, 2: 20 } },
      { runOn: '2026-01-01' },
      { optOut: [1] },
      { runOn: '2026-01-02' },
      { counters: { adults: [0, 1, 1], 'everyone opted': [0, 2, 0] } },
    ],
  },
  {
    name: 'the memberships of a deleted audience vanish, and nothing else',
    audiences: { ...adults, known: 'age.isNotNull()' },
    steps: [
      { put: { 1: 20 } },
      { runOn: '2026-01-01' },
      { remove: 'adults' },
      { expect: { 'adults/1': undefined, 'known/1': 'realized@2026-01-01' } },
    ],
  },
];

describeColumnar('memberships over repeated runs', (store) => {
  const database = 'memberships';
  beforeEach(() => createTables(store(), database, layout));

  it.each(scenarios)('$name', async (scenario) => {
    const world = new World(scenario);
    for (const step of scenario.steps) await world.take(step);
    const heads = world.heads;
    await pruneBitmaps(store(), database, heads);
    const counts = await countMembers(store(), database, heads);
    for (const audienceId of heads.keys()) {
      const members = await readMembers(store(), database, heads, { audienceId, limit: 100 });
      const realized = await readMemberships(store(), { database, heads, now: 0 }, [1, 2, 3]);
      const listed = [...realized].filter(([, list]) =>
        list.some((one) => one.audienceId === audienceId && one.status === 'realized'),
      );
      expect(members.map((member) => member.profileNo)).toEqual(listed.map(([no]) => no).sort());
      expect(counts.get(audienceId) ?? 0).toBe(members.length);
    }
  });

  it('reads members in pages with their identity', async () => {
    const world = new World({ name: '', audiences: adults, steps: [] });
    await world.take({ put: { 1: 20, 2: 10, 3: 30, 4: 40 } });
    await world.take({ runOn: '2026-01-01' });
    const page = (after?: number) =>
      readMembers(store(), database, world.heads, {
        audienceId: 'adults',
        limit: 2,
        ...(after === undefined ? {} : { after }),
      });
    expect((await page()).map(({ profileNo, namespace, id }) => [profileNo, namespace, id])).toEqual([
      [1, 'Email', '1@example.com'],
      [3, 'Email', '3@example.com'],
    ]);
    expect((await page(3)).map(({ profileNo }) => profileNo)).toEqual([4]);
    expect(await page(4)).toEqual([]);
    expect(await readMembers(store(), database, world.heads, { audienceId: 'never evaluated', limit: 2 })).toEqual([]);
  });

  it('drops the bitmaps of runs of a deleted audience alone, and keeps those of others', async () => {
    const audiences = { ...adults, known: 'age.isNotNull()', young: 'age < 30' };
    const world = new World({ name: '', audiences, steps: [] });
    await world.take({ put: { 1: 20, 2: 40 } });
    await world.take({ runOn: '2026-01-01', only: ['known'] });
    await world.take({ runOn: '2026-01-02', only: ['adults', 'young'] });
    await world.take({ runOn: '2026-01-03', only: ['young'] });
    await world.take({ remove: 'young' });
    const sql =
      'SELECT run_no AS run, arraySort(groupUniqArray(audience_id)) AS ids FROM membership_bitmaps GROUP BY run';
    const rows = await store().query<{ run: string; ids: string[] }>(`${sql} ORDER BY run`, { database });
    expect(rows).toEqual([
      { run: '1', ids: ['known'] },
      { run: '2', ids: ['adults'] },
    ]);
    const counts = await countMembers(store(), database, world.heads);
    expect([counts.get('known'), counts.get('adults'), counts.get('young')]).toEqual([2, 2, undefined]);
  });

  /** Plays the steps of a scenario, as the control store and the runner would. */
  class World {
    readonly #audiences: Map<string, string>;
    readonly #profiles = new Map<number, TestProfile>();
    #heads = new Map<string, number>();
    #runNo = 0;
    #now = 0;
    #last: Awaited<ReturnType<typeof runBatch>> | undefined;

    constructor(scenario: Scenario) {
      this.#audiences = new Map(Object.entries(scenario.audiences));
    }

    get heads(): ReadonlyMap<string, number> {
      return this.#heads;
    }

    async take(step: Step): Promise<void> {
      if ('put' in step)
        await this.#put(Object.entries(step.put).map(([no, age]) => ({ no: Number(no), entity: { age } })));
      if ('optOut' in step)
        await this.#put(
          step.optOut.map((no) => ({ no, entity: this.#profiles.get(no)?.entity ?? {}, optedOut: true })),
        );
      if ('redefine' in step) for (const [id, text] of Object.entries(step.redefine)) this.#audiences.set(id, text);
      if ('runOn' in step) await this.#evaluate(step);
      if ('discard' in step) await discardRun(store(), database, this.#runNo);
      if ('remove' in step) {
        await deleteAudienceMemberships(store(), database, step.remove, { upTo: this.#runNo, goingOn: [] });
      }
      if ('counters' in step) this.#counters(step.counters);
      if ('expect' in step) await this.#look(step.expect, step.on);
    }

    async #put(profiles: readonly TestProfile[]): Promise<void> {
      for (const profile of profiles) this.#profiles.set(profile.no, profile);
      await putProfiles(store(), database, layout, profiles, this.#now + 1);
      this.#now += 1;
    }

    async #evaluate({ runOn, only, commit }: Extract<Step, { runOn: string }>): Promise<void> {
      this.#runNo += 1;
      const now = Date.parse(runOn);
      const audiences: BatchAudience[] = [...this.#audiences]
        .filter(([id]) => only === undefined || only.includes(id))
        .map(([id, text]) => ({ id, expression: expression(text), excludeOptOut: !id.startsWith('everyone') }));
      const run = { database, audiences, layout, now, runNo: this.#runNo, heads: this.#heads, rangeSize: 2 };
      this.#last = await runBatch(store(), run, loaderOf([...this.#profiles.values()]));
      expect(this.#last.failures).toEqual([]);
      if (commit === false) return;
      this.#heads = new Map([...this.#heads, ...this.#last.results.map(({ id }) => [id, this.#runNo] as const)]);
    }

    #counters(expected: Extract<Step, { counters: unknown }>['counters']): void {
      const found =
        this.#last?.results.map(({ id, realized, existing, exited }) => [id, [realized, existing, exited]]) ?? [];
      expect(Object.fromEntries(found)).toEqual(expected);
      for (const { members, realized, existing } of this.#last?.results ?? [])
        expect(members).toBe(realized + existing);
    }

    async #look(expected: Readonly<Record<string, string | undefined>>, on = '2026-01-05'): Promise<void> {
      const view = { database, heads: this.#heads, now: Date.parse(on) };
      const found = await readMemberships(store(), view, [1, 2, 3]);
      const seen = Object.keys(expected).map((key) => {
        const [audience, no] = key.split('/');
        const entry = found.get(Number(no))?.find(({ audienceId }) => audienceId === audience);
        return [key, entry && `${entry.status}@${new Date(entry.lastQualificationTime).toISOString().slice(0, 10)}`];
      });
      expect(Object.fromEntries(seen)).toEqual(expected);
    }
  }
});
