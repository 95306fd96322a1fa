import type { Inference } from '../../schema/infer/infer.ts';
import type { TenantField } from '../../schema/tenant-fields.ts';
import type { Reshaping } from '../source/reshape.ts';
import type { RejectionCode } from '../validation/rejection.ts';

export interface ImportOptions {
  /** Read in this order; their rows are one batch. */
  readonly files: readonly string[];
  /**
   * File for rejected rows, written when there are any: NDJSON of `{file, line, code, message, raw}` in the order of the
   * input. Rows that waited for fields to be inferred come last.
   */
  readonly rejectsFile?: string | undefined;
  readonly reshaping?: Reshaping | undefined;
  /** Whether unknown fields below a tenant root are inferred from the data and added to the schema; on unless said. */
  readonly infer?: boolean | undefined;
  readonly unknownFields?: 'reject' | 'drop' | undefined;
  /** Whether events without `_id` get one from their content; on unless said. */
  readonly deriveId?: boolean | undefined;
  /** Whether an ECID must be 38 digits; on unless said. */
  readonly strictEcid?: boolean | undefined;
  /** Largest row, in bytes of compact JSON; 100 KiB for records and 10 KiB for events unless said. */
  readonly maxSize?: number | undefined;
  /** How far the timestamp of an event may be ahead of the clock, in milliseconds; 5 minutes unless said. */
  readonly maxFutureSkew?: number | undefined;
  /** Validates only. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Told as soon as fields are inferred, before rows are read. */
  readonly onInferred?: ((inference: Inference) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ImportProgress {
  readonly phase: 'reading' | 'merging' | 'publishing';
  /** Rows that were looked at. */
  readonly rows: number;
  /** Bytes of the files as they are on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface ImportResult {
  /** Undefined after a dry run. */
  readonly batchId: string | undefined;
  readonly datasetId: string | undefined;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejectedBy: Readonly<Partial<Record<RejectionCode, number>>>;
  /** The first rejects, at most 100. */
  readonly firstRejects: readonly Reject[];
  readonly warnings: ImportWarnings;
  /** Tenant fields that the import added to the schema. */
  readonly inferred: readonly TenantField[];
  /** Profiles that did not exist before. */
  readonly newProfiles: number;
}

export interface ImportWarnings {
  /** Nulls that were taken as absent. */
  readonly nulls: number;
  /** Unknown fields that were left out. */
  readonly unknownFields: number;
  /** Secondary identities whose value is not usable. */
  readonly droppedIdentities: number;
}

export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly code: RejectionCode;
  readonly message: string;
  /** The row, cut off where it is long. */
  readonly raw: string;
}
