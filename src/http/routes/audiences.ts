import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Audiences } from '../../audiences/audiences.ts';
import type { AudienceSortKey } from '../../audiences/listing/order.ts';
import { SORT_VALUES } from '../../audiences/listing/order.ts';
import type { Saved } from '../../audiences/writer.ts';
import { BulkGetBody, bulkGet, bulkGetAnswer } from '../bulk-get.ts';
import type { RequestContext } from '../context.ts';
import { ifMatch, setEtag } from '../etag.ts';
import { audienceExamples } from '../examples/audiences.ts';
import { JsonPatchBody } from '../json-patch.ts';
import { KeptBodies } from '../listing/kept-bodies.ts';
import { audiencesPage, pageParameters, pageSlice } from '../listing/paging.ts';
import { type PropertyFilter, parseProperty } from '../listing/property.ts';
import { parseSort } from '../listing/sort.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { AudienceAnswer, AudienceBody, AudiencesAnswer, audienceInput } from './audience-bodies.ts';
import { readAudiencePatch } from './audience-patch.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/data/core/ups/audiences';
const MAXIMUM = 1000;

const Property = Type.Optional(
  Type.Array(Type.String(), {
    description: '`path==value`, or `path~key==value` for the elements of an array; `withMetrics==true` adds metrics.',
  }),
);

const ListQuery = Type.Object({
  ...pageParameters(100, MAXIMUM),
  sort: Type.Optional(Type.String({ description: '`{attribute}:{asc|desc}`, several separated by commas.' })),
  property: Property,
  name: Type.Optional(Type.String({ description: 'Part of the name, in any case of letters.' })),
  description: Type.Optional(Type.String({ description: 'Part of the description, in any case of letters.' })),
  entityType: Type.Optional(Type.String({ description: 'Class of the schema.' })),
});

const SORTABLE = sortable();

/** Audiences of both kinds (api-audiences.md section 2). */
export function registerAudiences(app: App, audiences: Audiences): void {
  const tag = 'Audiences';
  const bodies = new KeptBodies();

  app.get(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'List audiences',
        examples: audienceExamples.list,
        tag,
        answers: { 200: AudiencesAnswer },
      },
      { querystring: ListQuery },
    ),
    async ({ context, query }, reply) => {
      const sort = parseSort(query.sort ?? 'creationTime:desc', SORTABLE);
      const { filters, withMetrics } = readProperties(query.property);
      const found = await audiences.list(scopeOf(context), {
        ...pageSlice(query, MAXIMUM),
        sort,
        filters: { ...textFilters(query), properties: filters },
        withMetrics,
      });
      return reply.send(
        bodies.of(found, JSON.stringify(query), () => {
          const { limit: _limit, start: _start, ...own } = query;
          const page = audiencesPage(
            { count: found.texts.length, totalCount: found.total },
            query,
            sort[0],
            own,
            MAXIMUM,
          );
          return `{"children":[${found.texts.join()}],${JSON.stringify(page).slice(1)}`;
        }),
      );
    },
  );

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:write',
        summary: 'Create an audience',
        examples: audienceExamples.create,
        tag,
        answers: { 200: AudienceAnswer },
        errors: [409, 422],
      },
      { body: AudienceBody },
    ),
    async ({ body, context }, reply) => {
      const saved = await audiences.create(scopeOf(context), audienceInput(body), context.userId);
      return answerSaved(reply, context, saved);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read an audience',
        examples: audienceExamples.read,
        tag,
        answers: { 200: AudienceAnswer },
      },
      { params: IdParameter, querystring: Type.Object({ property: Property }) },
    ),
    async ({ context, params, query }, reply) => {
      const { withMetrics } = readProperties(query.property);
      const { etag, text } = await audiences.text(scopeOf(context), params.id, withMetrics);
      setEtag(reply, etag);
      return reply.send(text);
    },
  );

  app.put(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:write',
        summary: 'Overwrite an audience',
        examples: audienceExamples.replace,
        tag,
        answers: { 200: AudienceAnswer },
        errors: [412, 422],
      },
      { params: IdParameter, body: AudienceBody },
    ),
    async (request, reply) => {
      const { body, context, params } = request;
      const change = { author: context.userId, ifMatch: ifMatch(request) };
      return answerSaved(
        reply,
        context,
        await audiences.replace(scopeOf(context), params.id, audienceInput(body), change),
      );
    },
  );

  app.patch(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:write',
        summary: 'Change an audience',
        examples: audienceExamples.patch,
        documentedBody: JsonPatchBody,
        description: 'A JSON Patch with `add`, `replace`, `remove` and `test`; all of it or nothing.',
        tag,
        answers: { 200: AudienceAnswer },
        errors: [412, 422],
      },
      { params: IdParameter, body: Type.Array(Type.Unknown()) },
    ),
    async (request, reply) => {
      const { body, context, params } = request;
      const change = { author: context.userId, ifMatch: ifMatch(request) };
      const patch = readAudiencePatch(body);
      return answerSaved(reply, context, await audiences.patch(scopeOf(context), params.id, patch, change));
    },
  );

  app.delete(
    `${COLLECTION}/:id`,
    operation(
      { access: 'segments:write', summary: 'Delete an audience', tag, answers: { 204: null }, errors: [412] },
      { params: IdParameter },
    ),
    async (request, reply) => {
      await audiences.delete(scopeOf(request.context), request.params.id, { ifMatch: ifMatch(request) });
      return reply.status(204).send();
    },
  );

  app.post(
    `${COLLECTION}/bulk-get`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read several audiences',
        examples: audienceExamples.bulkGet,
        tag,
        answers: { 207: bulkGetAnswer(AudienceAnswer) },
      },
      { body: BulkGetBody },
    ),
    async ({ body, context }, reply) => {
      const find = (ids: readonly string[]) => audiences.resources(scopeOf(context), ids);
      return reply.status(207).send(await bulkGet(body, context, find));
    },
  );

  async function answerSaved(reply: FastifyReply, context: RequestContext, { audience, fallback }: Saved) {
    reply.header('x-location', `${context.baseUrl}${COLLECTION}/${audience.id}`);
    setEtag(reply, audience.etag);
    if (fallback.length > 0) reply.header('x-evaluation-fallback', fallback.join(','));
    return audiences.resource(scopeOf(context), audience);
  }
}

/** The filters among `property` parameters, and whether the directive `withMetrics` is there. */
function readProperties(texts: readonly string[] = []): { filters: PropertyFilter[]; withMetrics: boolean } {
  const all = texts.map(parseProperty);
  const isDirective = ({ elementPath, path }: PropertyFilter) =>
    path.join('.') === 'withMetrics' && elementPath === undefined;
  return {
    filters: all.filter((property) => !isDirective(property)),
    withMetrics: all.some((property) => isDirective(property) && property.value.toLowerCase() === 'true'),
  };
}

const textFilters = ({ description, entityType, name }: Static<typeof ListQuery>) => ({
  ...(name !== undefined && { name }),
  ...(description !== undefined && { description }),
  ...(entityType !== undefined && { entityType }),
});

function sortable(): Readonly<Record<string, AudienceSortKey>> {
  const isKey = (name: string): name is AudienceSortKey => Object.hasOwn(SORT_VALUES, name);
  return Object.fromEntries(
    Object.keys(SORT_VALUES)
      .filter(isKey)
      .map((name) => [name, name]),
  );
}
