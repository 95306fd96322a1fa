import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AudienceRepository } from '../../../src/audiences/audience-repository.ts';
import type { Scope, SegmentDefinition } from '../../../src/audiences/definition.ts';
import { audienceMigrations } from '../../../src/audiences/migrations.ts';
import { DefinitionRepository } from '../../../src/audiences/repository.ts';
import type { BatchResult } from '../../../src/evaluation/index.ts';
import { type EvaluationRequest, Evaluations } from '../../../src/jobs/evaluations.ts';
import type { JobStatus } from '../../../src/jobs/job.ts';
import { RunLedger } from '../../../src/jobs/ledger.ts';
import { jobMigrations } from '../../../src/jobs/migrations.ts';
import { JobQueue } from '../../../src/jobs/queue.ts';
import { JobRepository } from '../../../src/jobs/repository.ts';
import { JobRunner } from '../../../src/jobs/runner.ts';
import type { SegmentJob } from '../../../src/jobs/segments/job.ts';
import { SEGMENT_JOB, segmentKind } from '../../../src/jobs/segments/kind.ts';
import { SegmentJobs } from '../../../src/jobs/segments/service.ts';
import { ColumnarError } from '../../../src/store/columnar/error.ts';
import { type ControlStore, openControl } from '../../../src/store/control/control.ts';
import { ManualTimer } from '../manual-timer.ts';

const scope: Scope = {
  imsOrgId: 'ORG@AdobeOrg',
  sandbox: { sandboxId: 'sandbox-1', sandboxName: 'prod', type: 'production', default: true },
};

/** An evaluation that the test ends by hand: the runner's states are about when it ends, not about what it finds. */
interface Evaluation {
  readonly request: EvaluationRequest;
  finish(members?: number): void;
  fail(error: Error): void;
}

