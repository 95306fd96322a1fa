import { Type } from 'typebox';
import { estimateMargins, estimateResource, PREVIEW_STATES } from '../../queries/previews/preview.ts';
import { decodePreviewId } from '../../queries/previews/preview-id.ts';
import type { Previews } from '../../queries/previews/previews.ts';
import { estimateExamples } from '../examples/estimates.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const EstimateAnswer = Type.Object(
  {
    estimatedSize: Type.Integer(),
    numRowsToRead: Type.Integer({ description: 'Profiles in the sample.' }),
    estimatedNamespaceDistribution: Type.Array(
      Type.Object({ namespaceId: Type.String(), profilesMatchedSoFar: Type.Integer() }),
    ),
    state: Type.Enum(PREVIEW_STATES),
    profilesReadSoFar: Type.Integer(),
    standardError: Type.Integer({ description: 'In profiles.' }),
    error: Type.Object({ description: Type.String(), traceback: Type.String() }),
    profilesMatchedSoFar: Type.Integer(),
    totalRows: Type.Integer({ description: 'Profiles in the store when the sample was taken.' }),
    confidenceInterval: Type.Literal('95%', {
      description: 'Level of `estimatedSize` plus or minus 1.96 times `standardError`.',
    }),
    _links: Type.Object({ preview: Type.String() }),
  },
  { $id: 'Estimate' },
);

const MarginsAnswer = Type.Object({
  state: Type.Enum(PREVIEW_STATES),
  estimatedSize: Type.Integer(),
  lower: Type.Integer({ description: 'The true size is from here …' }),
  upper: Type.Integer({ description: '… to here, at 95 %.' }),
  sampledAt: Type.Optional(
    Type.Integer({ description: '`now` of the expression, Unix milliseconds; absent while there is no sample.' }),
  ),
});

/** Estimates: how large an audience would be, refined while its preview runs (api-segmentation.md section 5.5). */
export function registerEstimates(app: App, previews: Previews): void {
  app.get(
    '/data/core/ups/estimate/:id',
    operation(
      {
        access: 'segments:read',
        summary: 'Read the estimate of a preview',
        examples: estimateExamples.read,
        tag: 'Previews and estimates',
        answers: { 200: EstimateAnswer },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      const preview = await previews.get(scopeOf(context), decodePreviewId(params.id), params.id);
      return estimateResource(preview, context.baseUrl);
    },
  );

  app.get(
    '/secant/estimates/:id',
    operation(
      {
        access: 'segments:read',
        summary: 'Read the error margin of an estimate, and the time of its sample',
        examples: estimateExamples.margins,
        tag: 'Previews and estimates',
        answers: { 200: MarginsAnswer },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) =>
      estimateMargins(await previews.get(scopeOf(context), decodePreviewId(params.id), params.id)),
  );
}
