import type { FieldNode } from '../../src/schema/node.ts';

/** The paths of documents that a schema does not have, or has with another type. Each path once. */
export function misfits(documents: Iterable<unknown>, schema: FieldNode): readonly string[] {
  const found = new Set<string>();
  for (const document of documents) check(document, schema, '', found);
  return [...found].sort();
}

function check(value: unknown, node: FieldNode, path: string, found: Set<string>): void {
  if (value === undefined) return;
  if (node.kind === 'scalar') {
    const misfit = typeof value !== NATIVE[node.type] || (node.enum && !node.enum.some((allowed) => allowed === value));
    const unmatched = node.pattern && typeof value === 'string' && !new RegExp(node.pattern, 'u').test(value);
    if (misfit || unmatched || (node.type === 'integer' && !Number.isInteger(value))) found.add(path);
  } else if (node.kind === 'array') {
    if (!Array.isArray(value)) found.add(path);
    else for (const item of value) check(item, node.items, path, found);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    found.add(path);
  } else {
    for (const [name, field] of Object.entries(value)) {
      const below = node.kind === 'map' ? node.values : node.fields[name];
      if (below) check(field, below, `${path}/${name}`, found);
      else found.add(`${path}/${name}`);
    }
  }
}

const NATIVE = {
  string: 'string',
  date: 'string',
  'date-time': 'string',
  integer: 'number',
  double: 'number',
  boolean: 'boolean',
} as const;
