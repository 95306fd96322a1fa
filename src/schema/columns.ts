import type { AttributeColumn, ColumnType } from '../pql/clickhouse/layout.ts';
import type { FieldNode, ObjectField } from './node.ts';

/** The type of the column, or part of a column, that holds a field (docs/data-layout.md). */
export function columnType(node: FieldNode): ColumnType {
  switch (node.kind) {
    case 'array':
      return { kind: 'array', items: columnType(node.items) };
    case 'map':
      return { kind: 'map', values: columnType(node.values) };
    case 'object': {
      const fields = Object.entries(node.fields).map(([name, field]) => [name, columnType(field)] as const);
      return { kind: 'tuple', fields: Object.fromEntries(fields) };
    }
    case 'scalar':
      switch (node.type) {
        case 'string':
          return node.enum || node.suggested ? { kind: 'string', lowCardinality: true } : { kind: 'string' };
        case 'integer':
        case 'double':
          return { kind: 'number' };
        case 'boolean':
          return { kind: 'boolean' };
        case 'date':
        case 'date-time':
          return { kind: 'instant' };
      }
  }
}

/** All columns that a class could have: objects flattened to their leaves, an array or a map one column. */
export function attributeColumns(schema: ObjectField): readonly AttributeColumn[] {
  return columnsBelow(schema, []);
}

/** The name of an attribute column: the JSON pointer of its path. */
export function columnName(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function columnsBelow(node: ObjectField, path: readonly string[]): readonly AttributeColumn[] {
  return Object.entries(node.fields).flatMap(([name, field]) => {
    const here = [...path, name];
    if (field.kind === 'object') return columnsBelow(field, here);
    return [{ path: here, name: columnName(here), type: columnType(field) }];
  });
}
