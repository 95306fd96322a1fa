import type { Span } from '../ir.ts';

export type WarningCode =
  | 'IMPLICIT_ANY'
  | 'NULL_COMPARISON'
  | 'ALWAYS_FALSE'
  | 'UNREACHABLE'
  | 'BUILDING_BLOCKS'
  | 'EVENT_SEQUENCES'
  | 'AGGREGATIONS'
  | 'ARRAY_DEPTH';

/** Something that is allowed but is seldom meant (pql.md section 11.3). */
export type Warning = Span & { readonly code: WarningCode; readonly message: string };
