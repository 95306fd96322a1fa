import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/audiences/definition.ts';
import { audienceMigrations } from '../../../src/audiences/migrations.ts';
import { DefinitionRepository } from '../../../src/audiences/repository.ts';
import { ServiceError } from '../../../src/errors.ts';
import { type Job, type JobStatus, newJob } from '../../../src/jobs/job.ts';
import { jobMigrations } from '../../../src/jobs/migrations.ts';
import { JobQueue } from '../../../src/jobs/queue.ts';
import { JobRepository } from '../../../src/jobs/repository.ts';
import { parseCron } from '../../../src/jobs/schedules/cron/cron.ts';
import { nextFire } from '../../../src/jobs/schedules/cron/next.ts';
import { scheduleMigrations } from '../../../src/jobs/schedules/migrations.ts';
import { ScheduleRepository } from '../../../src/jobs/schedules/repository.ts';
import type { ScheduledOrigin } from '../../../src/jobs/schedules/run.ts';
import { ScheduleRuns } from '../../../src/jobs/schedules/runs.ts';
import { Scheduler } from '../../../src/jobs/schedules/scheduler.ts';
import { Schedules } from '../../../src/jobs/schedules/service.ts';
import type { ScheduleWork } from '../../../src/jobs/schedules/work.ts';
import { Serial } from '../../../src/serial.ts';
import { type ControlStore, openControl } from '../../../src/store/control/control.ts';
import { ManualTimer } from '../manual-timer.ts';

const scopeOf = (sandboxId: string): Scope => ({
  imsOrgId: 'ORG@AdobeOrg',
  sandbox: { sandboxId, sandboxName: 'prod', type: 'production', default: true },
});
const scope = scopeOf('s1');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JOB = 'errand';

