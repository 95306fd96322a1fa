import { stripVTControlCharacters } from 'node:util';
import { strong } from './output.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly align?: 'left' | 'right';
}

/** Rows under titles, in columns as wide as they need. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => plain(row[index]).length)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(plain(cells[index]), widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [strong(line(columns.map(({ title }) => title))), ...rows.map(line)].join('\n');
}

/** Values come from data: they must neither break the line nor steer the terminal. */
function plain(text = ''): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}+/gu, ' ');
}

function pad(text: string, width: number, align: Column['align'] = 'left'): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}
