import { beforeAll, expect, it } from 'vitest';
import { type BatchProgress, type BatchRun, discardRun, evaluateAdHoc, runBatch } from '../../src/evaluation/index.ts';
import type { Ir } from '../../src/pql/ir.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { createTables, putProfiles, type TestProfile } from './tables.ts';
import { expression, layout, loaderOf, now } from './world.ts';

const buy = (timestamp: string, value: number) => ({ timestamp, eventType: 'buy', value });

const profiles: readonly TestProfile[] = [
  { no: 1, entity: { age: 20 }, events: [buy('2026-11-20T00:00:00Z', 10), buy('2026-11-21T00:00:00Z', 20)] },
  { no: 2, entity: { age: 30 }, events: [buy('2026-11-21T00:00:00Z', 5)], optedOut: true },
  {
    no: 3,
    entity: { age: 40 },
    identities: [
      { ns: 'Email', id: 'c' },
      { ns: 'ECID', id: '1' },
      { ns: 'ECID', id: '2' },
    ],
  },
  { no: 4, entity: {}, identities: [] },
];

/** The evaluator decides it: SQL has no exact form of what the second event must be. */
const unequal = 'value != A.value';
const chain = `chain(xEvent, timestamp, [A: WHAT(eventType = "buy"), B: WHAT(eventType = "buy" and ${unequal})])`;