describe('the scheduler', () => {
  let control: ControlStore;
  let jobs: JobRepository<Job>;
  let now: number;
  let timer: ManualTimer;
  let scopes: readonly Scope[];
  let ticked: string[];
  let unexpected: unknown[];
  /** How the next job is made, where that is not as usual. */
  let submit: ((origin: ScheduledOrigin) => Promise<string | undefined>) | undefined;

  beforeEach(async () => {
    control = openControl(':memory:');
    await control.migrate([...audienceMigrations, ...jobMigrations, ...scheduleMigrations]);
    jobs = new JobRepository(control, JOB);
    now = Date.parse('2026-03-02T00:00:00Z');
    timer = new ManualTimer();
    scopes = [scope];
    [ticked, unexpected, submit] = [[], [], undefined];
  });
  afterEach(() => control.close());

  let jobIds = 0;
  async function makeJob(one: Scope, { record, ...origin }: ScheduledOrigin): Promise<string> {
    const job = { ...newJob(`job ${++jobIds}`, one, origin, now), properties: origin.properties };
    await jobs.insert({ ...job, status: 'SUCCEEDED' }, record);
    return job.id;
  }

  /** A process with its own memory over the store. */
  function start() {
    const work: ScheduleWork<unknown> = {
      kind: JOB,
      collection: '/errands',
      check: async () => undefined,
      submit: async (one, _, origin) => (submit === undefined ? makeJob(one, origin) : submit(origin)),
    };
    const works = { batch_segmentation: work, export: work };
    const definitions = new DefinitionRepository(control);
    const repository = new ScheduleRepository(control, definitions);
    const queue = new JobQueue(control);
    const runs = new ScheduleRuns({ control, queue, works, now: () => now, retentionDays: 90 });
    const writes = new Serial();
    const schedules = new Schedules({
      repository,
      runs,
      works,
      writes,
      definitions,
      mergePolicies: async () => 1,
      enforceLimits: false,
      warn: () => undefined,
      onChanged: () => scheduler.wake(),
      now: () => now,
      minIntervalHours: 1,
      defaultState: 'inactive',
    });
    const scheduler: Scheduler = new Scheduler({
      repository,
      runs,
      writes,
      scopes: async () => scopes,
      onTick: async ({ sandbox }) => void ticked.push(sandbox.sandboxId),
      timer,
      now: () => now,
      onUnexpected: (error) => unexpected.push(error),
    });
    return { scheduler, schedules };
  }
  type Process = ReturnType<typeof start>;

  const create = ({ schedules }: Process, schedule: string, state: 'active' | 'inactive' = 'active', one = scope) =>
    schedules.create(one, { name: schedule, task: { type: 'batch_segmentation', segments: [] }, schedule, state });
  const at = (text: string) => {
    now = Date.parse(`2026-03-${text}Z`);
  };
  /** The runs of a schedule in order: cause, outcome and time without year and month. */
  async function runsOf({ schedules }: Process, id: string, one = scope): Promise<string[]> {
    const { runs } = await schedules.runs(one, id, { offset: 0, limit: 1000 });
    return runs
      .map(({ cause, outcome, time }) => `${cause} ${outcome} ${new Date(time).toISOString().slice(8, 16)}`)
      .toReversed();
  }

  interface Scenario {
    readonly name: string;
    readonly cron: string;
    /** When the clock is looked at, one tick each; a restart before it where marked. */
    readonly ticks: readonly string[];
    readonly runs: readonly string[];
  }
  it.each<Scenario>([
    {
      name: 'runs once at its time, whatever the number of looks',
      cron: '0 0 1 * * ?',
      ticks: ['02T00:59:59', '02T01:00:00', '02T01:00:01', '02T01:01', '02T23:00', '03T01:00:30'],
      runs: ['schedule submitted 02T01:00', 'schedule submitted 03T01:00'],
    },
    {
      name: 'makes up for the last missed time alone',
      cron: '0 0 1 * * ?',
      ticks: ['02T01:00', 'restart 06T09:00', '06T09:01', '07T01:00'],
      runs: ['schedule submitted 02T01:00', 'missed submitted 06T09:00', 'schedule submitted 07T01:00'],
    },
    {
      name: 'does not make up for a time that is 24 hours old',
      cron: '0 0 1 ? * MON',
      ticks: ['restart 03T01:00:00', '08T23:00', '09T01:00'],
      runs: ['schedule submitted 09T01:00'],
    },
    {
      name: 'makes up for a time that is less than 24 hours old',
      cron: '0 0 1 ? * MON',
      ticks: ['restart 03T00:59:59'],
      runs: ['missed submitted 03T00:59'],
    },
    {
      name: 'runs once for a clock that jumps ahead',
      cron: '0 0 * * * ?',
      ticks: ['02T01:00', '02T07:30', '02T07:31', '02T08:00'],
      runs: ['schedule submitted 02T01:00', 'missed submitted 02T07:30', 'schedule submitted 02T08:00'],
    },
    {
      name: 'does not run again for a clock that is set back by less than a day',
      cron: '0 0 1 * * ?',
      ticks: ['05T01:00', '05T00:30', '05T01:00', '04T02:00', '05T01:00', '06T01:00'],
      runs: ['schedule submitted 05T01:00', 'schedule submitted 06T01:00'],
    },
    {
      name: 'goes on by the clock when it is set back by more than a day',
      cron: '0 0 1 * * ?',
      ticks: ['25T01:00', '05T12:00', '05T23:00', '06T01:00'],
      runs: ['schedule submitted 25T01:00', 'schedule submitted 06T01:00'],
    },
  ])('$name', async ({ cron, ticks, runs }) => {
    let process = start();
    const { id } = await create(process, cron);
    for (const tick of ticks) {
      if (tick.startsWith('restart ')) process = start();
      at(tick.replace('restart ', ''));
      await process.scheduler.tick();
    }
    // By the time of the run the clock may have been behind that of an earlier one.
    expect((await runsOf(process, id)).toSorted()).toEqual(runs.toSorted());
    expect(unexpected).toEqual([]);
  });

  it('runs once a look exactly when a time passed since the last, less than a day ago', async () => {
    const expression = fc.constantFrom('0 0 1 * * ?', '0 30 * * * ?', '0 0 6 ? * MON-FRI', '15 0 0,12 1,15 * ?');
    const steps = fc.array(fc.integer({ min: 0, max: 4 * DAY }), { minLength: 1, maxLength: 20 });
    let total = 0;
    await fc.assert(
      fc.asyncProperty(expression, steps, async (cron, waits) => {
        const process = start();
        const { id } = await create(process, cron);
        let last = now;
        const expected: number[] = [];
        for (const wait of waits) {
          now += wait;
          await process.scheduler.tick();
          const fires: number[] = [];
          for (let fire = nextFire(parseCron(cron), last); fire !== undefined && fire <= now; ) {
            fires.push(fire);
            fire = nextFire(parseCron(cron), fire);
          }
          if (fires.some((fire) => now - fire < DAY)) expected.push(now);
          last = now;
        }
        const { runs } = await process.schedules.runs(scope, id, { offset: 0, limit: 1000 });
        expect(runs.map(({ time }) => time).toReversed()).toEqual(expected);
        total += expected.length;
        await process.schedules.delete(scope, id, () => undefined, false);
      }),
      { numRuns: 40 },
    );
    expect(total).toBeGreaterThan(40);
  });

  it('skips a time while the job before has not ended', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 * * ?');
    const end = (status: JobStatus) => jobs.change(`job ${jobIds}`, (job) => ({ ...job, status }));
    at('02T01:00:00');
    await process.scheduler.tick();
    for (const [time, status] of [
      ['03T01:00:00', 'PROCESSING'],
      ['04T01:00:00', 'CANCELLING'],
      ['05T01:00:00', 'NEW'],
      ['06T01:00:00', 'FAILED'],
    ] as const) {
      await end(status);
      at(time);
      await process.scheduler.tick();
    }
    expect(await runsOf(process, id)).toEqual([
      'schedule submitted 02T01:00',
      'schedule skipped 03T01:00',
      'schedule skipped 04T01:00',
      'schedule skipped 05T01:00',
      'schedule submitted 06T01:00',
    ]);
  });

  it('shows why no job could be made, and tries again at the next time', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 * * ?');
    const errors = [new ServiceError('UPLIB-101554-503', 'Dataset x cannot be retrieved.'), new Error('secret')];
    for (const [index, error] of errors.entries()) {
      submit = () => Promise.reject(error);
      at(`0${index + 2}T01:00:00`);
      await process.scheduler.tick();
    }
    submit = undefined;
    at('04T01:00:00');
    await process.scheduler.tick();
    const { runs } = await process.schedules.runs(scope, id, { offset: 0, limit: 10 });
    expect(runs.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['submitted', undefined],
      ['failed', { code: 'unknown', message: 'An unexpected error occurred.' }],
      ['failed', { code: 'UPLIB-101554-503', message: 'Dataset x cannot be retrieved.' }],
    ]);
    expect(unexpected).toEqual([errors[1]]);
  });

  it('makes up for a run that a crash cut off before its job was stored', async () => {
    const before = start();
    const { id } = await create(before, '0 0 1 * * ?');
    at('02T01:00:00');
    const reached = Promise.withResolvers<void>();
    submit = () => {
      reached.resolve();
      return new Promise(() => undefined);
    };
    void before.scheduler.tick();
    await reached.promise;
    submit = undefined;
    const after = start();
    at('02T01:10:00');
    await after.scheduler.tick();
    await after.scheduler.tick();
    expect(await runsOf(after, id)).toEqual(['missed submitted 02T01:10']);
  });

  it('stores job, run and next time together or not at all', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 * * ?');
    submit = async ({ record, ...origin }) => {
      const job = newJob('half', scope, origin, now);
      await jobs.insert(job, async (db, jobId) => {
        await record(db, jobId);
        throw new ServiceError('UPAPI-900061-503', 'The service is unavailable.');
      });
      return job.id;
    };
    at('02T01:00:00');
    await process.scheduler.tick();
    expect(await jobs.find('half')).toBeUndefined();
    expect(await runsOf(process, id)).toEqual(['schedule failed 02T01:00']);
  });

  it('gives the job its origin', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 * * ?');
    at('02T01:00:05');
    await process.scheduler.tick();
    const { runs } = await process.schedules.runs(scope, id, { offset: 0, limit: 1 });
    expect(await jobs.find(runs[0]?.job?.id ?? '')).toMatchObject({
      source: 'scheduler',
      requestId: `${id}-${now}`,
      properties: { scheduleId: id, runId: runs[0]?.runId },
      scope,
    });
  });

  it('runs nothing that is inactive, and nothing for being activated', async () => {
    const process = start();
    const inactive = await create(process, '0 0 1 * * ?', 'inactive');
    const stopped = await create(process, '0 0 1 * * ?');
    const change = (id: string, state: string) =>
      process.schedules.change(scope, id, { state }, () => undefined, false);
    await change(stopped.id, 'inactive');
    at('02T01:00:00');
    await process.scheduler.tick();
    await change(inactive.id, 'active');
    await process.scheduler.tick();
    expect([await runsOf(process, inactive.id), await runsOf(process, stopped.id)]).toEqual([[], []]);
    at('03T01:00:00');
    await process.scheduler.tick();
    expect(await runsOf(process, inactive.id)).toEqual(['schedule submitted 03T01:00']);
    expect(await runsOf(process, stopped.id)).toEqual([]);
  });

  it('follows a changed expression', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 * * ?');
    await process.schedules.change(scope, id, { schedule: '0 0 5 * * ?' }, () => undefined, false);
    for (const time of ['02T01:00:00', '02T05:00:00']) {
      at(time);
      await process.scheduler.tick();
    }
    expect(await runsOf(process, id)).toEqual(['schedule submitted 02T05:00']);
  });

  it('ends quietly when the last time is over', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 5 3 ? 2026');
    for (const time of ['05T01:00:00', '05T02:00:00', '31T00:00:00']) {
      at(time);
      await process.scheduler.tick();
    }
    expect(await runsOf(process, id)).toEqual(['schedule submitted 05T01:00']);
    expect(await process.schedules.get(scope, id)).toMatchObject({ state: 'active' });
  });

  it('keeps sandboxes and schedules apart', async () => {
    const process = start();
    const other = scopeOf('s2');
    scopes = [other, scope];
    const first = await create(process, '0 0 1 * * ?');
    const second = await create(process, '0 0 1 * * ?');
    const elsewhere = await create(process, '0 0 1 * * ?', 'active', other);
    submit = async (origin) => {
      if (origin.properties.scheduleId !== second.id) throw new Error('broken');
      return makeJob(scope, origin);
    };
    at('02T01:00:00');
    await process.scheduler.tick();
    expect(await runsOf(process, first.id)).toEqual(['schedule failed 02T01:00']);
    expect(await runsOf(process, second.id)).toEqual(['schedule submitted 02T01:00']);
    expect(await runsOf(process, elsewhere.id, other)).toEqual(['schedule failed 02T01:00']);
    expect(ticked).toEqual(['s2', 's1']);
    scopes = [scope];
    submit = undefined;
    at('03T01:00:00');
    await process.scheduler.tick();
    expect(await runsOf(process, elsewhere.id, other)).toHaveLength(1);
  });

  it('forgets runs after the days for which jobs are kept', async () => {
    const process = start();
    const { id } = await create(process, '0 0 1 1 * ?');
    for (const month of [4, 5, 6, 7, 8]) {
      now = Date.parse(`2026-0${month}-01T01:00:00Z`);
      await process.scheduler.tick();
    }
    const { runs, total } = await process.schedules.runs(scope, id, { offset: 0, limit: 10 });
    expect([total, runs.map(({ time }) => new Date(time).getUTCMonth() + 1)]).toEqual([3, [8, 7, 6]]);
  });

  describe('once started', () => {
    const settled = async () => {
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    };
    async function pass(ms: number): Promise<void> {
      now += ms;
      timer.advance(ms);
      await settled();
    }

    it('looks at once, then at the next time or after a minute', async () => {
      const process = start();
      const { id } = await create(process, '30 1 0 * * ?');
      process.scheduler.start();
      await pass(0);
      expect(ticked).toHaveLength(1);
      expect(timer.next).toBe(MINUTE);
      await pass(MINUTE);
      expect(timer.next).toBe(30_000);
      await pass(30_000);
      expect(await runsOf(process, id)).toEqual(['schedule submitted 02T00:01']);
      expect(timer.next).toBe(MINUTE);
      expect(ticked).toHaveLength(3);
      await process.scheduler.stop();
      expect(timer.next).toBeUndefined();
    });

    it('looks again when a schedule changes', async () => {
      const process = start();
      process.scheduler.start();
      await pass(0);
      expect(timer.next).toBe(MINUTE);
      await create(process, '20 0 0 * * ?');
      expect(timer.next).toBe(0);
      await pass(0);
      expect(timer.next).toBe(20_000);
      await process.scheduler.stop();
    });

    it('does not wait for a time that never comes', async () => {
      const process = start();
      await create(process, '20 0 0 * * ?');
      await pass(20_000);
      process.scheduler.start();
      await pass(0);
      expect(timer.next).toBe(MINUTE);
      await process.scheduler.stop();
      process.scheduler.wake();
      expect(timer.next).toBeUndefined();
    });
  });
});
