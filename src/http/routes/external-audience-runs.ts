import { Type } from 'typebox';
import { badRequest } from '../../audiences/external/errors.ts';
import { StartRunBody } from '../../audiences/external/request.ts';
import { INGESTION_JOB, runDetails, runResource } from '../../jobs/ingestion/job.ts';
import type { RunFilter, RunQuery } from '../../jobs/ingestion/runs.ts';
import type { ExternalAudiences } from '../../jobs/ingestion/service.ts';
import { answerAisErrors } from '../errors/ais.ts';
import { DetailedErrorBody } from '../errors/bodies.ts';
import { externalAudienceExamples } from '../examples/external-audiences.ts';
import { limitParameter } from '../listing/paging.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const Text = Type.String();
const Seconds = Type.Integer({ description: 'Unix seconds.' });
const Status = Type.Enum(['PROCESSING', 'SUCCESS', 'FAILED']);

const STARTED = {
  audienceName: Text,
  audienceId: Text,
  runId: Text,
  differentialIngestion: Type.Boolean(),
  dataFilterStartTime: Seconds,
  dataFilterEndTime: Seconds,
  createdAt: Seconds,
  createdBy: Text,
};
const Run = { ...STARTED, status: Status };
const Stage = Type.Object({
  stage: Type.Enum(['DATASET_INGEST', 'PROFILE_STORE_INGEST']),
  status: Status,
  flowRunId: Text,
  recordsRead: Type.Optional(Type.Integer()),
  recordsIngested: Type.Optional(Type.Integer()),
  recordsFailed: Type.Optional(Type.Integer()),
  failures: Type.Optional(Type.Record(Text, Type.Integer(), { description: 'Failed records by reason.' })),
  failedRecordsFile: Type.Optional(
    Type.String({ description: "Place of the failed records in the directory of the sandbox's datasets." }),
  ),
  newProfileFragments: Type.Optional(Type.Integer()),
  existingProfileFragments: Type.Optional(Type.Integer()),
  errorMessage: Type.Optional(Text),
});

const RunAnswer = Type.Object({ ...Run, details: Type.Array(Stage) }, { $id: 'Ingestion' });

const LARGEST_PAGE = 40;

/** The runs of external audiences (api-audiences.md sections 4.4 and 4.5). */
export function registerExternalAudienceRuns(app: App, audiences: ExternalAudiences, collection: string): void {
  const about = { tag: 'External audiences', errors: [422, 502], errorBody: DetailedErrorBody };
  const errorHandler = answerAisErrors;

  app.post(
    `${collection}/:id/runs`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:write',
          summary: 'Start an ingestion',
          examples: externalAudienceExamples.start,
          answers: { 200: Type.Object(STARTED) },
        },
        { params: IdParameter, body: StartRunBody },
      ),
      errorHandler,
    },
    async ({ body, context, params }) => {
      const { requestId, userId } = context;
      const job = await audiences.startRun(scopeOf(context), params.id, body, { requestId, userId });
      const { status: _status, ...started } = runResource(job);
      return started;
    },
  );

  app.get(
    `${collection}/:id/runs`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:read',
          summary: 'List the ingestions of an external audience',
          examples: externalAudienceExamples.runs,
          answers: {
            200: Type.Object({
              runs: Type.Array(Type.Object(Run)),
              _page: Type.Object({ limit: Type.Integer(), count: Type.Integer(), totalCount: Type.Integer() }),
            }),
          },
        },
        {
          params: IdParameter,
          querystring: Type.Object({
            limit: limitParameter(20, LARGEST_PAGE),
            sortBy: Type.Enum(['createdAt', '-createdAt', 'name', '-name'], {
              default: '-createdAt',
              description: '`-` is descending.',
            }),
            property: Type.Optional(
              Type.Array(Text, {
                description:
                  '`name` or `status` with `=`, `!=`, `=contains`, `!=contains`; `createdAt` with `>=`, `<=`, `>`, `<`.',
              }),
            ),
          }),
        },
      ),
      errorHandler,
    },
    async ({ context, params, query }) => {
      const { property = [], sortBy } = query;
      const limit = Math.min(query.limit, LARGEST_PAGE);
      const filters = property.map(filterOf);
      const found = await audiences.runs(scopeOf(context), params.id, { filters, limit, sort: sortOf(sortBy) });
      return {
        runs: found.runs.map(runResource),
        _page: { limit, count: found.runs.length, totalCount: found.total },
      };
    },
  );

  app.get(
    `${collection}/:id/runs/:run`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:read',
          summary: 'Read an ingestion',
          examples: externalAudienceExamples.run,
          description: 'While it runs, the header `x-job-progress` has `bytes read/bytes in all`.',
          answers: { 200: RunAnswer },
        },
        { params: Type.Object({ id: Text, run: Text }) },
      ),
      errorHandler,
    },
    async ({ context, params }, reply) => {
      const job = await audiences.run(scopeOf(context), params.id, params.run);
      const progress = audiences.progress(INGESTION_JOB, job.id);
      if (progress !== undefined) reply.header('x-job-progress', `${progress.done}/${progress.total}`);
      return runDetails(job);
    },
  );
}

const TEXT_FILTER = /^(name|status)(!?)=(contains)?(.*)$/s;
const TIME_FILTER = /^createdAt(>=|<=|>|<)(\d{1,15})$/;

/** One `property` parameter. @throws ServiceError `100910-400` */
function filterOf(text: string): RunFilter {
  const [, field, negation, contains, given = ''] = TEXT_FILTER.exec(text) ?? [];
  if (field === 'name' || field === 'status') {
    const value = contains === undefined ? given : given.replace(/^\((.*)\)$/s, '$1');
    return { field, match: contains === undefined ? 'equals' : 'contains', isNegated: negation === '!', value };
  }
  const [, operator, time] = TIME_FILTER.exec(text) ?? [];
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
    return { field: 'createdAt', operator, value: Number(time) };
  }
  throw badRequest(`The property '${text}' is not valid.`);
}

function sortOf(text: string): RunQuery['sort'] {
  return { by: text.endsWith('name') ? 'name' : 'createdAt', direction: text.startsWith('-') ? 'desc' : 'asc' };
}
