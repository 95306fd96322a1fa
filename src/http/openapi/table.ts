/** What the table of the documentation takes from `/openapi.json`. */
export interface ListedOperation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-permission'?: string;
  readonly 'x-missing'?: string;
}

/** The operations as tables in Markdown, one for each tag, in the order in which they are given. */
export function operationTables(operations: readonly ListedOperation[]): string {
  const byTag = Map.groupBy(operations, ({ tags }) => tags.join(', '));
  return [...byTag].map(([tag, listed]) => `## ${tag}\n\n${table(listed)}`).join('\n\n');
}

function table(operations: readonly ListedOperation[]): string {
  const rows = operations.map((operation) => [
    operation.method,
    `\`${operation.path}\``,
    operation.summary,
    operation['x-permission'] === undefined ? 'none' : `\`${operation['x-permission']}\``,
    operation['x-missing'] === undefined ? 'complete' : `part: ${operation['x-missing']}`,
  ]);
  const header = ['Method', 'Path', 'What it does', 'Permission', 'State'];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
