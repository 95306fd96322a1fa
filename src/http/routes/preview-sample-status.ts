import { Type } from 'typebox';
import type { Estimation } from '../../queries/estimation.ts';
import { sampleStatusExamples } from '../examples/preview-sample-status.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const StatusAnswer = Type.Object({
  numRowsToRead: Type.String({ description: 'Profiles in the sample.' }),
  totalRows: Type.String({ description: 'Profiles in the store.' }),
  totalFragmentCount: Type.Integer(),
  docCount: Type.String({ description: 'Records and events, in quotes.' }),
  sampleJobRunning: Type.Object({ status: Type.Boolean(), submissionTimestamp: Type.String() }),
  lastSuccessfulBatchTimestamp: Type.String({ description: 'In quotes.' }),
  lastBatchId: Type.String({ description: 'In quotes.' }),
  streamingDriven: Type.String({ description: 'In quotes.' }),
  status: Type.Enum(['TASK_RUNNING', 'TASK_FINISHED', 'TASK_FAILED']),
  samplingRatio: Type.Number(),
  mergeStrategy: Type.String(),
  lastSampledTimestamp: Type.String({ description: 'UTC.' }),
});

/** `GET /previewsamplestatus` (profile-store.md section 6.2). */
export function registerPreviewSampleStatus(app: App, { sampleStatus }: Pick<Estimation, 'sampleStatus'>): void {
  app.get(
    '/data/core/ups/previewsamplestatus',
    operation(
      {
        access: 'segments:read',
        summary: 'Read the state of the sample that previews and estimates are made of',
        examples: sampleStatusExamples.read,
        tag: 'Previews and estimates',
        answers: { 200: StatusAnswer },
      },
      {},
    ),
    async ({ context }) => sampleStatus(scopeOf(context)),
  );
}
