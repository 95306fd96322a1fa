import { Type } from 'typebox';
import { badRequest } from '../../audiences/external/errors.ts';
import { StartRunBody } from '../../audiences/external/request.ts';
import { INGESTION_JOB, type IngestionJob, runDetails, runResource } from '../../jobs/ingestion/job.ts';
import type { ExternalAudiences } from '../../jobs/ingestion/service.ts';
import { answerAisErrors } from '../errors/ais.ts';
import { DetailedErrorBody } from '../errors/bodies.ts';
import { externalAudienceExamples } from '../examples/external-audiences.ts';
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
            limit: Type.Integer({ minimum: 1, maximum: 40, default: 20 }),
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
      const filters = (query.property ?? []).map(filterOf);
      const found = (await audiences.runs(scopeOf(context), params.id)).filter((job) =>
        filters.every((holds) => holds(job)),
      );
      const page = ordered(found, query.sortBy).slice(0, query.limit);
      return {
        runs: page.map(runResource),
        _page: { limit: query.limit, count: page.length, totalCount: found.length },
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
          answers: { 200: Type.Object({ ...Run, details: Type.Array(Stage) }) },
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

/** From the newest first. */
function ordered(newest: readonly IngestionJob[], sortBy: string): readonly IngestionJob[] {
  if (sortBy === '-createdAt') return newest;
  const oldest = newest.toReversed();
  if (sortBy === 'createdAt') return oldest;
  const direction = sortBy === 'name' ? 1 : -1;
  return oldest.toSorted((a, b) => direction * compare(a.audienceName, b.audienceName));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const TEXT_FILTER = /^(name|status)(!?=)(contains)?(.*)$/s;
const TIME_FILTER = /^createdAt(>=|<=|>|<)(\d{1,15})$/;

/** One `property` parameter. @throws ServiceError `100910-400` */
function filterOf(text: string): (job: IngestionJob) => boolean {
  const [, name, equality, contains, value = ''] = TEXT_FILTER.exec(text) ?? [];
  if (name !== undefined) {
    const sought = contains === undefined ? value : value.replace(/^\((.*)\)$/s, '$1');
    return (job) => {
      const { audienceName, status } = runResource(job);
      const found = name === 'name' ? audienceName : status;
      return (contains === undefined ? found === sought : found.includes(sought)) === (equality === '=');
    };
  }
  const [, operator, time] = TIME_FILTER.exec(text) ?? [];
  if (operator === undefined) throw badRequest(`The property '${text}' is not valid.`);
  const bound = Number(time);
  return (job) => {
    const { createdAt } = runResource(job);
    if (createdAt === bound) return operator.endsWith('=');
    return operator.startsWith('>') ? createdAt > bound : createdAt < bound;
  };
}
