import { Type } from 'typebox';
import type { Queries } from '../../queries/queries.ts';
import { queryExamples } from '../examples/query.ts';
import { operation } from '../operation.ts';
import { selectFields } from '../select-fields.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const QueryBody = Type.Object({
  expression: Type.String({ description: 'PQL.' }),
  format: Type.Optional(Type.String({ description: '`pql/text` (default) or `pql/json`.' })),
  limit: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 100, description: 'Profiles of the sample; 5 when absent.' }),
  ),
  excludeOptOut: Type.Optional(
    Type.Boolean({ description: 'Leaves out profiles with a general opt-out, as audiences do; true when absent.' }),
  ),
});

const QueryAnswer = Type.Object({
  count: Type.Integer({ description: 'Profiles for which the expression holds.' }),
  totalProfiles: Type.Integer(),
  share: Type.Number({ description: '`count / totalProfiles`; 0 when there are no profiles.' }),
  timeMs: Type.Integer({ description: 'Milliseconds that the answer took.' }),
  paths: Type.Array(Type.String(), { description: 'Fields of the profile that the expression reads.' }),
  sample: Type.Array(
    Type.Object({
      namespace: Type.String(),
      id: Type.String(),
      attributes: Type.Record(Type.String(), Type.Unknown(), {
        description: 'What the expression reads of the profile.',
      }),
    }),
  ),
});

/** `POST /secant/query`: not part of the compatible API; what `secant query` asks. */
export function registerQuery(app: App, queries: Queries): void {
  app.post(
    '/secant/query',
    operation(
      {
        access: 'segments:read',
        summary: 'Count the profiles for which an expression holds',
        examples: queryExamples.ask,
        tag: 'Queries',
        answers: { 200: QueryAnswer },
      },
      { body: QueryBody },
    ),
    async ({ body, context, signal }) => {
      const { count, paths, sample, timeMs, totalProfiles } = await queries.ask(scopeOf(context), {
        expression: body.expression,
        ...(body.format !== undefined && { format: body.format }),
        limit: body.limit ?? 5,
        excludeOptOut: body.excludeOptOut ?? true,
        signal,
      });
      return {
        count,
        totalProfiles,
        share: totalProfiles === 0 ? 0 : count / totalProfiles,
        timeMs,
        paths,
        sample: sample.map(({ entity, id, namespace }) => ({ namespace, id, attributes: selectFields(entity, paths) })),
      };
    },
  );
}
