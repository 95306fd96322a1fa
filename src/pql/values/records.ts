import { fromData, isList, type PqlValue } from './value.ts';

/** Finds the record of a dimension by its primary identity: an object as JSON, undefined where there is none. */
export type RecordLookup = (entity: string, id: string) => unknown;

/** An evaluation, as far as it finds records. */
export interface Records {
  readonly records: RecordLookup | undefined;
  /** Counts a step. */
  step(): void;
}

/** Records in place of the texts that identify them (pql.md section 5.3); null for those that there are not. */
export function recordsOf(value: PqlValue, entity: string, evaluation: Records): PqlValue {
  if (isList(value)) return value.map((item) => recordsOf(item, entity, evaluation));
  if (typeof value !== 'string') return value;
  evaluation.step();
  return fromData(evaluation.records?.(entity, value));
}
