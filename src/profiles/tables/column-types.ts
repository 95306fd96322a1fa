import type { ColumnType } from '../../pql/clickhouse/layout.ts';
import { identifier } from '../../store/columnar/identifier.ts';

/** The type text of an attribute column (docs/data-layout.md). */
export function typeOf(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return type.lowCardinality ? 'LowCardinality(Nullable(String))' : 'Nullable(String)';
    case 'number':
      return 'Nullable(Float64)';
    case 'boolean':
      return 'Nullable(Bool)';
    case 'instant':
      return 'Nullable(Int64)';
    case 'array':
      return `Array(${typeOf(type.items)})`;
    case 'map':
      return `Map(String, ${typeOf(type.values)})`;
    case 'tuple': {
      const fields = Object.entries(type.fields).map(([name, field]) => `${identifier(name)} ${typeOf(field)}`);
      return `Tuple(${fields.join(', ')})`;
    }
  }
}

/** The type that holds what both hold: tuples gain fields, everything else stays as it is. */
export function unitedType(known: ColumnType, found: ColumnType): ColumnType {
  if (known.kind === 'array' && found.kind === 'array')
    return { ...known, items: unitedType(known.items, found.items) };
  if (known.kind === 'map' && found.kind === 'map') return { ...known, values: unitedType(known.values, found.values) };
  if (known.kind !== 'tuple' || found.kind !== 'tuple') return known;
  const fields = new Map(Object.entries(known.fields));
  for (const [name, type] of Object.entries(found.fields)) {
    const present = fields.get(name);
    fields.set(name, present === undefined ? type : unitedType(present, type));
  }
  return { kind: 'tuple', fields: Object.fromEntries(fields) };
}
