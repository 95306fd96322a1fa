import { FUNCTION_GROUPS } from './registry.ts';

/** Root and instant of the examples of the reference (pql.md section 6.10). */
export const EXAMPLE_ROOT: Readonly<Record<string, unknown>> = {
  tags: ['a', 'b'],
  m: { k: 1, j: 2 },
  name: 'Ana Lee',
  t: '2024-03-10T08:05:09Z',
  o: [
    { id: 1, p: 5 },
    { id: 2, p: 9 },
  ],
  segmentMembership: { ups: { s1: { status: 'realized' } } },
};

export const EXAMPLE_NOW = '2024-05-15T12:30:45.500Z';

/** The function tables of the reference as Markdown, from the declarations. */
export function functionReference(): string {
  return FUNCTION_GROUPS.map(({ title, functions }) => {
    const rows = functions.map(({ name, signature, doc, nulls, example: [expression, value] }) =>
      row([`\`${name}\``, signature, doc, nulls, `\`${expression}\``, `\`${value}\``]),
    );
    return [`### ${title}`, '', row(HEADINGS), row(HEADINGS.map(() => '---')), ...rows].join('\n');
  }).join('\n\n');
}

const HEADINGS = ['Name', 'Arguments → result', 'Meaning', 'With null', 'Example', 'Value'];

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
