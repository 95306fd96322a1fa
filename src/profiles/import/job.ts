import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { ObjectField } from '../../schema/node.ts';
import type { Namespace } from '../identity/namespaces.ts';
import type { Chunk } from '../source/chunk.ts';
import type { Reshaping } from '../source/reshape.ts';
import type { RejectionCode } from '../validation/rejection.ts';

/** What a worker has to know to turn chunks of rows into blocks of columns. Plain data, sent once. */
export interface WorkerJob {
  readonly kind: 'record' | 'event';
  readonly schema: ObjectField;
  /** Attribute columns that the table has. */
  readonly known: readonly AttributeColumn[];
  readonly unknownFields: 'reject' | 'drop';
  /** Whether rows that are wrong only in unknown tenant fields are handed back instead of rejected. */
  readonly deferUnknown: boolean;
  readonly nulls: 'drop' | 'keep';
  readonly deriveId: boolean;
  readonly strictEcid: boolean;
  readonly maxSize: number;
  readonly latest: number;
  readonly namespaces: readonly Namespace[];
  readonly reshaping: Reshaping | undefined;
  readonly datasetId: string;
  readonly batchId: string;
  readonly ingestedAt: number;
  /** Directory for blocks; undefined when rows are only checked. */
  readonly directory: string | undefined;
  readonly blockRows: number;
}

/** Rows as they come from a file, or as a worker handed them back. */
export type WorkItem =
  | { readonly kind: 'chunk'; readonly chunk: Chunk; readonly format: SourceRows; readonly firstRow: number }
  | { readonly kind: 'deferred'; readonly rows: readonly DeferredRow[] };

export type SourceRows =
  | { readonly kind: 'json' }
  | { readonly kind: 'csv' | 'tsv'; readonly header: readonly string[] };

/** A row whose fate waits for the fields that inference will find. */
export interface DeferredRow {
  /** Position among all rows of the import. */
  readonly row: number;
  readonly line: number;
  readonly file: string;
  readonly raw: string;
  readonly document: { readonly [name: string]: unknown };
  readonly text: boolean;
}

export interface RejectedRow {
  readonly line: number;
  readonly code: RejectionCode;
  readonly message: string;
  readonly raw: string;
}

/** What became of the rows of a work item. */
export interface WorkReport {
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
  readonly deferred: readonly DeferredRow[];
  readonly nulls: number;
  readonly unknownFields: number;
  readonly droppedIdentities: number;
}

/** A file of accepted rows in the engine's Native format. */
export interface Block {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly attributes: readonly AttributeColumn[];
}

export type ToWorker =
  | { readonly kind: 'work'; readonly item: WorkItem; readonly file: string }
  | { readonly kind: 'finish' };

export type FromWorker =
  | { readonly kind: 'report'; readonly report: WorkReport }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'namespace'; readonly code: string }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string };
