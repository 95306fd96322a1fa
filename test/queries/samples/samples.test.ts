import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipTables, type SampleRules, sampleDatabases } from '../../../src/evaluation/index.ts';
import { ControlBatchLedger } from '../../../src/profiles/index.ts';
import { sampleRefresh } from '../../../src/queries/samples/refresh.ts';
import { SampleRepository, sampleMigrations } from '../../../src/queries/samples/repository.ts';
import { Samples } from '../../../src/queries/samples/samples.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { openColumnar } from '../../../src/store/columnar/open.ts';
import { newSandbox } from '../../profiles/harness.ts';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/** The rules of the product, ten thousand times smaller. */
const RULES: SampleRules = { wholeBelow: 100, size: 100, fixedUpTo: 2000, oneIn: 20 };
const FOREVER = new AbortController().signal;

describe('the samples of a sandbox', () => {
  let directory: string;
  let columnar: Columnar;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'secant-samples-'));
    columnar = await openColumnar({ path: directory });
  });
  afterAll(async () => {
    await columnar.close();
    await rm(directory, { recursive: true });
  });

  async function world(profiles: number) {
    const { clock, control, database, importer, records, sandboxId } = await newSandbox(columnar);
    await control.migrate(sampleMigrations);
    await importer.prepare(sandboxId);
    let last = 0;
    const add = async (count: number) => {
      const from = last;
      last += count;
      const row = (no: number) => ({ identityMap: { CRMID: [{ id: `c${no}`, primary: true }] } });
      await records(Array.from({ length: count }, (_, index) => row(from + index)));
    };
    const open = () =>
      new Samples({
        columnar,
        repository: new SampleRepository(control),
        batches: new ControlBatchLedger(control),
        databaseOf: async () => database,
        sandboxIds: async () => [sandboxId],
        rules: RULES,
        changeAbove: 0.03,
        now: () => clock.now,
      });
    if (profiles > 0) await add(profiles);
    await createMembershipTables(columnar, database);
    const samples = open();
    const leased = async () => {
      using lease = await samples.lease(sandboxId);
      return lease.sample;
    };
    return {
      add,
      leased,
      open,
      samples,
      sandboxId,
      advance: (milliseconds: number) => {
        clock.now += milliseconds;
      },
      check: () => samples.check(sandboxId, FOREVER),
      databases: () => sampleDatabases(columnar, database),
      now: () => clock.now,
    };
  }

  it('are everything, and follow every import, while the store is small', async () => {
    const { add, advance, leased, now } = await world(50);
    const first = await leased();
    expect(first).toMatchObject({ no: 1, totalRows: 50, rows: 50, takenAt: now() });
    advance(WEEK - 1);
    expect(await leased()).toEqual(first);
    await add(1);
    const second = await leased();
    expect(second).toMatchObject({ no: 2, totalRows: 51, rows: 51, takenAt: now() });
    advance(WEEK);
    expect(await leased()).toMatchObject({ no: 3, totalRows: 51, takenAt: now() });
  });

  it('of a large store stay until it has changed by more than 3 %, or for a week', async () => {
    const { add, advance, check, leased, now } = await world(200);
    const first = await leased();
    expect(first).toMatchObject({ totalRows: 200, rows: 100 });
    expect(await check()).toBeUndefined();
    await add(6);
    expect(await check()).toBeUndefined();
    await add(1);
    expect(await leased()).toEqual(first);
    expect(await check()).toMatchObject({ no: 2, totalRows: 207, rows: 100 });
    advance(WEEK - 1);
    expect(await check()).toBeUndefined();
    advance(1);
    expect(await leased()).toMatchObject({ no: 2 });
    expect(await check()).toMatchObject({ no: 3, totalRows: 207, takenAt: now() });
  });

  it('are taken once, however many ask', async () => {
    const { leased } = await world(10);
    const found = await Promise.all([leased(), leased(), leased()]);
    expect(found.map(({ no }) => no)).toEqual([1, 1, 1]);
  });

  it('are kept while somebody reads them; of the others the last two', async () => {
    const { add, databases, leased, samples, sandboxId } = await world(10);
    const held = await samples.lease(sandboxId);
    for (let round = 0; round < 3; round += 1) {
      await add(1);
      await leased();
    }
    const numbers = async () => (await databases()).map((name) => Number(name.split('_').at(-1)));
    expect(await numbers()).toEqual([1, 3, 4]);
    held[Symbol.dispose]();
    await add(1);
    await leased();
    expect(await numbers()).toEqual([4, 5]);
  });

  it('that were not completed disappear at the next start, and the others stay', async () => {
    const { databases, leased, open, samples, sandboxId } = await world(10);
    const { database } = await leased();
    const unfinished = `${database.slice(0, -1)}7`;
    await columnar.command(`CREATE DATABASE ${unfinished} ENGINE = Atomic`);
    expect(await databases()).toEqual([database, unfinished]);
    const next = open();
    await next.start();
    expect(await databases()).toEqual([database]);
    expect(await next.newest(sandboxId)).toEqual(await samples.newest(sandboxId));
  });

  it('may fail, and say so', async () => {
    const { check, leased, samples, sandboxId } = await world(10);
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(samples.check(sandboxId, stopped)).rejects.toThrow();
    expect(samples.job(sandboxId)?.state).toBe('failed');
    expect(await samples.newest(sandboxId)).toBeUndefined();
    expect(await leased()).toMatchObject({ no: 1, rows: 10 });
    expect(samples.job(sandboxId)?.state).toBe('finished');
    expect(await check()).toBeUndefined();
  });

  it('are looked after every 15 minutes, where there is something to look after', async () => {
    const { add, check, now, samples, sandboxId } = await world(200);
    const task = sampleRefresh(samples);
    const scope = {
      imsOrgId: 'ORG@AdobeOrg',
      sandbox: { sandboxId, sandboxName: 'prod', type: 'production', default: true },
    } as const;
    const isDue = (minutesAgo?: number) =>
      task.isDue({ scope, now: now(), last: minutesAgo === undefined ? undefined : now() - minutesAgo * MINUTE });
    expect([await isDue(), await isDue(14), await isDue(15)]).toEqual([true, false, true]);
    const context = { startTime: now(), signal: FOREVER, onProgress: () => undefined, isAlone: () => true };
    expect(await task.run(scope, context)).toEqual({ profiles: 100 });
    expect([await isDue(), await isDue(15)]).toEqual([false, false]);
    await add(1);
    expect(await isDue(15)).toBe(true);
    expect(await task.run(scope, context)).toEqual({});
    expect(await check()).toBeUndefined();
  });

  it('of a sandbox without data are taken only when somebody asks', async () => {
    const { check, leased } = await world(0);
    expect(await check()).toBeUndefined();
    expect(await leased()).toMatchObject({ totalRows: 0, rows: 0, ranges: [] });
  });
});
