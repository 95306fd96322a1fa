import { type Job, type TimeSpan, timeSpan } from '../job.ts';

export const EXPORT_JOB = 'export';

export const EXPORTED_STATUSES = ['realized', 'existing', 'exited'] as const;
export type ExportedStatus = (typeof EXPORTED_STATUSES)[number];

/** An entry of `filter.segments` with its defaults. */
export interface ExportSegment {
  readonly segmentId: string;
  readonly segmentNs: string;
  readonly status: readonly ExportedStatus[];
}

/** `filter` as it is shown: as sent, with the defaults of its segments. Times are RFC 3339. */
export interface ExportFilter {
  readonly segments?: readonly ExportSegment[];
  readonly segmentQualificationTime?: { readonly startTime?: string; readonly endTime?: string };
  readonly fromIngestTimestamp?: string;
  readonly emptyProfiles?: boolean;
}

export interface AdditionalFields {
  readonly eventList?: {
    readonly fields?: string;
    readonly filter?: { readonly fromIngestTimestamp?: string; readonly toIngestTimestamp?: string };
  };
}

export interface ExportCounters {
  readonly totalExportedProfileCounter: number;
  /** By lower-case namespace code. */
  readonly exportedProfileByNamespaceCounter: Readonly<Record<string, number>>;
}

/** An export job as stored (api-segmentation.md section 6.1); the id is a number in decimal digits. */
export interface ExportJob extends Job {
  readonly profileInstanceId: string;
  readonly schemaName: string;
  readonly datasetId: string;
  readonly format: 'parquet' | 'json';
  readonly segmentPerBatch: boolean;
  /** One id, or one for each entry of `filter.segments`. */
  readonly batchIds: readonly string[];
  readonly fields?: string;
  readonly filter?: ExportFilter;
  readonly additionalFields?: AdditionalFields;
  readonly evaluationInfo?: { readonly segmentation: boolean };
  readonly mergePolicy: { readonly id: string; readonly version: number };
  /** Id of the attempt that is or was at work. */
  readonly computeId?: string;
  readonly profileExportTime?: TimeSpan;
  readonly datasetWriteTime?: TimeSpan;
  readonly counters?: ExportCounters;
}

/** The job as clients see it. */
export function exportJobResource(job: ExportJob) {
  return {
    id: Number(job.id),
    jobType: 'BATCH',
    destination: destinationOf(job),
    ...(job.fields !== undefined && { fields: job.fields }),
    schema: { name: job.schemaName },
    imsOrgId: job.scope.imsOrgId,
    sandbox: job.scope.sandbox,
    profileInstanceId: job.profileInstanceId,
    status: job.status,
    ...(job.filter !== undefined && { filter: job.filter }),
    ...(job.additionalFields !== undefined && { additionalFields: job.additionalFields }),
    ...(job.evaluationInfo !== undefined && { evaluationInfo: job.evaluationInfo }),
    mergePolicy: job.mergePolicy,
    ...(job.errors.length > 0 && { errors: job.errors }),
    metrics: {
      totalTime: timeSpan(job.creationTime, job.endTime),
      ...(job.profileExportTime !== undefined && { profileExportTime: job.profileExportTime }),
      ...(job.datasetWriteTime !== undefined && { aCPDatasetWriteTime: job.datasetWriteTime }),
      ...job.counters,
    },
    computeGatewayJobId: { exportJob: job.computeId ?? '' },
    ...(job.properties !== undefined && { properties: job.properties }),
    creationTime: job.creationTime,
    updateTime: job.updateTime,
    requestId: job.requestId,
  };
}

function destinationOf({ batchIds, datasetId, filter, segmentPerBatch }: ExportJob) {
  if (!segmentPerBatch) return { datasetId, segmentPerBatch, batchId: batchIds[0] };
  const batches = batchIds.map((batchId, index) => ({ ...filter?.segments?.[index], batchId }));
  return { datasetId, segmentPerBatch, batches };
}
