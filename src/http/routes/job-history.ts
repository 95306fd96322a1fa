import { Gauge, type Registry } from 'prom-client';
import { Type } from 'typebox';
import type { HistoryEntry, JobHistory } from '../../jobs/history.ts';
import { JOB_STATUSES } from '../../jobs/job.ts';
import type { Schedules } from '../../jobs/schedules/service.ts';
import { jobHistoryExamples } from '../examples/job-history.ts';
import { type Found, type PageQuery, pageParameters, pageSlice } from '../listing/paging.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const Time = Type.Integer({ description: 'Unix milliseconds.' });

const Entry = Type.Object(
  {
    kind: Type.String({ description: '`segment`, `export` or `maintenance`.' }),
    id: Type.String(),
    task: Type.Optional(Type.String({ description: 'What a maintenance job does.' })),
    status: Type.Enum(JOB_STATUSES),
    source: Type.String(),
    requestId: Type.String(),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    progress: Type.Optional(Type.Object({ done: Type.Integer(), total: Type.Integer() })),
    heartbeatTime: Type.Optional(Time),
    errors: Type.Array(Type.Object({ code: Type.String(), msg: Type.String(), callStack: Type.String() })),
    interruptions: Type.Integer({ description: 'Restarts of the server that interrupted it.' }),
    retries: Type.Integer({ description: 'Tries that failed because the store could not be reached.' }),
    creationTime: Time,
    startTime: Type.Optional(Time),
    endTime: Type.Optional(Time),
  },
  { $id: 'Job' },
);

const Run = Type.Object(
  {
    runId: Type.String(),
    time: Time,
    cause: Type.Enum(['schedule', 'missed', 'request']),
    outcome: Type.Enum(['submitted', 'skipped', 'nothing', 'failed'], {
      description: '`skipped`: the job before had not ended. `failed`: no job could be made.',
    }),
    job: Type.Optional(Type.Object({ kind: Type.String(), id: Type.String() })),
    error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
  },
  { $id: 'ScheduleRun' },
);

const pageOf = <S extends Parameters<typeof Type.Array>[0]>(item: S) =>
  Type.Object({
    totalCount: Type.Integer(),
    start: Type.Integer({ description: 'Page index, from 0.' }),
    items: Type.Array(item),
  });

/** Not part of the compatible API: what the jobs of all kinds do, and what became of the runs of a schedule. */
export function registerJobHistory(app: App, history: JobHistory, schedules: Schedules, metrics: Registry): void {
  const tag = 'Operation';

  app.get(
    '/secant/jobs',
    operation(
      {
        access: 'segments:read',
        summary: 'List the jobs of all kinds, newest first',
        examples: jobHistoryExamples.list,
        tag,
        answers: { 200: pageOf(Entry) },
      },
      {
        querystring: Type.Object({
          ...pageParameters(),
          kind: Type.Optional(Type.String()),
          status: Type.Optional(Type.Enum(JOB_STATUSES)),
        }),
      },
    ),
    async ({ context, query }) => {
      const { kind, status } = query;
      const found = await history.list(context.sandbox.sandboxId, {
        ...pageSlice(query),
        ...(kind !== undefined && { kind }),
        ...(status !== undefined && { status }),
      });
      return page({ items: found.entries.map(entryResource), totalCount: found.total }, query);
    },
  );

  app.get(
    '/secant/schedules/:id/runs',
    operation(
      {
        access: 'segments:read',
        summary: 'List what became of the runs of a schedule, newest first',
        examples: jobHistoryExamples.runs,
        tag,
        answers: { 200: pageOf(Run) },
      },
      { params: IdParameter, querystring: Type.Object(pageParameters()) },
    ),
    async ({ context, params, query }) => {
      const found = await schedules.runs(scopeOf(context), params.id, pageSlice(query));
      const items = found.runs.map(({ scheduleId: _scheduleId, ...run }) => run);
      return page({ items, totalCount: found.total }, query);
    },
  );

  new Gauge({
    name: 'secant_jobs',
    help: 'Jobs that are stored, by kind and status.',
    labelNames: ['kind', 'status'],
    registers: [metrics],
    async collect() {
      this.reset();
      for (const { kind, status, jobs } of await history.counts()) this.set({ kind, status }, jobs);
    },
  });
}

const page = <T>({ items, totalCount }: Found<T>, { start }: PageQuery) => ({ totalCount, start, items });

function entryResource({ heartbeat, job, kind, progress }: HistoryEntry) {
  const task = 'task' in job ? { task: job.task } : {};
  return {
    kind,
    id: job.id,
    ...task,
    status: job.status,
    source: job.source,
    requestId: job.requestId,
    ...(job.properties !== undefined && { properties: job.properties }),
    ...(progress !== undefined && { progress }),
    ...(heartbeat !== undefined && { heartbeatTime: heartbeat }),
    errors: job.errors,
    interruptions: job.interruptions,
    retries: job.retries,
    creationTime: job.creationTime,
    ...(job.startTime !== undefined && { startTime: job.startTime }),
    ...(job.endTime !== undefined && { endTime: job.endTime }),
  };
}
