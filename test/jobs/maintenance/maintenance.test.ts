import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/audiences/definition.ts';
import type { MaintenanceJob } from '../../../src/jobs/maintenance/job.ts';
import { MAINTENANCE_JOB, Maintenance } from '../../../src/jobs/maintenance/maintenance.ts';
import { every, type MaintenanceTask, type Occasion } from '../../../src/jobs/maintenance/task.ts';
import { jobMigrations } from '../../../src/jobs/migrations.ts';
import { JobQueue } from '../../../src/jobs/queue.ts';
import { JobRepository } from '../../../src/jobs/repository.ts';
import { JobRunner } from '../../../src/jobs/runner.ts';
import { type ControlStore, openControl } from '../../../src/store/control/control.ts';
import { ManualTimer } from '../manual-timer.ts';

const scope: Scope = {
  imsOrgId: 'ORG@AdobeOrg',
  sandbox: { sandboxId: 'sandbox-1', sandboxName: 'prod', type: 'production', default: true },
};
const HOUR = 3_600_000;

describe('maintenance', () => {
  let control: ControlStore;
  let now: number;
  let unexpected: unknown[];
  let jobs: JobRepository<MaintenanceJob>;

  beforeEach(async () => {
    control = openControl(':memory:');
    await control.migrate(jobMigrations);
    now = 1_767_261_600_000;
    unexpected = [];
    jobs = new JobRepository<MaintenanceJob>(control, MAINTENANCE_JOB);
  });
  afterEach(() => control.close());

  function start(tasks: readonly MaintenanceTask[]) {
    const runner = new JobRunner({
      queue: new JobQueue(control),
      timer: new ManualTimer(),
      now: () => now,
      exposeStacks: false,
      onUnexpected: (error) => unexpected.push(error),
    });
    const maintenance = new Maintenance({ jobs, runner, now: () => now, retentionDays: 90 });
    for (const task of tasks) maintenance.add(task);
    runner.add(maintenance.kind());
    return { maintenance, runner };
  }
  const task = (changes: Partial<MaintenanceTask> = {}): MaintenanceTask => ({
    name: 'tidy',
    exclusive: [],
    isDue: every(24 * HOUR),
    run: async () => ({ removed: 3 }),
    ...changes,
  });
  const all = async () =>
    (await jobs.list('sandbox-1', { offset: 0, limit: 1000, sort: [{ attribute: 'creationTime', direction: 'asc' }] }))
      .jobs;

  it('makes a job when a task is due, also after a restart and a wrong clock', async () => {
    const steps: readonly [hours: number, jobsInAll: number][] = [
      [0, 1],
      [23, 1],
      [1, 2],
      [-20, 2],
      [-4, 3],
      [100 * 24, 1],
    ];
    for (const [index, [hours, total]] of steps.entries()) {
      now += hours * HOUR;
      const { maintenance, runner } = start([task()]);
      await maintenance.submitDue(scope);
      await maintenance.submitDue(scope);
      await runner.idle();
      expect([index, (await all()).length]).toEqual([index, total]);
    }
    expect((await all()).map(({ status, counters }) => [status, counters])).toEqual([['SUCCEEDED', { removed: 3 }]]);
  });

  it('asks the task, and tells it when it last had a job', async () => {
    const asked: Occasion[] = [];
    let due = false;
    const { maintenance, runner } = start([
      task({
        isDue: (occasion) => {
          asked.push(occasion);
          return due;
        },
      }),
    ]);
    await maintenance.submitDue(scope);
    due = true;
    await maintenance.submitDue(scope);
    const first = now;
    now += HOUR;
    due = false;
    await maintenance.submitDue(scope);
    await runner.idle();
    expect(asked).toEqual([
      { scope, now: first, last: undefined },
      { scope, now: first, last: undefined },
      { scope, now, last: first },
    ]);
    expect(await all()).toHaveLength(1);
  });

  it('lets one wait while one runs, and no more', async () => {
    const { promise, resolve } = Promise.withResolvers<Record<string, number>>();
    const { maintenance, runner } = start([task({ run: () => promise })]);
    const first = await maintenance.submit(scope, 'tidy');
    while ((await jobs.find(first.id))?.status !== 'PROCESSING') await new Promise(setImmediate);
    const [second, third] = await Promise.all([maintenance.submit(scope, 'tidy'), maintenance.submit(scope, 'tidy')]);
    expect(second.id).not.toBe(first.id);
    expect(third.id).toBe(second.id);
    resolve({});
    await runner.idle();
    expect((await all()).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('shows a task that failed, and one that this version does not have, as failed jobs', async () => {
    const before = start([task({ name: 'of an older version', exclusive: ['log'] })]);
    await before.runner.stop();
    await before.maintenance.submit(scope, 'of an older version');
    const { maintenance, runner } = start([task({ run: () => Promise.reject(new Error('secret')) })]);
    await maintenance.submit(scope, 'tidy');
    await runner.idle();
    const failure = [{ code: 'unknown', msg: 'An unexpected error occurred.', callStack: '' }];
    expect((await all()).map(({ status, errors }) => [status, errors])).toEqual([
      ['FAILED', failure],
      ['FAILED', failure],
    ]);
    expect(unexpected).toHaveLength(2);
  });
});
