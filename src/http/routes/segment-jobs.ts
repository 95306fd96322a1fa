import { Type } from 'typebox';
import { JOB_STATUSES } from '../../jobs/job.ts';
import type { JobRunner } from '../../jobs/runner.ts';
import { segmentJobResource } from '../../jobs/segments/job.ts';
import { SEGMENT_JOB } from '../../jobs/segments/kind.ts';
import type { SegmentJobs } from '../../jobs/segments/service.ts';
import { BulkGetBody, bulkGet, bulkGetAnswer } from '../bulk-get.ts';
import { segmentJobExamples } from '../examples/segment-jobs.ts';
import { childrenPage, pageParameters, pageSlice } from '../listing/paging.ts';
import { hasProperty, parseProperty } from '../listing/property.ts';
import { parseSort } from '../listing/sort.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { SandboxBody } from './schemas.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/data/core/ups/segment/jobs';

const Counter = Type.Record(Type.String(), Type.Integer());
const Span = Type.Object({
  startTimeInMs: Type.Optional(Type.Integer()),
  endTimeInMs: Type.Optional(Type.Integer()),
  totalTimeInMs: Type.Optional(Type.Integer()),
});
const Link = Type.Object({ href: Type.String(), method: Type.String() });

const JobAnswer = Type.Object(
  {
    id: Type.String(),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    profileInstanceId: Type.String(),
    source: Type.Union([Type.Literal('api'), Type.Literal('scheduler')]),
    status: Type.Enum(JOB_STATUSES),
    batchId: Type.Optional(Type.String()),
    computeJobId: Type.Optional(Type.Integer()),
    computeGatewayJobId: Type.Optional(Type.String()),
    segments: Type.Array(Type.Object({ segmentId: Type.String(), segment: Type.Optional(Type.Unknown()) })),
    metrics: Type.Object({
      totalTime: Span,
      profileSegmentationTime: Span,
      totalProfiles: Type.Optional(Type.Integer()),
      segmentedProfileCounter: Type.Optional(Counter),
      segmentedProfileByNamespaceCounter: Type.Optional(Type.Record(Type.String(), Counter)),
      segmentedProfileByStatusCounter: Type.Optional(Type.Record(Type.String(), Counter)),
      totalProfilesByMergePolicy: Type.Optional(Counter),
    }),
    errors: Type.Optional(
      Type.Array(Type.Object({ code: Type.String(), msg: Type.String(), callStack: Type.String() })),
    ),
    requestId: Type.String(),
    schema: Type.Object({ name: Type.String() }),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    _links: Type.Object({ cancel: Link, checkStatus: Link }),
    creationTime: Type.Integer({ description: 'Unix milliseconds.' }),
    updateTime: Type.Integer({ description: 'Unix milliseconds.' }),
    updateEpoch: Type.Integer({ description: 'Unix seconds.' }),
  },
  { $id: 'SegmentJob' },
);

const ListAnswer = Type.Object({
  _page: Type.Object({ totalCount: Type.Integer(), pageSize: Type.Integer(), next: Type.Optional(Type.String()) }),
  children: Type.Array(JobAnswer),
  _links: Type.Object({ next: Type.Object({ href: Type.Optional(Type.String()) }) }),
});

const SORTABLE = {
  creationTime: 'creationTime',
  updateTime: 'updateTime',
  updateEpoch: 'updateEpoch',
  status: 'status',
  source: 'source',
  id: 'id',
} as const;

/** What the route takes; the rules of `jobs/segments/request.ts` tell what is wrong with it. */
const AnyBody = Type.Union([Type.Array(Type.Unknown()), Type.Record(Type.String(), Type.Unknown())]);

const Segments = Type.Array(Type.Object({ segmentId: Type.String() }));

/** Both request forms. */
const JobBody = Type.Union(
  [
    Segments,
    Type.Object({
      schema: Type.Optional(Type.Object({ name: Type.Optional(Type.String()) })),
      segments: Segments,
      profileInstanceId: Type.Optional(Type.String()),
    }),
  ],
  { description: '1 to 1500 ids; `*` stands for all segment definitions.' },
);