describe('segment jobs', () => {
  let control: ControlStore;
  let audiences: AudienceRepository;
  let definitions: DefinitionRepository;
  let evaluations: Evaluation[];
  let discarded: number[];
  let removed: string[];
  let unexpected: unknown[];
  let runners: JobRunner[];
  let timer: ManualTimer;
  let now: number;

  beforeEach(async () => {
    control = openControl(':memory:');
    await control.migrate([...audienceMigrations, ...jobMigrations]);
    audiences = new AudienceRepository(control);
    definitions = new DefinitionRepository(control);
    [evaluations, discarded, removed, unexpected, runners] = [[], [], [], [], []];
    now = 1_767_261_600_000;
    timer = new ManualTimer();
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await control.close();
  });

  function start(maxConcurrent = 1) {
    const jobs = new JobRepository<SegmentJob>(control, SEGMENT_JOB);
    const ledger = new RunLedger(control);
    const runner = new JobRunner({
      queue: new JobQueue(control),
      timer,
      now: () => now,
      exposeStacks: false,
      onUnexpected: (error) => unexpected.push(error),
    });
    const evaluations = new Evaluations({
      ledger,
      definitions,
      audiences,
      evaluate,
      discard: async (_, runNo) => void discarded.push(runNo),
      tidy: async () => undefined,
      removeAudience: async (_, id) => void removed.push(id),
      now: () => now,
    });
    runner.add(
      segmentKind({
        jobs,
        definitions,
        evaluations,
        freeze: (one, listed) => service.freeze(one, listed),
        maxConcurrent,
      }),
    );
    const service = new SegmentJobs({
      jobs,
      definitions,
      runner,
      mergePolicyVersion: async () => 1,
      now: () => now,
      maxQueued: 3,
      retentionDays: 90,
    });
    runners.push(runner);
    return { runner, service, ledger };
  }

  function evaluate(request: EvaluationRequest): Promise<BatchResult> {
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
      evaluations.push({
        request,
        finish: (members = 1) => resolve(resultOf(request, members)),
        fail: reject,
      });
    });
  }

  const resultOf = ({ definitions: evaluated }: EvaluationRequest, members: number): BatchResult => ({
    profiles: 10,
    startedAt: now + 1,
    finishedAt: now + 2,
    results: evaluated.map(({ id }) => ({
      id,
      members,
      realized: members,
      existing: 0,
      exited: 0,
      byNamespace: {},
      evaluation: { kind: 'pushdown' },
    })),
    failures: [],
  });

  async function define(changes: Partial<SegmentDefinition> = {}): Promise<string> {
    const id = randomUUID();
    await audiences.insert(scope.sandbox.sandboxId, {
      id,
      audienceId: id,
      type: 'SegmentDefinition',
      namespace: 'AEPSegments',
      originName: 'REAL_TIME_CUSTOMER_PROFILE',
      name: id,
      expression: { type: 'PQL', format: 'pql/text', value: 'true' },
      schema: { name: '_xdm.context.profile' },
      mergePolicyId: 'mp',
      evaluationInfo: { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } },
      dataGovernancePolicy: { excludeOptOut: true },
      profileInstanceId: 'ups',
      lifecycleState: 'published',
      overridePerformanceWarnings: false,
      createdBy: 'someone',
      lastModifiedBy: 'someone',
      createdAt: 1_000_000,
      updatedAt: 1_000_000,
      dependencies: [],
      etag: 'x',
      ...changes,
    });
    return id;
  }

  const origin = { requestId: 'r', profileInstanceId: 'ups', persist: true };
  const until = async (condition: () => boolean | Promise<boolean>) => {
    for (let turn = 0; turn < 1000; turn++) {
      if (await condition()) return;
      await new Promise(setImmediate);
    }
    throw new Error('The state did not come');
  };

  it('runs first in first out, the others wait as QUEUED', async () => {
    const { service, runner } = start();
    const id = await define();
    const jobs: SegmentJob[] = [];
    for (let index = 0; index < 3; index++) jobs.push(await service.create(scope, [{ segmentId: id }], origin));
    const states = () => Promise.all(jobs.map(async (job) => (await service.get(scope, job.id)).status));
    expect(jobs.map((job) => job.status)).toEqual(['NEW', 'NEW', 'NEW']);
    await until(async () => (await states()).join() === 'PROCESSING,QUEUED,QUEUED');
    evaluations[0]?.finish();
    await until(async () => (await states()).join() === 'SUCCEEDED,PROCESSING,QUEUED');
    evaluations[1]?.finish();
    await until(() => evaluations.length === 3);
    evaluations[2]?.finish();
    await runner.idle();
    expect(await states()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(unexpected).toEqual([]);
  });

  it('runs as many at once as it may, none twice', async () => {
    const { service, runner } = start(2);
    const id = await define();
    const dry = { ...origin, persist: false };
    for (const one of [origin, dry, dry]) await service.create(scope, [{ segmentId: id }], one);
    await until(() => evaluations.length === 2);
    evaluations[1]?.finish();
    await until(() => evaluations.length === 3);
    for (const evaluation of evaluations) evaluation.finish();
    await runner.idle();
    expect(new Set(evaluations.map(({ request }) => request.runNo)).size).toBe(3);
  });

  it('lets runs that write memberships of one sandbox follow each other', async () => {
    const { service, runner } = start(2);
    const id = await define();
    const first = await service.create(scope, [{ segmentId: id }], origin);
    const second = await service.create(scope, [{ segmentId: id }], origin);
    await until(async () => (await service.get(scope, second.id)).status === 'QUEUED' && evaluations.length === 1);
    expect((await service.get(scope, first.id)).status).toBe('PROCESSING');
    evaluations[0]?.finish();
    await until(() => evaluations.length === 2);
    evaluations[1]?.finish();
    await runner.idle();
  });

  it('refuses more than the queue holds', async () => {
    const { service } = start();
    const id = await define();
    for (let index = 0; index < 4; index++) {
      await service.create(scope, [{ segmentId: id }], origin);
      await until(() => evaluations.length === 1);
    }
    await expect(service.create(scope, [{ segmentId: id }], origin)).rejects.toMatchObject({
      code: 'UPAPI-900203-429',
      status: 429,
    });
  });

  it('moves the heads when the job succeeds, and only then', async () => {
    const { service, runner, ledger } = start();
    const id = await define();
    const job = await service.create(scope, [{ segmentId: id }], origin);
    await until(() => evaluations.length === 1);
    expect([...(await ledger.heads(scope.sandbox.sandboxId))]).toEqual([]);
    expect(await ledger.openRuns()).toHaveLength(1);
    evaluations[0]?.finish();
    await runner.idle();
    const done = await service.get(scope, job.id);
    expect([...(await ledger.heads(scope.sandbox.sandboxId))]).toEqual([[id, done.run?.computeJobId]]);
    expect(await ledger.openRuns()).toEqual([]);
    expect(discarded).toEqual([]);
  });

  it.each([
    ['fails', (evaluation: Evaluation) => evaluation.fail(new Error('secret detail')), 'FAILED'],
    ['is cancelled', undefined, 'CANCELLED'],
  ] as const)('commits nothing when the job %s', async (_, end, status) => {
    const { service, runner, ledger } = start();
    const job = await service.create(scope, [{ segmentId: await define() }], origin);
    await until(() => evaluations.length === 1);
    if (end === undefined) await service.cancelOrDelete(scope, job.id);
    else evaluations.forEach(end);
    await runner.idle();
    const done = await service.get(scope, job.id);
    expect(done.status).toBe(status);
    expect(done.endTime).toBe(now);
    expect(done.counters).toBeUndefined();
    expect([...(await ledger.heads(scope.sandbox.sandboxId))]).toEqual([]);
    expect(discarded).toEqual([done.run?.computeJobId]);
    expect(await ledger.openRuns()).toEqual([]);
  });

  it.each([
    [new Error('secret detail'), { code: 'unknown', msg: 'An unexpected error occurred.', callStack: '' }, 1],
    [
      new ColumnarError('memory', 'Query memory limit exceeded: SELECT secret'),
      { code: '0080000003', msg: 'The evaluation needed more memory than the configured limit.', callStack: '' },
      1,
    ],
  ])('says why a job failed without internals: %s', async (error, expected, logged) => {
    const { service, runner } = start();
    const job = await service.create(scope, [{ segmentId: await define() }], origin);
    await until(() => evaluations.length === 1);
    evaluations[0]?.fail(error);
    await runner.idle();
    expect((await service.get(scope, job.id)).errors).toEqual([expected]);
    expect(unexpected).toHaveLength(logged);
  });

  it('lets a cancel win that comes before the commit', async () => {
    const { service, runner, ledger } = start();
    const job = await service.create(scope, [{ segmentId: await define() }], origin);
    await until(() => evaluations.length === 1);
    evaluations[0]?.finish();
    await service.cancelOrDelete(scope, job.id);
    await runner.idle();
    expect((await service.get(scope, job.id)).status).toBe('CANCELLED');
    expect([...(await ledger.heads(scope.sandbox.sandboxId))]).toEqual([]);
  });

  it('puts running jobs back in the queue when the server stops, and runs them after a start', async () => {
    const first = start();
    const job = await first.service.create(scope, [{ segmentId: await define() }], origin);
    await until(() => evaluations.length === 1);
    await first.runner.stop();
    expect(await first.service.get(scope, job.id)).toMatchObject({ status: 'QUEUED', interruptions: 0 });
    const second = start();
    await second.runner.start();
    await until(() => evaluations.length === 2);
    evaluations[1]?.finish();
    await second.runner.idle();
    expect((await second.service.get(scope, job.id)).status).toBe('SUCCEEDED');
  });

  it.each([
    [['PROCESSING'], 'QUEUED'],
    [['PROCESSING', 'PROCESSING'], 'FAILED'],
    [['CANCELLING'], 'CANCELLED'],
  ] as const)('after kills while %s the job is %s', async (killedIn, expected) => {
    const id = await define();
    const created = await start().service.create(scope, [{ segmentId: id }], origin);
    let status: JobStatus = 'NEW';
    for (const [index, state] of killedIn.entries()) {
      // The runner of a process that is gone never hears of its evaluations again; the store keeps the state.
      await until(() => evaluations.length === index + 1);
      await new JobRepository<SegmentJob>(control, SEGMENT_JOB).change(created.id, (job) => ({
        ...job,
        status: state,
      }));
      const restarted = start(index === killedIn.length - 1 ? 0 : 1);
      await restarted.runner.start();
      status = (await restarted.service.get(scope, created.id)).status;
    }
    expect(status).toBe(expected);
    expect(discarded.length).toBeGreaterThan(0);
    if (expected !== 'FAILED') return;
    const { errors } = await start(0).service.get(scope, created.id);
    expect(errors).toEqual([{ code: '0080000005', msg: expect.any(String), callStack: '' }]);
  });

  it('forgets the result of a definition that was deleted during the run', async () => {
    const { service, runner, ledger } = start();
    const [kept, dropped] = [await define(), await define()];
    const job = await service.create(scope, [{ segmentId: kept }, { segmentId: dropped }], origin);
    await until(() => evaluations.length === 1);
    await audiences.delete(scope.sandbox.sandboxId, dropped);
    evaluations[0]?.finish();
    await runner.idle();
    const done = await service.get(scope, job.id);
    expect(done.status).toBe('SUCCEEDED');
    expect(Object.keys(done.counters?.segmentedProfileCounter ?? {})).toEqual([kept]);
    expect(done.errors.map(({ code }) => code)).toEqual(['0080000001']);
    expect([...(await ledger.heads(scope.sandbox.sandboxId)).keys()]).toEqual([kept]);
    expect(removed).toEqual([dropped]);
  });

  it('keeps the rows of a run that is going on when an audience is deleted', async () => {
    const { service, runner, ledger } = start();
    expect(await ledger.ended()).toEqual({ upTo: 0, goingOn: [] });
    const id = await define();
    await service.create(scope, [{ segmentId: id }], origin);
    await until(() => evaluations.length === 1);
    expect(await ledger.ended()).toEqual({ upTo: 1, goingOn: [1] });
    evaluations[0]?.finish();
    await runner.idle();
    expect(await ledger.ended()).toEqual({ upTo: 1, goingOn: [] });
  });

  it('succeeds at once over no definitions', async () => {
    const { service, runner } = start();
    const job = await service.create(scope, [{ segmentId: '*' }], origin);
    await until(() => evaluations.length === 1);
    evaluations[0]?.finish();
    await runner.idle();
    expect(await service.get(scope, job.id)).toMatchObject({ status: 'SUCCEEDED', segments: [] });
  });

  it('keeps finished jobs for the configured days', async () => {
    const { service, runner } = start();
    const job = await service.create(scope, [{ segmentId: await define() }], origin);
    await until(() => evaluations.length === 1);
    evaluations[0]?.finish();
    await runner.idle();
    now += 90 * 86_400_000;
    expect((await service.get(scope, job.id)).status).toBe('SUCCEEDED');
    now += 1000;
    await expect(service.get(scope, job.id)).rejects.toMatchObject({ status: 404 });
    expect((await service.list(scope, { offset: 0, limit: 10, sort: [] })).total).toBe(0);
  });
});
