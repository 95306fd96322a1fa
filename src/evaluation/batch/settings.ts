import type { Settings } from '../../store/columnar/columnar.ts';

/** For statements that hold many audiences, or deep ones. */
export const LARGE_STATEMENTS = {
  // Limits of the parser: PQL has limits of its own.
  max_parser_depth: 20_000,
  max_ast_depth: 20_000,
  max_ast_elements: 20_000_000,
  max_expanded_ast_elements: 20_000_000,
} as const satisfies Settings;

/** For a run of all audiences: aggregates of many leaves are worth compiling the first time, those of one are not. */
export const BATCH_STATEMENTS = {
  ...LARGE_STATEMENTS,
  min_count_to_compile_aggregate_expression: 0,
  // What many conditions cost a row is more than the engine expects: events of one type are read by all threads.
  merge_tree_min_rows_for_concurrent_read: 16_384,
  merge_tree_min_bytes_for_concurrent_read: 1,
  // There are many profiles: threads group them in parts from the beginning, instead of dividing them later.
  group_by_two_level_threshold: 1,
} as const satisfies Settings;
