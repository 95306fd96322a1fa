import type { Ast } from './ast.ts';
import { type CheckOptions, checkAst } from './check/checker.ts';
import type { Warning } from './check/warnings.ts';
import { type Diagnostic, toDiagnostics } from './diagnostics.ts';
import type { Ir } from './ir.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { parseText } from './text/parser.ts';

export interface ParseResult {
  /** Absent if there is any diagnostic. */
  readonly ast?: Ast;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a pql/text expression; several errors are reported at once. */
export function parse(text: string, limits: Partial<Limits> = {}): ParseResult {
  const { ast, complaints } = parseText(text, { ...DEFAULT_LIMITS, ...limits });
  return ast === undefined ? { diagnostics: toDiagnostics(complaints, text) } : { ast, diagnostics: [] };
}

export interface CheckResult {
  /** Absent if there is any diagnostic. */
  readonly ir?: Ir;
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings: readonly Warning[];
}

/**
 * Resolves names, checks types and translates to the intermediate representation.
 *
 * @param options.text the source of the tree, for lines and columns of diagnostics
 */
export function check(ast: Ast, options: CheckOptions & { readonly text?: string } = {}): CheckResult {
  const { ir, complaints, warnings } = checkAst(ast, options);
  if (ir === undefined) return { diagnostics: toDiagnostics(complaints, options.text ?? ''), warnings };
  return { ir, diagnostics: [], warnings };
}
