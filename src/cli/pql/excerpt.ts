import type { Span } from '../../pql/index.ts';

/** The line of an expression that holds a place, with the place marked below; empty for pql/json. */
export function excerpt(text: string, { start, end }: Span): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const before = [...text.slice(lineStart, start)].length;
  const marked = Math.max(1, [...text.slice(start, Math.min(end, lineStart + line.length))].length);
  return `  ${line}\n  ${' '.repeat(before)}${'^'.repeat(marked)}`;
}
