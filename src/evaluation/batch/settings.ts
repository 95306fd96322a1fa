import type { Settings } from '../../store/columnar/columnar.ts';

/** Limits of the engine's parser for statements that hold many audiences, or deep ones: PQL has limits of its own. */
export const LARGE_STATEMENTS = {
  max_parser_depth: 20_000,
  max_ast_depth: 20_000,
  max_ast_elements: 20_000_000,
  max_expanded_ast_elements: 20_000_000,
} as const satisfies Settings;
