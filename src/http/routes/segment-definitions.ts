import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { definitionResource } from '../../audiences/definition.ts';
import type { Definitions, SavedDefinition } from '../../audiences/definitions.ts';
import { BulkGetBody, bulkGet, bulkGetAnswer } from '../bulk-get.ts';
import type { RequestContext } from '../context.ts';
import { ifMatch, setEtag } from '../etag.ts';
import { definitionExamples } from '../examples/segment-definitions.ts';
import { definitionPageParameters, definitionSlice, segmentsPage } from '../listing/paging.ts';
import { parseSort } from '../listing/sort.ts';
import { AcknowledgementBody, IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import {
  ClassAnswer,
  ClassBody,
  checkClass,
  DaysBody,
  ExpressionAnswer,
  ExpressionBody,
  GovernanceAnswer,
  GovernanceBody,
  MethodsAnswer,
  MethodsBody,
} from './rule-schemas.ts';
import { SandboxBody } from './schemas.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/data/core/ups/segment/definitions';

const DefinitionBody = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.String({ description: '1 to 255 characters after trimming; unique in the sandbox.' }),
  description: Type.Optional(Type.String({ description: 'Up to 4000 characters.' })),
  expression: ExpressionBody,
  schema: ClassBody,
  mergePolicyId: Type.Optional(Type.String()),
  evaluationInfo: Type.Optional(MethodsBody),
  dataGovernancePolicy: Type.Optional(GovernanceBody),
  profileInstanceId: Type.Optional(Type.String()),
  payloadSchema: Type.Optional(Type.String()),
  ttlInDays: Type.Optional(DaysBody),
});

const DefinitionAnswer = Type.Object(
  {
    id: Type.String(),
    schema: ClassAnswer,
    profileInstanceId: Type.String(),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    name: Type.String(),
    description: Type.Optional(Type.String()),
    expression: ExpressionAnswer,
    mergePolicyId: Type.String(),
    evaluationInfo: MethodsAnswer,
    dataGovernancePolicy: GovernanceAnswer,
    payloadSchema: Type.Optional(Type.String()),
    ttlInDays: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
    creationTime: Type.Integer({ description: 'Unix milliseconds.' }),
    baselineTime: Type.Optional(
      Type.Integer({ description: 'Unix seconds; end of the last complete batch evaluation.' }),
    ),
    updateEpoch: Type.Integer({ description: 'Unix seconds.' }),
    updateTime: Type.Integer({ description: 'Unix milliseconds.' }),
  },
  { $id: 'SegmentDefinition' },
);

const ListAnswer = Type.Object({
  segments: Type.Array(DefinitionAnswer),
  page: Type.Object({
    totalCount: Type.Integer(),
    totalPages: Type.Integer(),
    sortField: Type.String(),
    sort: Type.String(),
    pageSize: Type.Integer(),
    limit: Type.Integer(),
  }),
  link: Type.Object({ next: Type.Optional(Type.String()) }),
});

const METHOD_FILTERS = {
  'evaluationInfo.batch.enabled': Type.Optional(Type.Boolean()),
  'evaluationInfo.continuous.enabled': Type.Optional(Type.Boolean()),
  'evaluationInfo.synchronous.enabled': Type.Optional(Type.Boolean()),
};

const SORTABLE = {
  name: 'name',
  description: 'description',
  creationTime: 'creationTime',
  updateTime: 'updateTime',
  updateEpoch: 'updateEpoch',
  baselineTime: 'baselineTime',
  mergePolicyId: 'mergePolicyId',
  id: 'id',
  internalId: 'id',
} as const;

