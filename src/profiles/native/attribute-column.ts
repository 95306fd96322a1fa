import type { ColumnType } from '../../pql/clickhouse/layout.ts';
import type { Column } from './column.ts';
import { ArrayColumn, MapColumn, TupleColumn } from './nested-columns.ts';
import { NumberColumn, StringColumn } from './scalar-columns.ts';

/** A column that collects the values of an attribute, with a way to tell which type it turned out to have. */
export interface AttributeWriter {
  readonly column: Column;
  /** The part of the declared type that the data has used: tuples list the fields that were met. */
  readonly used: () => ColumnType;
}

/** A field that is no object, with the columns of its values. */
export interface AttributeLeaf {
  readonly kind: 'leaf';
  readonly path: readonly string[];
  readonly name: string;
  readonly writer: AttributeWriter;
  readonly column: Column;
  readonly presence: Column | undefined;
}

/** `known` is the type that the table has already; tuples begin with its fields so that blocks agree. */
export function attributeWriter(type: ColumnType, known?: ColumnType): AttributeWriter {
  switch (type.kind) {
    case 'string':
      return { column: new StringColumn({ nullable: true }), used: () => type };
    case 'number':
      return { column: new NumberColumn('Float64', { nullable: true }), used: () => type };
    case 'boolean':
      return { column: new NumberColumn('Bool', { nullable: true }), used: () => type };
    case 'instant':
      return { column: new NumberColumn('instant', { nullable: true }), used: () => type };
    case 'array': {
      const items = attributeWriter(type.items, known?.kind === 'array' ? known.items : undefined);
      return { column: new ArrayColumn(items.column), used: () => ({ kind: 'array', items: items.used() }) };
    }
    case 'map': {
      const values = attributeWriter(type.values, known?.kind === 'map' ? known.values : undefined);
      const column = new MapColumn(new StringColumn(), values.column);
      return { column, used: () => ({ kind: 'map', values: values.used() }) };
    }
    case 'tuple':
      return tuple(type.fields, known?.kind === 'tuple' ? known.fields : {});
  }
}

type Fields = Readonly<Record<string, ColumnType>>;

function tuple(fields: Fields, known: Fields): AttributeWriter {
  const writers = new Map<string, AttributeWriter>();
  const make = (name: string): Column | undefined => {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) return undefined;
    const writer = attributeWriter(type, known[name]);
    writers.set(name, writer);
    return writer.column;
  };
  const initial = Object.keys(known).length > 0 ? Object.keys(known) : Object.keys(fields).slice(0, 1);
  return {
    column: new TupleColumn(initial, make),
    used: () => ({
      kind: 'tuple',
      fields: Object.fromEntries([...writers].map(([name, writer]) => [name, writer.used()])),
    }),
  };
}