/** Segment jobs (api-segmentation.md section 3). */
export function registerSegmentJobs(app: App, jobs: SegmentJobs, runner: JobRunner): void {
  const tag = 'Segment jobs';

  app.get(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'List segment jobs',
        examples: segmentJobExamples.list,
        tag,
        answers: { 200: ListAnswer },
      },
      {
        querystring: Type.Object({
          ...pageParameters(),
          status: Type.Optional(Type.Enum(JOB_STATUSES)),
          sort: Type.Optional(Type.String()),
          property: Type.Optional(Type.Array(Type.String())),
          'snapshot.name': Type.Optional(Type.String()),
        }),
      },
    ),
    async (request) => {
      const { query, context } = request;
      const { start: _start, limit: _limit, ...own } = query;
      const filters = (query.property ?? []).map(parseProperty);
      const sort = parseSort(query.sort ?? 'creationTime:desc', SORTABLE);
      // Jobs have no snapshot name here, so none has the one that is asked for.
      if (query['snapshot.name'] !== undefined) {
        return childrenPage({ items: [], totalCount: 0 }, query, '/segment/jobs', own);
      }
      const { total, jobs: found } = await jobs.list(scopeOf(context), {
        ...pageSlice(query),
        sort,
        ...(query.status !== undefined && { status: query.status }),
        ...(filters.length > 0 && {
          matches: (job) => filters.every((filter) => hasProperty(segmentJobResource(job), filter)),
        }),
      });
      return childrenPage({ items: found.map(segmentJobResource), totalCount: total }, query, '/segment/jobs', own);
    },
  );

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Evaluate segment definitions over all profiles',
        examples: segmentJobExamples.create,
        documentedBody: JobBody,
        tag,
        answers: { 200: JobAnswer },
      },
      {
        body: AnyBody,
        querystring: Type.Object({
          persist: Type.Boolean({ default: true, description: 'False: count, but write no memberships.' }),
        }),
      },
    ),
    async (request, reply) => {
      const { context, body } = request;
      const job = await jobs.create(scopeOf(context), body, {
        requestId: context.requestId,
        profileInstanceId: context.profileInstanceId ?? instanceOf(body) ?? 'ups',
        persist: request.query.persist,
      });
      reply.header('x-location', `${context.baseUrl}${COLLECTION}/${job.id}`);
      return segmentJobResource(job);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read a segment job',
        examples: segmentJobExamples.read,
        tag,
        description: 'While the job runs, the header `x-job-progress` has `profiles done/profiles in all`.',
        answers: { 200: JobAnswer },
      },
      { params: IdParameter },
    ),
    async (request, reply) => {
      const job = await jobs.get(scopeOf(request.context), request.params.id);
      const progress = runner.progress(SEGMENT_JOB, job.id);
      if (progress !== undefined) {
        reply.header('x-job-progress', `${progress.done}/${progress.total}`);
      }
      return segmentJobResource(job);
    },
  );

  app.post(
    `${COLLECTION}/bulk-get`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read several segment jobs',
        examples: segmentJobExamples.bulkGet,
        tag,
        answers: { 207: bulkGetAnswer(JobAnswer) },
      },
      { body: BulkGetBody },
    ),
    async (request, reply) => {
      const answer = await bulkGet(request.body, request.context, async (ids) => {
        const found = await jobs.byIds(scopeOf(request.context), ids);
        return new Map([...found].map(([id, job]) => [id, segmentJobResource(job)]));
      });
      return reply.status(207).send(answer);
    },
  );

  app.delete(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Cancel a segment job, or remove the record of a finished one',
        tag,
        answers: { 204: null },
      },
      { params: IdParameter },
    ),
    async (request, reply) => {
      await jobs.cancelOrDelete(scopeOf(request.context), request.params.id);
      return reply.status(204).send();
    },
  );
}

function instanceOf(body: unknown): string | undefined {
  const value = typeof body === 'object' && body !== null ? Reflect.get(body, 'profileInstanceId') : undefined;
  return typeof value === 'string' ? value : undefined;
}