/** Segment definitions (api-segmentation.md section 1). */
export function registerSegmentDefinitions(app: App, definitions: Definitions): void {
  const tag = 'Segment definitions';

  app.get(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'List segment definitions',
        examples: definitionExamples.list,
        tag,
        answers: { 200: ListAnswer },
      },
      {
        querystring: Type.Object({
          ...definitionPageParameters(),
          sort: Type.Optional(Type.String()),
          ...METHOD_FILTERS,
        }),
      },
    ),
    async (request) => {
      const { query } = request;
      const sort = parseSort(query.sort ?? 'creationTime:desc', SORTABLE);
      const { total, definitions: found } = await definitions.list(request.context, {
        ...definitionSlice(query),
        sort,
        enabled: {
          ...given('batch', query['evaluationInfo.batch.enabled']),
          ...given('continuous', query['evaluationInfo.continuous.enabled']),
          ...given('synchronous', query['evaluationInfo.synchronous.enabled']),
        },
      });
      const items = found.map((definition) => definitionResource(definition, scopeOf(request.context)));
      const { start: _start, page: _page, limit: _limit, ...own } = query;
      return segmentsPage({ items, totalCount: total }, query, sort[0], own);
    },
  );

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:write',
        summary: 'Create a segment definition',
        examples: definitionExamples.create,
        tag,
        answers: { 200: DefinitionAnswer },
        errors: [422],
      },
      { body: DefinitionBody },
    ),
    async (request, reply) => {
      checkClass(request.body.schema);
      const input = withInstance(request.body, request.context);
      const saved = await definitions.create(scopeOf(request.context), input, request.context.userId);
      return answerSaved(reply, request.context, saved);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read a segment definition',
        examples: definitionExamples.read,
        tag,
        answers: { 200: DefinitionAnswer },
      },
      { params: IdParameter },
    ),
    async (request, reply) => {
      const scope = scopeOf(request.context);
      const definition = await definitions.get(scope, request.params.id);
      setEtag(reply, definition.etag);
      return definitionResource(definition, scope);
    },
  );

  app.post(
    `${COLLECTION}/bulk-get`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read several segment definitions',
        examples: definitionExamples.bulkGet,
        tag,
        answers: { 207: bulkGetAnswer(DefinitionAnswer) },
      },
      { body: BulkGetBody },
    ),
    async (request, reply) => {
      const scope = scopeOf(request.context);
      const answer = await bulkGet(request.body, request.context, async (ids) => {
        const found = await definitions.byIds(scope, ids);
        return new Map([...found].map(([id, definition]) => [id, definitionResource(definition, scope)]));
      });
      return reply.status(207).send(answer);
    },
  );

  app.patch(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:write',
        summary: 'Replace the content of a segment definition',
        examples: definitionExamples.change,
        tag,
        answers: { 200: DefinitionAnswer },
        errors: [412, 422],
      },
      { params: IdParameter, body: DefinitionBody },
    ),
    async (request, reply) => {
      checkClass(request.body.schema);
      const input = withInstance(request.body, request.context);
      const { context, params } = request;
      const saved = await definitions.replace(scopeOf(context), params.id, input, context.userId, ifMatch(request));
      return answerSaved(reply, request.context, saved);
    },
  );

  app.delete(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:write',
        summary: 'Delete a segment definition',
        examples: definitionExamples.remove,
        tag,
        answers: { 200: AcknowledgementBody },
        errors: [412],
      },
      { params: IdParameter },
    ),
    async (request) => {
      const { id } = request.params;
      await definitions.delete(scopeOf(request.context), id, ifMatch(request));
      return { status: true, message: `Segment definition with id '${id}' has been deleted` };
    },
  );
}

const given = (method: string, wanted: boolean | undefined) => (wanted === undefined ? {} : { [method]: wanted });

/** The header goes before the field of the body (api-conventions.md section 2.3). */
function withInstance<T extends { readonly profileInstanceId?: string }>(body: T, context: RequestContext): T {
  return context.profileInstanceId === undefined ? body : { ...body, profileInstanceId: context.profileInstanceId };
}

function answerSaved(
  reply: FastifyReply,
  context: RequestContext,
  { audience: definition, fallback }: SavedDefinition,
) {
  reply.header('x-location', `${context.baseUrl}${COLLECTION}/${definition.id}`);
  setEtag(reply, definition.etag);
  if (fallback.length > 0) reply.header('x-evaluation-fallback', fallback.join(','));
  return definitionResource(definition, scopeOf(context));
}
