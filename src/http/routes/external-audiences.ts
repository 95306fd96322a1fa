import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { CLOUD_TYPES, FIELD_TYPES } from '../../audiences/external/details.ts';
import { badRequest } from '../../audiences/external/errors.ts';
import {
  CreateExternalAudienceBody,
  type UpdateExternalAudience,
  UpdateExternalAudienceBody,
} from '../../audiences/external/request.ts';
import { operationResource } from '../../jobs/ingestion/creation.ts';
import { type ExternalAudiences, externalAudienceResource } from '../../jobs/ingestion/service.ts';
import type { RequestContext } from '../context.ts';
import { answerAisErrors } from '../errors/ais.ts';
import { DetailedErrorBody } from '../errors/bodies.ts';
import { externalAudienceExamples } from '../examples/external-audiences.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { bodyReader } from '../validation/body.ts';
import { registerExternalAudienceRuns } from './external-audience-runs.ts';
import { scopeOf } from './scope.ts';

/** Both spellings of the vendor's guide (api-audiences.md section 4). */
const COLLECTIONS = ['/data/core/ais/external-audience', '/data/core/ais/external-audiences'] as const;

const Text = Type.String();
const Texts = Type.Array(Text);
const Seconds = Type.Integer({ description: 'Unix seconds.' });
const Fields = Type.Array(
  Type.Object({
    name: Text,
    type: Type.Enum(FIELD_TYPES),
    identityNs: Type.Optional(Text),
    labels: Type.Optional(Texts),
  }),
);
const SourceSpec = Type.Object({
  params: Type.Object({
    path: Text,
    type: Type.Enum(['file', 'folder']),
    sourceType: Type.Optional(Text),
    cloudType: Type.Enum(CLOUD_TYPES),
    baseConnectionId: Type.Optional(Text),
  }),
});
const Details = Type.Object({
  name: Text,
  description: Type.Optional(Text),
  customAudienceId: Type.Optional(Text),
  fields: Fields,
  sourceSpec: SourceSpec,
  ttlInDays: Type.Integer(),
  audienceType: Text,
  originName: Text,
  namespace: Text,
  labels: Texts,
  tags: Texts,
  expressActivation: Type.Boolean(),
});
const Operation = Type.Object(
  {
    operationId: Text,
    status: Type.Enum(['PROCESSING', 'SUCCESS', 'FAILED']),
    operationDetails: Details,
    audienceName: Type.Optional(Text),
    audienceId: Type.Optional(Text),
    createdBy: Type.Optional(Text),
    createdAt: Type.Optional(Seconds),
    updatedBy: Type.Optional(Text),
    updatedAt: Type.Optional(Seconds),
    error: Type.Optional(Type.Object({ code: Text, message: Text })),
  },
  { $id: 'ExternalAudienceOperation' },
);
const Audience = Type.Object(
  {
    audienceId: Text,
    audienceName: Text,
    description: Type.Optional(Text),
    fields: Fields,
    sourceSpec: SourceSpec,
    ttlInDays: Type.Integer(),
    labels: Texts,
    tags: Texts,
    audienceType: Text,
    originName: Text,
    namespace: Text,
    createdBy: Text,
    createdAt: Seconds,
    updatedBy: Text,
    updatedAt: Seconds,
  },
  { $id: 'ExternalAudience' },
);

/** External audiences under both spellings of their path (api-audiences.md section 4). */
export function registerExternalAudiences(app: App, audiences: ExternalAudiences): void {
  for (const collection of COLLECTIONS) {
    registerAudiences(app, audiences, collection);
    registerExternalAudienceRuns(app, audiences, collection);
  }
}

const requesterOf = ({ requestId, userId }: RequestContext) => ({ requestId, userId });

function registerAudiences(app: App, audiences: ExternalAudiences, collection: string): void {
  const about = { tag: 'External audiences', errors: [422, 502], errorBody: DetailedErrorBody };
  const errorHandler = answerAisErrors;

  app.post(
    collection,
    {
      ...operation(
        {
          ...about,
          access: 'segments:write',
          summary: 'Create an external audience',
          examples: externalAudienceExamples.create,
          missing: 'storages other than the landing zone; encrypted files',
          answers: { 202: Type.Object({ operationId: Text, operationDetails: Details }) },
        },
        { body: CreateExternalAudienceBody },
      ),
      errorHandler,
    },
    async ({ body, context }, reply) => {
      const { details, id } = await audiences.create(scopeOf(context), body, requesterOf(context));
      return reply.code(202).send({ operationId: id, operationDetails: details });
    },
  );

  app.get(
    `${collection}/operations/:id`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:read',
          summary: 'Read how far a creation is',
          examples: externalAudienceExamples.operation,
          answers: { 200: Operation },
        },
        { params: IdParameter },
      ),
      errorHandler,
    },
    async ({ context, params }) => operationResource(await audiences.operation(scopeOf(context), params.id)),
  );

  app.get(
    `${collection}/:id`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:read',
          summary: 'Read an external audience',
          examples: externalAudienceExamples.read,
          answers: { 200: Audience },
        },
        { params: IdParameter },
      ),
      errorHandler,
    },
    async ({ context, params }) => externalAudienceResource(await audiences.get(scopeOf(context), params.id)),
  );

  app.patch(
    `${collection}/:id`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:write',
          summary: 'Change an external audience',
          examples: externalAudienceExamples.change,
          documentedBody: UpdateExternalAudienceBody,
          description: 'Only `description`, `labels`, `fields` (their `labels`) and `ttlInDays` can be changed.',
          answers: { 200: Audience },
        },
        { params: IdParameter, body: Type.Record(Text, Type.Unknown()) },
      ),
      errorHandler,
    },
    async ({ body, context, params }) => {
      const changed = await audiences.update(scopeOf(context), params.id, updateOf(body), context.userId);
      return externalAudienceResource(changed);
    },
  );

  app.delete(
    `${collection}/:id`,
    {
      ...operation(
        { ...about, access: 'segments:write', summary: 'Delete an external audience', answers: { 204: null } },
        { params: IdParameter },
      ),
      errorHandler,
    },
    async ({ context, params }, reply) => {
      await audiences.delete(scopeOf(context), params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    `${collection}/extend-ttl/:id`,
    {
      ...operation(
        {
          ...about,
          access: 'segments:write',
          summary: 'Let the members of an external audience stay for longer',
          examples: externalAudienceExamples.extend,
          answers: { 200: Type.Object({ audienceId: Text, name: Text }) },
        },
        { params: IdParameter },
      ),
      errorHandler,
    },
    async ({ context, params }) => {
      const { audience } = await audiences.extend(scopeOf(context), params.id, requesterOf(context));
      return { audienceId: audience.id, name: audience.name };
    },
  );
}

const readUpdate = bodyReader(UpdateExternalAudienceBody);

/** @throws ServiceError where there is nothing to change, or something that cannot be changed */
function updateOf(body: Readonly<Record<string, unknown>>): UpdateExternalAudience {
  const known = Object.keys(UpdateExternalAudienceBody.properties);
  const other = Object.keys(body).find((name) => !known.includes(name));
  if (other !== undefined) throw badRequest(`The field '${other}' cannot be changed.`);
  const update = readUpdate(body);
  if (!Value.Check(UpdateExternalAudienceBody, update)) throw badRequest('The fields have the wrong types.');
  if (Object.keys(update).length === 0) throw badRequest('There is nothing to change.');
  return update;
}
