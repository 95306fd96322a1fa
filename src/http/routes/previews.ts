import { Type } from 'typebox';
import { GRAPH_TYPES, PREVIEW_STATES, type PreviewMember, previewStarted } from '../../queries/previews/preview.ts';
import { decodePreviewId, encodePreviewId, type PreviewId, previewIdOf } from '../../queries/previews/preview-id.ts';
import type { Previews } from '../../queries/previews/previews.ts';
import type { RequestContext } from '../context.ts';
import { previewExamples } from '../examples/previews.ts';
import { AcknowledgementBody, IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/data/core/ups/preview';
const MAX_LIMIT = 1000;

const State = Type.Enum(PREVIEW_STATES);

const PreviewBody = Type.Object({
  predicateExpression: Type.String({ description: 'PQL.' }),
  predicateType: Type.Optional(Type.String({ description: '`pql/text` (default, also called `PQL`) or `pql/json`.' })),
  predicateModel: Type.Optional(Type.String({ description: 'Class; `_xdm.context.profile` when absent.' })),
  graphType: Type.Optional(Type.Enum(GRAPH_TYPES)),
  mergePolicyId: Type.Optional(Type.String({ description: 'The default merge policy when absent.' })),
});

const StartedAnswer = Type.Object({
  state: State,
  previewQueryId: Type.String(),
  previewQueryStatus: State,
  previewId: Type.String(),
  previewExecutionId: Type.Integer(),
});

const Href = Type.Object({ _href: Type.String() });

const PreviewAnswer = Type.Object(
  {
    results: Type.Array(
      Type.Record(
        Type.String(),
        Type.Object({ _href: Type.String(), endCustomerIds: Type.Optional(Type.Record(Type.String(), Href)) }),
        { description: 'One key: the opaque id of the first identity of a profile.' },
      ),
    ),
    state: State,
    link: Type.String({ description: '`links.next`.' }),
    links: Type.Object({ _self: Type.String(), next: Type.String(), prev: Type.String() }),
    page: Type.Object({ offset: Type.Integer(), size: Type.Integer() }),
    error: Type.Optional(Type.Object({ description: Type.String(), traceback: Type.String() })),
  },
  { $id: 'Preview' },
);

const PageQuery = {
  offset: Type.Integer({ minimum: 0, default: 0, description: 'Items to skip.' }),
  limit: Type.Integer({
    minimum: 1,
    default: MAX_LIMIT,
    description: `Items a page; more than ${MAX_LIMIT} is lowered to it.`,
  }),
};

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** Previews: who some of the members of an audience would be (api-segmentation.md sections 5.2 to 5.4). */
export function registerPreviews(app: App, previews: Previews): void {
  const tag = 'Previews and estimates';

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'Start a preview and its estimate',
        examples: previewExamples.create,
        tag,
        answers: { 201: StartedAnswer },
      },
      { body: PreviewBody },
    ),
    async ({ body, context }, reply) => {
      const preview = await previews.create(scopeOf(context), body);
      const id = encodePreviewId(preview);
      reply.header('x-location', `${context.baseUrl}${COLLECTION}/${id}`);
      return reply.status(201).send(previewStarted(preview, id));
    },
  );

  const page = async (context: RequestContext, id: PreviewId | undefined, name: string, query: Page) => {
    const preview = await previews.get(scopeOf(context), id, name);
    const members = preview.state === 'RESULT_READY' ? await previews.members(preview) : [];
    const limit = Math.min(query.limit, MAX_LIMIT);
    const { offset } = query;
    const self = `${context.baseUrl}${COLLECTION}/${encodePreviewId(preview)}`;
    const link = (start: number) => `${self}?offset=${start}&limit=${limit}`;
    const results = members.slice(offset, offset + limit).map((member) => result(member, context.baseUrl));
    const next = offset + limit < members.length ? link(offset + limit) : '';
    return {
      results,
      state: preview.state,
      link: next,
      links: { _self: link(offset), next, prev: offset > 0 ? link(Math.max(0, offset - limit)) : '' },
      page: { offset, size: results.length },
      ...(preview.failure !== undefined && { error: preview.failure }),
    };
  };

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read the members that a preview found',
        examples: previewExamples.read,
        tag,
        answers: { 200: PreviewAnswer },
      },
      { params: IdParameter, querystring: Type.Object(PageQuery) },
    ),
    async ({ context, params, query }) => page(context, decodePreviewId(params.id), params.id, query),
  );

  app.get(
    `${COLLECTION}/:appId/execution/:executionId`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read a preview by the link of its estimate',
        examples: previewExamples.readByLink,
        tag,
        answers: { 200: PreviewAnswer },
      },
      {
        params: Type.Object({ appId: Type.String(), executionId: Type.String() }),
        querystring: Type.Object({ ...PageQuery, previewQueryId: Type.String() }),
      },
    ),
    async ({ context, params, query }) => {
      const id = previewIdOf(params.appId, query.previewQueryId, params.executionId);
      return page(context, id, query.previewQueryId, query);
    },
  );

  app.delete(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Stop a preview and remove it',
        examples: previewExamples.remove,
        tag,
        answers: { 200: AcknowledgementBody },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      await previews.kill(scopeOf(context), decodePreviewId(params.id), params.id);
      return { status: true, message: 'KILLED' };
    },
  );
}

function result([first, ...others]: PreviewMember, baseUrl: string) {
  const profile = (xid: string) => ({
    _href: `${baseUrl}/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=${xid}`,
  });
  const endCustomerIds = Object.fromEntries(others.map((xid) => [xid, profile(xid)]));
  return { [first]: { ...profile(first), ...(others.length > 0 && { endCustomerIds }) } };
}
