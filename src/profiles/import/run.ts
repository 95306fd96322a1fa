import type { Columnar } from '../../store/columnar/columnar.ts';
import type { ControlStore } from '../../store/control/control.ts';
import type { BatchLedger } from '../batches/batch-ledger.ts';
import type { Dataset } from '../datasets/dataset-repository.ts';
import type { ImportOptions, ImportProgress } from './options.ts';

/** One import: what it works with, and what it was asked to do. */
export interface ImportRun {
  /** A session of its own. */
  readonly columnar: Columnar;
  readonly control: ControlStore;
  readonly ledger: BatchLedger;
  readonly now: () => number;
  readonly workers?: number | undefined;
  readonly sandboxId: string;
  readonly dataset: Dataset;
  /** Directory for files that live as long as the import. */
  readonly directory: string;
  readonly options: ImportOptions;
}

/** Tells the caller how far the import is. */
export interface ProgressTracker {
  readonly read: (bytes: number) => void;
  readonly rows: () => void;
  readonly enter: (phase: ImportProgress['phase']) => void;
}
