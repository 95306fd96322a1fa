import { Type } from 'typebox';
import { invalidParameter } from '../../errors.ts';
import { EXPORT_JOB, type ExportJob, exportJobResource } from '../../jobs/exports/job.ts';
import { ExportBody } from '../../jobs/exports/request.ts';
import type { ExportJobs } from '../../jobs/exports/service.ts';
import type { NewestPage } from '../../jobs/repository.ts';
import type { JobRunner } from '../../jobs/runner.ts';
import { acknowledgement } from '../errors/envelopes.ts';
import { exportJobExamples } from '../examples/export-jobs.ts';
import { AcknowledgementBody, IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { SandboxBody } from './schemas.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/data/core/ups/export/jobs';
const MAXIMUM = 1000;
const STATUSES = ['NEW', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELLING', 'CANCELLED'] as const;

const Counter = Type.Record(Type.String(), Type.Integer());
const Span = Type.Object({
  startTimeInMs: Type.Optional(Type.Integer()),
  endTimeInMs: Type.Optional(Type.Integer()),
  totalTimeInMs: Type.Optional(Type.Integer()),
});
const Segment = { segmentId: Type.String(), segmentNs: Type.String(), status: Type.Array(Type.String()) };

const JobAnswer = Type.Object(
  {
    id: Type.Integer(),
    jobType: Type.Literal('BATCH'),
    destination: Type.Object({
      datasetId: Type.String(),
      segmentPerBatch: Type.Boolean(),
      batchId: Type.Optional(Type.String()),
      batches: Type.Optional(Type.Array(Type.Object({ ...Segment, batchId: Type.String() }))),
    }),
    fields: Type.Optional(Type.String()),
    schema: Type.Object({ name: Type.String() }),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    profileInstanceId: Type.String(),
    status: Type.Enum(STATUSES),
    filter: Type.Optional(
      Type.Object({
        segments: Type.Optional(Type.Array(Type.Object(Segment))),
        segmentQualificationTime: Type.Optional(
          Type.Object({ startTime: Type.Optional(Type.String()), endTime: Type.Optional(Type.String()) }),
        ),
        fromIngestTimestamp: Type.Optional(Type.String()),
        emptyProfiles: Type.Optional(Type.Boolean()),
      }),
    ),
    additionalFields: Type.Optional(Type.Unknown()),
    evaluationInfo: Type.Optional(Type.Object({ segmentation: Type.Boolean() })),
    mergePolicy: Type.Object({ id: Type.String(), version: Type.Integer() }),
    errors: Type.Optional(
      Type.Array(Type.Object({ code: Type.String(), msg: Type.String(), callStack: Type.String() })),
    ),
    metrics: Type.Object({
      totalTime: Span,
      profileExportTime: Type.Optional(Span),
      aCPDatasetWriteTime: Type.Optional(Span),
      totalExportedProfileCounter: Type.Optional(Type.Integer()),
      exportedProfileByNamespaceCounter: Type.Optional(Counter),
    }),
    computeGatewayJobId: Type.Object({ exportJob: Type.String() }),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    creationTime: Type.Integer({ description: 'Unix milliseconds.' }),
    updateTime: Type.Integer({ description: 'Unix milliseconds.' }),
    requestId: Type.String(),
  },
  { $id: 'ExportJob' },
);

const ListAnswer = Type.Object({
  records: Type.Array(JobAnswer),
  page: Type.Object({
    sortField: Type.Literal('createdTime'),
    sort: Type.Literal('desc'),
    pageOffset: Type.String(),
    pageSize: Type.Integer(),
  }),
  link: Type.Object({ next: Type.String() }),
});

/** Export jobs (api-segmentation.md section 6). */
export function registerExportJobs(app: App, jobs: ExportJobs, runner: JobRunner): void {
  const tag = 'Export jobs';

  app.get(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'List export jobs, the newest first',
        examples: exportJobExamples.list,
        tag,
        answers: { 200: ListAnswer },
      },
      {
        querystring: Type.Object({
          limit: Type.Integer({
            minimum: 1,
            default: 100,
            description: `Items a page; more than ${MAXIMUM} is lowered to it.`,
          }),
          offset: Type.Optional(Type.String({ description: '`page.pageOffset` of the page before.' })),
          status: Type.Optional(Type.Enum(STATUSES)),
        }),
      },
    ),
    async ({ context, query }) => {
      const limit = Math.min(query.limit, MAXIMUM);
      const { offset, status } = query;
      const after = offset === undefined || offset === '' ? undefined : positionOf(offset);
      // One more than asked for tells whether there is a further page.
      const found = await jobs.list(scopeOf(context), {
        limit: limit + 1,
        ...(status !== undefined && { status }),
        ...(after !== undefined && { after }),
      });
      return exportPage(found, limit, status);
    },
  );

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:export',
        summary: 'Write the profiles of audiences, or all, into a dataset',
        examples: exportJobExamples.create,
        tag,
        answers: { 200: JobAnswer },
      },
      { body: ExportBody },
    ),
    async ({ body, context }, reply) => {
      const job = await jobs.create(scopeOf(context), body, {
        source: 'api',
        requestId: context.requestId,
        profileInstanceId: context.profileInstanceId ?? body.profileInstanceId ?? 'ups',
      });
      reply.header('x-location', `${context.baseUrl}${COLLECTION}/${job.id}`);
      return exportJobResource(job);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read an export job',
        examples: exportJobExamples.read,
        tag,
        description: 'While the job runs, the header `x-job-progress` has `records written/records in all`.',
        answers: { 200: JobAnswer },
      },
      { params: IdParameter },
    ),
    async ({ context, params }, reply) => {
      const job = await jobs.get(scopeOf(context), params.id);
      const progress = runner.progress(EXPORT_JOB, job.id);
      if (progress !== undefined) reply.header('x-job-progress', `${progress.done}/${progress.total}`);
      return exportJobResource(job);
    },
  );

  app.delete(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:export',
        summary: 'Cancel an export job, or remove the record of a finished one',
        examples: exportJobExamples.remove,
        tag,
        answers: { 200: AcknowledgementBody },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      const done = await jobs.cancelOrDelete(scopeOf(context), params.id);
      return acknowledgement(
        done === 'deleted' ? 'Export job has been deleted' : 'Export job has been marked for cancelling',
      );
    },
  );
}

function exportPage(found: readonly ExportJob[], limit: number, status: string | undefined) {
  const records = found.slice(0, limit);
  const last = records.at(-1);
  const pageOffset = last === undefined ? '' : `${last.creationTime}_${last.id}`;
  const own = status === undefined ? '' : `&status=${status}`;
  return {
    records: records.map(exportJobResource),
    page: { sortField: 'createdTime', sort: 'desc', pageOffset, pageSize: records.length },
    link: { next: found.length > limit ? `/export/jobs/?limit=${limit}&offset=${pageOffset}${own}` : '' },
  };
}

/** The keyset of api-conventions.md section 7: `{creationTime}_{id}` of the last job of the page before. */
function positionOf(offset: string): NonNullable<NewestPage['after']> {
  const [, time, number] = /^(\d{1,16})_(\d{1,15})$/.exec(offset) ?? [];
  if (time === undefined || number === undefined) {
    throw invalidParameter('offset', offset, 'Give page.pageOffset of the page before.');
  }
  return { creationTime: Number(time), number: Number(number) };
}
