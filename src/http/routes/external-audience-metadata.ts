import { Type } from 'typebox';
import type { Audiences } from '../../audiences/audiences.ts';
import { badRequest } from '../../audiences/external/errors.ts';
import { answerAisErrors } from '../errors/ais.ts';
import { DetailedErrorBody } from '../errors/bodies.ts';
import { audienceExamples } from '../examples/audiences.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

/** External audiences that are known by their metadata only (api-audiences.md section 3). */
export function registerExternalAudienceMetadata(app: App, audiences: Audiences): void {
  const options = operation(
    {
      access: 'segments:write',
      summary: 'Create the metadata of an external audience',
      description: 'Members arrive with the profiles that carry them in `segmentMembership`.',
      tag: 'External audiences',
      examples: audienceExamples.metadata,
      answers: { 200: Type.Object({ id: Type.String(), name: Type.String(), audienceId: Type.String() }) },
      errors: [409],
      errorBody: DetailedErrorBody,
    },
    {
      querystring: Type.Object({
        createAudienceMetaOnly: Type.Optional(Type.String({ description: 'Must be `true`.' })),
      }),
      body: Type.Object({
        name: Type.String(),
        description: Type.Optional(Type.String()),
        audienceId: Type.String(),
        namespace: Type.String(),
        originName: Type.String(),
      }),
    },
  );
  app.post(
    '/data/core/ais/audiences',
    { ...options, errorHandler: answerAisErrors },
    async ({ body, context, query }) => {
      if (query.createAudienceMetaOnly?.toLowerCase() !== 'true') {
        throw badRequest('The query parameter createAudienceMetaOnly must be true.');
      }
      const input = { ...body, type: 'ExternalSegment' };
      const { audience } = await audiences.create(scopeOf(context), input, context.userId);
      return { id: audience.id, name: audience.name, audienceId: audience.audienceId };
    },
  );
}
