import type { JsonObject } from '../json.ts';
import type { ByteRange } from '../native/bytes.ts';
import type { Rejection } from '../validation/rejection.ts';

/** One row of a file, read but not validated. */
export interface Row {
  readonly line: number;
  /** As it stands in the file. */
  readonly raw: string;
  /** The same as UTF-8, where the file has it so. */
  readonly bytes?: ByteRange;
  /** Undefined for a blank row. */
  readonly document: JsonObject | Rejection | undefined;
}
