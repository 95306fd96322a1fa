import type { Span } from './ir.ts';

/** Every kind of complaint about a query; stable, for programs. The wording is `reason`. */
export type DiagnosticCode =
  | 'EMPTY'
  | 'TOO_LONG'
  | 'TOO_DEEP'
  | 'TOO_MANY_NODES'
  | 'TOO_MANY_ITEMS'
  | 'TOKEN'
  | 'MISMATCHED_INPUT'
  | 'JSON_SHAPE'
  | 'UNKNOWN_FUNCTION'
  | 'UNKNOWN_FIELD'
  | 'ARGUMENT_COUNT'
  | 'ARGUMENT_TYPE'
  | 'OPERAND_TYPE'
  | 'SCOPE'
  | 'LABEL'
  | 'DUPLICATE_KEY'
  | 'LAMBDA'
  | 'DATE'
  | 'REGULAR_EXPRESSION'
  | 'RESULT_TYPE';

/**
 * One error in a query (pql.md section 11.4). `start` and `end` are offsets in code units; `line` and `column` are
 * 1-based, the column in code points. For pql/json input `pointer` is the JSON pointer of the node instead.
 */
export interface Diagnostic {
  readonly kind: 'parse' | 'type';
  readonly code: DiagnosticCode;
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly expected?: readonly string[];
  readonly hint?: string;
  readonly pointer?: string;
}

/** A complaint before line and column are known. */
export interface Complaint {
  readonly kind: 'parse' | 'type';
  readonly code: DiagnosticCode;
  readonly reason: string;
  readonly span: Span;
  readonly expected?: readonly string[];
  readonly hint?: string;
}

/** More errors than this in one query help nobody. */
const MAX_DIAGNOSTICS = 50;

/** Adds line and column of `text` to complaints, sorted by place; `text` is empty for pql/json input. */
export function toDiagnostics(complaints: readonly Complaint[], text: string): readonly Diagnostic[] {
  const sorted = [...complaints].sort((a, b) => a.span.start - b.span.start).slice(0, MAX_DIAGNOSTICS);
  return sorted.map(({ span, ...rest }) => ({ ...rest, ...span, ...lineAndColumn(text, span.start) }));
}

/** 1-based line, and 1-based column in code points, of an offset. */
function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: codePointCount(text, lineStart, offset) + 1 };
}

function codePointCount(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end && at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const low = unit >= 0xdc00 && unit <= 0xdfff && at > start;
    if (!low) count += 1;
  }
  return count;
}

/** The message of the API for a diagnostic (pql.md section 11.4). */
export function messageOf(diagnostic: Diagnostic): string {
  const place =
    diagnostic.pointer === undefined
      ? `line ${diagnostic.line}, column ${diagnostic.column}`
      : `at ${diagnostic.pointer}`;
  return `The PQL expression is not valid: ${diagnostic.reason} (${place}).`;
}
