import { Type } from 'typebox';
import { operation } from '../../src/http/operation.ts';
import type { App } from '../../src/http/types.ts';

export const THINGS = '/data/core/ups/things';

const Anything = Type.Unknown();

/** Small routes of every kind, to see what the base does before a handler runs. */
export async function registerThings(app: App): Promise<void> {
  const about = (access: 'segments:read' | 'segments:write', summary: string) =>
    ({ access, summary, tag: 'Things', answers: { 200: Anything } }) as const;

  app.get(
    THINGS,
    operation(about('segments:read', 'List'), {
      querystring: Type.Object({
        limit: Type.Integer({ minimum: 1, default: 100 }),
        all: Type.Optional(Type.Boolean()),
        status: Type.Optional(Type.Enum(['NEW', 'DONE'])),
        property: Type.Optional(Type.Array(Type.String())),
      }),
    }),
    async (request) => request.query,
  );
  app.get(`${THINGS}/:id`, operation(about('segments:read', 'Read'), {}), async ({ context, params }) => ({
    params,
    ...context,
    permissions: [...context.permissions],
  }));
  app.post(
    `${THINGS}/bulk-get`,
    operation(about('segments:read', 'Read several'), { body: Type.Array(Type.String()) }),
    async (request) => request.body,
  );
  app.post(
    THINGS,
    operation(about('segments:write', 'Create'), {
      body: Type.Object({
        name: Type.String({ maxLength: 5 }),
        count: Type.Optional(Type.Integer({ minimum: 1 })),
        ratio: Type.Optional(Type.Number()),
        kind: Type.Optional(Type.Enum(['a', 'b'])),
        on: Type.Optional(Type.Boolean()),
        ids: Type.Optional(Type.Array(Type.Object({ id: Type.String() }))),
        labels: Type.Optional(Type.Record(Type.String(), Type.String())),
        days: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
        free: Type.Optional(Type.Unknown()),
      }),
    }),
    async (request) => request.body,
  );
  app.put(`${THINGS}/:id`, operation(about('segments:write', 'Replace'), {}), async () => {
    throw new Error('the password is hunter2');
  });
  app.delete(
    `${THINGS}/:id`,
    operation({ access: 'segments:write', summary: 'Delete', tag: 'Things', answers: { 204: null } }, {}),
    async (_request, reply) => reply.code(204).send(),
  );
}
