import type { Settings } from './columnar.ts';

/** Settings of every statement, on both forms. */
export const SETTINGS = {
  // A JSON number would lose the low bits of a 64-bit integer.
  output_format_json_quote_64bit_integers: 1,
  // Statements that are compiled from many audiences are long.
  max_query_size: 64 * 1024 * 1024,
  max_ast_elements: 50_000_000,
  max_expanded_ast_elements: 50_000_000,
} as const satisfies Settings;
