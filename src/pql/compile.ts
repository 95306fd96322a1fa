import type { Ast } from './ast.ts';
import { type CheckOptions, checkAst } from './check/checker.ts';
import type { Warning } from './check/warnings.ts';
import { practiceWarnings } from './cost/checks.ts';
import { costOf } from './cost/cost.ts';
import { type Diagnostic, toDiagnostics } from './diagnostics.ts';
import { type Facts, factsOf } from './facts/facts.ts';
import type { Ir } from './ir.ts';
import { readJson } from './json/read.ts';
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

/** Parses a pql/json expression; the diagnostic of a malformed tree has the JSON pointer of the node. */
export function fromJson(json: string, limits: Partial<Limits> = {}): ParseResult {
  const { ast, complaints } = readJson(json, { ...DEFAULT_LIMITS, ...limits });
  return ast === undefined ? { diagnostics: toDiagnostics(complaints, '') } : { ast, diagnostics: [] };
}

/** `ir` and `facts` are both there, or both absent because of the diagnostics. */
export type CompileResult = {
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings: readonly Warning[];
} & ({ readonly ir: Ir; readonly facts: Facts } | { readonly ir?: undefined; readonly facts?: undefined });

/**
 * Resolves names, checks types, translates to the intermediate representation and collects the facts of the query.
 *
 * @param options.text source of the tree, for the lines and columns of diagnostics
 */
export function check(ast: Ast, options: CheckOptions & { readonly text?: string } = {}): CompileResult {
  const { ir, complaints, warnings } = checkAst(ast, options);
  if (ir === undefined) return { diagnostics: toDiagnostics(complaints, options.text ?? ''), warnings };
  const facts = factsOf(ir);
  return { ir, facts, diagnostics: [], warnings: [...warnings, ...practiceWarnings(ir, costOf(ir, facts))] };
}

export interface CompileOptions extends CheckOptions {
  /** Form of the expression; text by default. */
  readonly format?: 'pql/text' | 'pql/json';
  readonly limits?: Partial<Limits>;
}

/** Parses and checks an expression in either form. */
export function compileQuery(expression: string, options: CompileOptions = {}): CompileResult {
  const { format = 'pql/text', limits = {}, ...rest } = options;
  const { ast, diagnostics } = format === 'pql/text' ? parse(expression, limits) : fromJson(expression, limits);
  if (ast === undefined) return { diagnostics, warnings: [] };
  return check(ast, format === 'pql/text' ? { ...rest, text: expression } : rest);
}