describeColumnar('a batch run', (store) => {
  const database = 'run';
  let runNo = 0;
  beforeAll(async () => {
    await createTables(store(), database, layout);
    await putProfiles(store(), database, layout, profiles);
  });

  /** A run of audiences given as text, or as a tree that no parser would give. */
  function runOf(audiences: Readonly<Record<string, string | Ir>>, more: Partial<BatchRun> = {}) {
    runNo += 1;
    const entries = Object.entries(audiences).map(([id, text]) => ({
      id,
      expression: typeof text === 'string' ? expression(text) : text,
      excludeOptOut: false,
    }));
    const run: BatchRun = { database, audiences: entries, layout, now, runNo, heads: new Map(), ...more };
    return runBatch(store(), run, loaderOf(profiles));
  }

  async function tablesOfRuns(): Promise<readonly string[]> {
    const rows = await store().query<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = {database:String} AND startsWith(name, 'run_')",
      { params: { database } },
    );
    return rows.map(({ name }) => name);
  }

  it('counts members by namespace, one profile once', async () => {
    const { results, profiles: scanned } = await runOf({ all: 'true', known: 'age > 20', none: 'age > 99' });
    expect(scanned).toBe(4);
    expect(results.map(({ id, members, byNamespace }) => [id, members, byNamespace])).toEqual([
      ['all', 4, { email: 3, ecid: 1 }],
      ['known', 2, { email: 2, ecid: 1 }],
      ['none', 0, {}],
    ]);
  });

  it('decides many audiences as it decides few, and leaves no tables', async () => {
    const events = Array.from({ length: 90 }, (_, index) => `xEvent[eventType = "buy" and value > ${index % 30}]`);
    const texts = events.flatMap((list, index) => [
      `${list}.count() >= ${1 + (index % 2)}`,
      `age >= 20 and ${list}.sum(value) > ${index}`,
    ]);
    const audiences = (some: readonly string[]) => Object.fromEntries(some.map((text) => [text, text]));
    const { failures, results } = await runOf(audiences(texts));
    expect(failures).toEqual([]);
    const few = await Promise.all([0, 60, 175].map((at) => runOf(audiences(texts.slice(at, at + 5)))));
    const members = new Map(results.map((result) => [result.id, result.members]));
    expect(few.flatMap((run) => run.results.map((one) => members.get(one.id) === one.members))).toEqual(
      Array.from({ length: 15 }, () => true),
    );
    expect(new Set(members.values())).toEqual(new Set([0, 1, 2]));
    expect(await tablesOfRuns()).toEqual([]);
  });

  it('removes tables that an interrupted run left', async () => {
    await store().command('CREATE TABLE run_77_events_0 (profile_key UInt64) ENGINE = Memory', { database });
    await store().command('CREATE TABLE run_7_events_0 (profile_key UInt64) ENGINE = Memory', { database });
    await discardRun(store(), database, 7);
    expect(await tablesOfRuns()).toEqual(['run_77_events_0']);
    await discardRun(store(), database, 77);
    expect(await tablesOfRuns()).toEqual([]);
  });

  it('says how each audience was evaluated, and why', async () => {
    const text = `age < 30 and ${chain}`;
    const { results } = await runOf({ simple: 'age > 1', sequence: text });
    expect(results.map(({ id, members, evaluation }) => [id, members, evaluation])).toEqual([
      ['simple', 3, { kind: 'pushdown' }],
      [
        'sequence',
        1,
        {
          kind: 'residual',
          reason: 'a condition on an earlier event of a chain that is no equality of fields',
          span: { start: text.indexOf(unequal), end: text.indexOf(unequal) + unequal.length },
          candidates: 1,
          exceeded: 0,
        },
      ],
    ]);
  });

  it('goes over ranges of profiles and tells how far it is', async () => {
    const seen: BatchProgress[] = [];
    const { results } = await runOf(
      { all: 'true', chained: `not ${chain}` },
      { rangeSize: 1, onProgress: (progress) => seen.push(progress) },
    );
    expect(results.map(({ members }) => members)).toEqual([4, 3]);
    expect(seen.length).toBe(5);
    expect(seen.at(0)).toEqual({ profilesDone: 0, profilesTotal: 4 });
    expect(seen.at(-1)).toEqual({ profilesDone: 4, profilesTotal: 4 });
    expect(seen.map(({ profilesDone }) => profilesDone)).toEqual(
      seen.map(({ profilesDone }) => profilesDone).toSorted(),
    );
  });

  it('fails an audience that does not compile with those that refer to it, and evaluates the others', async () => {
    const unbound: Ir = { kind: 'variable', id: 7, type: { kind: 'boolean' }, span: { start: 0, end: 0 } };
    const { results, failures } = await runOf({
      'far reader': 'inSegment("reader")',
      reader: 'inSegment("broken")',
      broken: unbound,
      good: 'age > 20',
      'also good': 'inSegment("good")',
    });
    expect(results.map(({ id, members }) => [id, members])).toEqual([
      ['good', 2],
      ['also good', 2],
    ]);
    expect(failures.map(({ id, code, message }) => [id, code, message])).toEqual([
      ['broken', '0080000001', 'broken could not be compiled'],
      ['reader', '0080000001', 'reader refers to broken, which failed'],
      ['far reader', '0080000001', 'far reader refers to reader, which failed'],
    ]);
  });

  it('fails an audience that the engine refuses, alone', async () => {
    const layoutOfTomorrow = {
      ...layout,
      profile: [...layout.profile, { path: ['unused'], name: '/unused', type: { kind: 'string' } as const }],
    };
    const run = {
      broken: 'unused = "a"',
      reader: 'not inSegment("broken")',
      good: 'age > 20',
      chained: `inSegment("broken") or ${chain}`,
      'broken candidates': `unused = "a" and ${chain}`,
      'reader of candidates': 'inSegment("broken candidates")',
      'good candidates': chain,
    };
    const { results, failures } = await runOf(run, { layout: layoutOfTomorrow });
    expect(results.map(({ id, members }) => [id, members])).toEqual([
      ['good', 2],
      ['good candidates', 1],
    ]);
    expect(failures.map(({ id, code }) => [id, code])).toEqual([
      ['broken', '0080000002'],
      ['reader', '0080000002'],
      ['chained', '0080000002'],
      ['broken candidates', '0080000002'],
      ['reader of candidates', '0080000002'],
    ]);
  });

  it('fails what refers to an audience that failed before the run', async () => {
    const failure = { id: 'unreadable', code: '0080000001', message: 'unreadable does not parse' } as const;
    const { results, failures } = await runOf(
      { reader: 'inSegment("unreadable")', good: 'true' },
      { failures: [failure] },
    );
    expect(results.map(({ id }) => id)).toEqual(['good']);
    expect(failures.map(({ id }) => id)).toEqual(['unreadable', 'reader']);
  });

  it('fails audiences that refer to each other', async () => {
    const { results, failures } = await runOf({ a: 'inSegment("b")', b: 'inSegment("a")', good: 'true' });
    expect(results.map(({ id }) => id)).toEqual(['good']);
    expect(failures.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(failures.map(({ message }) => message)).toContain('a refers to itself: a → b → a');
  });

  it('stops when it is cancelled', async () => {
    const reason = new Error('cancelled by its owner');
    await expect(runOf({ all: 'true' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const running = runOf(
      { all: 'true' },
      { rangeSize: 1, signal: controller.signal, onProgress: () => controller.abort(reason) },
    );
    await expect(running).rejects.toBe(reason);
  });

  it('computes equal aggregates of different audiences once', async () => {
    const { results } = await runOf({
      twice: 'xEvent[eventType = "buy"].count() >= 2',
      once: 'exists E from xEvent where E.eventType = "buy"',
      never: 'none E from xEvent where E.eventType = "buy"',
      rich: 'xEvent[eventType = "buy"].sum(value) > 20',
    });
    expect(results.map(({ id, members }) => [id, members])).toEqual([
      ['twice', 1],
      ['once', 2],
      ['never', 2],
      ['rich', 1],
    ]);
  });

  const nested = (levels: number, wrap: (inner: string) => string, innermost: string) =>
    Array.from({ length: levels }).reduce<string>((inner) => wrap(inner), innermost);

  it.each([
    ['many alternatives', Array.from({ length: 1000 }, (_, index) => `age = ${index + 20}`).join(' or '), 'pushdown'],
    ['a long list', `age in [${Array.from({ length: 4000 }, (_, index) => index + 20).join(', ')}]`, 'pushdown'],
    ['a long sum', `${Array.from({ length: 480 }, () => 'age').join(' + ')} > 0`, 'pushdown'],
    ['deep negation', nested(40, (inner) => `not (${inner})`, 'age.isNotNull()'), 'pushdown'],
    ['deep choices', nested(60, (inner) => `if(${inner}, age > 1, active)`, 'age > 2'), 'pushdown'],
    [
      'text that doubles with every level',
      `(${nested(40, (inner) => `let a = (${inner}) in a + a`, 'age')}) > 0`,
      'residual',
    ],
  ] as const)('takes expressions at the limits of the language: %s', async (_, text, kind) => {
    const { failures, results } = await runOf({ large: text });
    expect(failures).toEqual([]);
    expect(results.map(({ members, evaluation }) => [members, evaluation.kind])).toEqual([[3, kind]]);
  });

  it.each([
    ['age >= 30', true, 1, 0.25, 'pushdown'],
    ['age >= 30', false, 2, 0.5, 'pushdown'],
    [chain, true, 1, 0.25, 'residual'],
    ['inSegment("stored")', false, 2, 0.5, 'pushdown'],
  ] as const)('answers %s ad hoc (opt-outs excluded: %s)', async (text, excludeOptOut, members, share, kind) => {
    await runOf({ stored: 'age > 20' });
    const heads = new Map([['stored', runNo]]);
    const query = { database, layout, now, heads, expression: expression(text), excludeOptOut, rangeSize: 2 };
    const result = await evaluateAdHoc(store(), query, loaderOf(profiles));
    expect(result).toMatchObject({ members, share, profiles: 4, evaluation: { kind } });
    expect(result.sample).toHaveLength(members);
  });
});
