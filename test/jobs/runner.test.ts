import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/audiences/definition.ts';
import { type Job, newJob } from '../../src/jobs/job.ts';
import type { JobKind, Result, RunContext } from '../../src/jobs/kind.ts';
import { jobMigrations } from '../../src/jobs/migrations.ts';
import { JobQueue } from '../../src/jobs/queue.ts';
import { type JobDb, JobRepository, type JobTables } from '../../src/jobs/repository.ts';
import { JobRunner } from '../../src/jobs/runner.ts';
import { ColumnarError } from '../../src/store/columnar/error.ts';
import { type ControlStore, openControl } from '../../src/store/control/control.ts';
import { ManualTimer } from './manual-timer.ts';

const scopeOf = (sandboxId: string): Scope => ({
  imsOrgId: 'ORG@AdobeOrg',
  sandbox: { sandboxId, sandboxName: 'prod', type: 'production', default: true },
});

interface Errand extends Job {
  readonly exclusive: readonly string[];
  readonly started?: true;
  readonly outcome?: string;
}

/** Work that the test ends by hand. */
interface Work {
  readonly job: string;
  readonly context: RunContext;
  succeed(commit?: Result<Errand>['commit']): void;
  fail(error: Error): void;
}

describe('the runner', () => {
  let control: ControlStore;
  let timer: ManualTimer;
  let now: number;
  let work: Work[];
  let prepared: string[];
  let cleared: string[];
  let unexpected: unknown[];
  let runners: JobRunner[];
  /** What `prepare` waits for. */
  let beforeStart: Promise<unknown>;

  beforeEach(async () => {
    control = openControl(':memory:');
    await control.migrate(jobMigrations);
    timer = new ManualTimer();
    now = 1_767_261_600_000;
    [work, prepared, cleared, unexpected, runners] = [[], [], [], [], []];
    beforeStart = Promise.resolve();
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await control.close();
  });

  const jobs = (kind: string) => new JobRepository<Errand>(control, kind);
  const kindOf = (name: string, waitsAs: 'NEW' | 'QUEUED', maxConcurrent: number): JobKind<Errand> => ({
    name,
    jobs: jobs(name),
    maxConcurrent,
    waitsAs,
    exclusive: (job) => job.exclusive,
    async prepare(job) {
      prepared.push(job.id);
      await beforeStart;
      return {
        started: (stored) => ({ ...stored, started: true }),
        run: (context) =>
          new Promise((resolve, reject) => {
            context.signal.addEventListener('abort', () => reject(context.signal.reason));
            work.push({
              job: job.id,
              context,
              succeed: (commit) =>
                resolve({
                  status: 'SUCCEEDED',
                  ended: (stored) => ({ ...stored, outcome: 'done' }),
                  ...(commit && { commit }),
                }),
              fail: reject,
            });
          }),
      };
    },
    clear: async ({ id }) => void cleared.push(id),
    recover: async () => undefined,
    requeued: ({ started: _started, ...job }) => job,
    failure: () => ({ code: 'unknown', msg: 'It failed.' }),
  });

  function start(maxConcurrent = 1): JobRunner {
    const runner = new JobRunner({
      queue: new JobQueue(control),
      timer,
      now: () => now,
      exposeStacks: false,
      onUnexpected: (error) => unexpected.push(error),
    });
    runner.add(kindOf('red', 'QUEUED', maxConcurrent));
    runner.add(kindOf('blue', 'NEW', maxConcurrent));
    runners.push(runner);
    return runner;
  }

  let ids = 0;
  async function submit(runner: JobRunner, kind: string, options: { sandbox?: string; exclusive?: string[] } = {}) {
    const scope = scopeOf(options.sandbox ?? 's1');
    const id = `job ${++ids}`;
    const origin = { source: 'api', requestId: 'r' } as const;
    await jobs(kind).insert({ ...newJob(id, scope, origin, now), exclusive: options.exclusive ?? [] });
    runner.wake(scope.sandbox.sandboxId);
    return id;
  }
  const workOf = (id: string): Work => {
    const found = work.findLast(({ job }) => job === id);
    if (found === undefined) throw new Error(`${id} does not run`);
    return found;
  };
  const isRunning = (id: string) => work.some(({ job }) => job === id);
  const until = async (condition: () => boolean | Promise<boolean>) => {
    for (let turn = 0; turn < 1000; turn++) {
      if (await condition()) return;
      await new Promise(setImmediate);
    }
    throw new Error('The state did not come');
  };
  const status = async (kind: string, id: string) => (await jobs(kind).find(id))?.status;

  it('gives each kind slots of its own in each sandbox', async () => {
    const runner = start();
    const red = await submit(runner, 'red');
    const blue = await submit(runner, 'blue');
    const elsewhere = await submit(runner, 'red', { sandbox: 's2' });
    const secondRed = await submit(runner, 'red');
    const secondBlue = await submit(runner, 'blue');
    await until(() => [red, blue, elsewhere].every(isRunning));
    await until(async () => (await status('red', secondRed)) === 'QUEUED');
    expect(await status('blue', secondBlue)).toBe('NEW');
    expect(work).toHaveLength(3);
    workOf(blue).succeed();
    await until(() => isRunning(secondBlue));
    expect(isRunning(secondRed)).toBe(false);
  });

  it('never runs two jobs of a sandbox that need the same thing, whatever their kinds', async () => {
    const runner = start(3);
    const first = await submit(runner, 'red', { exclusive: ['log', 'disk'] });
    const second = await submit(runner, 'blue', { exclusive: ['log'] });
    const third = await submit(runner, 'red', { exclusive: ['paper'] });
    const elsewhere = await submit(runner, 'blue', { sandbox: 's2', exclusive: ['log'] });
    await until(() => [first, third, elsewhere].every(isRunning));
    expect(isRunning(second)).toBe(false);
    expect(workOf(first).context.isAlone()).toBe(false);
    expect(workOf(elsewhere).context.isAlone()).toBe(true);
    workOf(first).succeed();
    await until(() => isRunning(second));
  });

  it('writes what a job commits in the transaction that ends it', async () => {
    const runner = start();
    const good = await submit(runner, 'red');
    const bad = await submit(runner, 'red');
    const note = (sandbox_id: string) => async (db: JobDb) => {
      await db.insertInto('membership_head').values({ sandbox_id, audience_id: 'a', run_no: 1 }).execute();
    };
    await until(() => isRunning(good));
    workOf(good).succeed(note('good'));
    await until(() => isRunning(bad));
    workOf(bad).succeed(async (db) => {
      await note('bad')(db);
      throw new Error('half of it');
    });
    await runner.idle();
    const db: JobDb = control.db.withTables<JobTables>();
    expect(await db.selectFrom('membership_head').select('sandbox_id').execute()).toEqual([{ sandbox_id: 'good' }]);
    expect(await jobs('red').find(good)).toMatchObject({ status: 'SUCCEEDED', outcome: 'done', endTime: now });
    expect(await jobs('red').find(bad)).toMatchObject({ status: 'FAILED', errors: [{ code: 'unknown' }] });
    expect(cleared).toEqual([good, bad]);
  });

  it('tries again when the store cannot be reached, later each time, and then gives up', async () => {
    const runner = start();
    const id = await submit(runner, 'red');
    const waits: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      await until(() => work.length === attempt);
      workOf(id).fail(new ColumnarError('unavailable', 'connection refused'));
      await runner.idle();
      const job = await jobs('red').find(id);
      if (job?.status === 'FAILED') break;
      expect(job).toMatchObject({ status: 'QUEUED', retries: attempt, errors: [] });
      expect(job?.startTime).toBeUndefined();
      expect(job?.started).toBeUndefined();
      const wait = (job?.notBefore ?? 0) - now;
      waits.push(wait);
      // Waking before the time changes nothing.
      runner.wake('s1');
      await runner.idle();
      expect(work).toHaveLength(attempt);
      now += wait;
      timer.advance(wait);
    }
    expect(waits).toEqual([5_000, 30_000, 120_000]);
    expect(await jobs('red').find(id)).toMatchObject({ status: 'FAILED', retries: 3 });
    expect(cleared).toEqual([id, id, id, id]);
    expect(unexpected).toHaveLength(4);
  });

  it('fails at once for any other reason', async () => {
    const runner = start();
    const id = await submit(runner, 'blue');
    await until(() => isRunning(id));
    workOf(id).fail(new ColumnarError('memory', 'too much'));
    await runner.idle();
    expect(await jobs('blue').find(id)).toMatchObject({
      status: 'FAILED',
      errors: [{ code: 'unknown', msg: 'It failed.', callStack: '' }],
    });
  });

  it('lets others pass while a job waits for its next try', async () => {
    const runner = start();
    const first = await submit(runner, 'red');
    const second = await submit(runner, 'red');
    await until(() => isRunning(first));
    workOf(first).fail(new ColumnarError('unavailable', 'connection refused'));
    await until(() => isRunning(second));
    expect(await status('red', first)).toBe('QUEUED');
  });

  it('does not start a job that is cancelled while it is prepared', async () => {
    const runner = start();
    const { promise, resolve } = Promise.withResolvers<void>();
    beforeStart = promise;
    const id = await submit(runner, 'blue');
    await until(() => prepared.includes(id));
    await runner.cancel('blue', id);
    resolve();
    await runner.idle();
    expect([await status('blue', id), work, cleared]).toEqual(['CANCELLED', [], [id]]);
  });

  it('stores the time and the progress of running jobs every 5 seconds', async () => {
    const runner = start();
    const id = await submit(runner, 'red');
    await until(() => isRunning(id));
    const stored = () =>
      control.db
        .withTables<JobTables>()
        .selectFrom('job')
        .select(['heartbeat', 'progress_done', 'progress_total'])
        .where('id', '=', id)
        .executeTakeFirst();
    expect(await stored()).toEqual({ heartbeat: null, progress_done: null, progress_total: null });
    for (const done of [10, 20]) {
      workOf(id).context.onProgress(done, 100);
      expect(runner.progress('red', id)).toEqual({ done, total: 100 });
      now += 5_000;
      timer.advance(5_000);
      const expected = { heartbeat: now, progress_done: done, progress_total: 100 };
      await until(async () => JSON.stringify(await stored()) === JSON.stringify(expected));
      await until(() => timer.next === 5_000);
    }
    workOf(id).succeed();
    await runner.idle();
    timer.advance(5_000);
    expect(runner.progress('red', id)).toBeUndefined();
    await until(() => timer.next === undefined);
  });

  it.each([
    ['red', 'QUEUED'],
    ['blue', 'NEW'],
  ])('puts %s jobs back as %s after a stop and after one crash, with their work removed', async (kind, waiting) => {
    const first = start();
    const stopped = await submit(first, kind);
    await until(() => isRunning(stopped));
    await first.stop();
    expect(await jobs(kind).find(stopped)).toMatchObject({ status: waiting, interruptions: 0 });
    await jobs(kind).change(stopped, (job) => ({ ...job, status: 'PROCESSING', started: true, startTime: now }));
    cleared = [];
    await start(0).start();
    const recovered = await jobs(kind).find(stopped);
    expect(recovered).toMatchObject({ status: waiting, interruptions: 1 });
    expect([recovered?.startTime, recovered?.started, cleared]).toEqual([undefined, undefined, [stopped]]);
  });

  it('leaves jobs of a kind that it does not know alone', async () => {
    const runner = start();
    await submit(runner, 'green');
    const red = await submit(runner, 'red');
    await until(() => isRunning(red));
    expect(unexpected).toEqual([]);
  });

  it('gives numbers as ids, increasing over removals', async () => {
    const make = (id: string): Errand => ({
      ...newJob(id, scopeOf('s1'), { source: 'api', requestId: 'r' }, now),
      exclusive: [],
    });
    const numbers: number[] = [];
    for (let index = 0; index < 3; index++) {
      const { id } = await jobs('blue').insertNumbered(make);
      expect((await jobs('blue').get('s1', id))?.id).toBe(id);
      await jobs('blue').delete(id);
      numbers.push(Number(id));
    }
    expect(numbers.every((number) => Number.isSafeInteger(number) && number > 0)).toBe(true);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});

describe('the tables of jobs', () => {
  it('keep the segment jobs of the first version', async () => {
    await using stack = new AsyncDisposableStack();
    const control = stack.adopt(openControl(':memory:'), (store) => store.close());
    await control.migrate(jobMigrations.filter(({ version }) => version === 1));
    const scope = scopeOf('s1');
    const totalTime = { startTimeInMs: 5_000, endTimeInMs: 7_500, totalTimeInMs: 2_500 };
    const profileSegmentationTime = { startTimeInMs: 6_000, endTimeInMs: 7_000, totalTimeInMs: 1_000 };
    const counters = { totalProfiles: 3 };
    const old = { id: 'done', scope, status: 'SUCCEEDED', errors: [], creationTime: 4_000, updateEpoch: 7 };
    const waiting = { totalTime: {}, profileSegmentationTime: {} };
    for (const document of [
      { ...old, metrics: { totalTime, profileSegmentationTime, counters } },
      { ...old, id: 'new', status: 'NEW', metrics: waiting },
    ]) {
      await control.db
        .withTables<{ segment_job: Record<string, string | number> }>()
        .insertInto('segment_job')
        .values({
          id: document.id,
          sandbox_id: 's1',
          status: document.status,
          source: 'api',
          creation_time: document.creationTime,
          update_epoch: document.updateEpoch,
          document: JSON.stringify(document),
        })
        .execute();
    }
    await control.migrate(jobMigrations);
    const jobs = new JobRepository<Job>(control, 'segment');
    const common = { scope, errors: [], creationTime: 4_000, updateTime: 7_000, retries: 0 };
    expect(await jobs.find('done')).toEqual({
      ...common,
      id: 'done',
      status: 'SUCCEEDED',
      startTime: 5_000,
      endTime: 7_500,
      profileSegmentationTime,
      counters,
    });
    expect(await jobs.find('new')).toMatchObject({ ...common, id: 'new', status: 'NEW' });
    expect((await new JobQueue(control).waiting()).map(({ id }) => id)).toEqual(['new']);
  });
});
