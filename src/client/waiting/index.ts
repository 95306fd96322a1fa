import type { Client } from '../client.ts';
import type { Data } from '../operations.ts';
import { type WaitOptions, waitFor } from './wait-for.ts';

export { type WaitOptions, type Work, waitFor } from './wait-for.ts';

const SEGMENT_JOB = '/data/core/ups/segment/jobs/{id}';
const EXPORT_JOB = '/data/core/ups/export/jobs/{id}';
const CREATION = '/data/core/ais/external-audience/operations/{id}';
const RUN = '/data/core/ais/external-audience/{id}/runs/{run}';
const PREVIEW = '/data/core/ups/preview/{id}';
const ESTIMATE = '/data/core/ups/estimate/{id}';

/** How things end; a failure is an end like the others, for the caller to see in the state. */
const JOB_ENDS = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
const INGESTION_ENDS = ['SUCCESS', 'FAILED'] as const;
const PREVIEW_ENDS = ['RESULT_READY', 'FAILED'] as const;

/** Waits for the end of a segment job; progress is in profiles. */
export function waitForSegmentJob(client: Client, id: string, options?: WaitOptions<Data<'get', typeof SEGMENT_JOB>>) {
  return waitFor(client, (given) => client.get(SEGMENT_JOB, { path: { id }, ...given }), endsAs(JOB_ENDS), options);
}

/** Waits for the end of an export job; progress is in records. */
export function waitForExportJob(client: Client, id: number, options?: WaitOptions<Data<'get', typeof EXPORT_JOB>>) {
  const path = { id: String(id) };
  return waitFor(client, (given) => client.get(EXPORT_JOB, { path, ...given }), endsAs(JOB_ENDS), options);
}

/** Waits until an external audience is created; `id` is the `operationId` of its creation. */
export function waitForCreation(client: Client, id: string, options?: WaitOptions<Data<'get', typeof CREATION>>) {
  return waitFor(client, (given) => client.get(CREATION, { path: { id }, ...given }), endsAs(INGESTION_ENDS), options);
}

/** Waits for the end of an ingestion; progress is in bytes. */
export function waitForIngestion(
  client: Client,
  audienceId: string,
  runId: string,
  options?: WaitOptions<Data<'get', typeof RUN>>,
) {
  const path = { id: audienceId, run: runId };
  return waitFor(client, (given) => client.get(RUN, { path, ...given }), endsAs(INGESTION_ENDS), options);
}

/** Waits until a preview has found its members; its first page is there then. */
export function waitForPreview(client: Client, id: string, options?: WaitOptions<Data<'get', typeof PREVIEW>>) {
  return waitFor(client, (given) => client.get(PREVIEW, { path: { id }, ...given }), isAt(PREVIEW_ENDS), options);
}

/** Waits until an estimate has read all of its sample; `id` is that of its preview. */
export function waitForEstimate(client: Client, id: string, options?: WaitOptions<Data<'get', typeof ESTIMATE>>) {
  return waitFor(client, (given) => client.get(ESTIMATE, { path: { id }, ...given }), isAt(PREVIEW_ENDS), options);
}

function endsAs<S extends string>(ends: readonly S[]) {
  return <T extends { readonly status: string }>(value: T): value is T & { readonly status: S } =>
    ends.some((end) => end === value.status);
}

function isAt<S extends string>(ends: readonly S[]) {
  return <T extends { readonly state: string }>(value: T): value is T & { readonly state: S } =>
    ends.some((end) => end === value.state);
}
