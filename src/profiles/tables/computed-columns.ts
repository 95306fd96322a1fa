import type { AttributeColumn, ColumnType } from '../../pql/clickhouse/layout.ts';
import { columnName, columnType } from '../../schema/columns.ts';
import { type ObjectField, object } from '../../schema/node.ts';
import { unionSchema } from '../../schema/union.ts';
import { identifier, literal } from '../../store/columnar/identifier.ts';
import { presenceOf } from '../native/shredder.ts';
import { typeOf } from './column-types.ts';

/** An attribute that is read from other columns instead of being stored twice. */
interface ComputedColumn extends AttributeColumn {
  readonly expression: string;
  /** Whether it is present, for a list or map. */
  readonly presence?: string;
}

const typeOfEventField = (field: string): ColumnType => {
  const node = unionSchema('event').fields[field];
  if (node === undefined) throw new Error(`Events have no field ${field}`);
  return columnType(node);
};

const computed = (
  field: string,
  type: ColumnType,
  expression: (type: string) => string,
  presence?: string,
): ComputedColumn => {
  const column = { path: [field], name: columnName([field]), type, expression: expression(typeOf(type)) };
  return presence === undefined ? column : { ...column, presence };
};

/** Every event has an id and a time in its row already; its `identityMap` is asked for too seldom to be taken apart. */
export const COMPUTED_EVENT_COLUMNS: readonly ComputedColumn[] = [
  computed('_id', typeOfEventField('_id'), () => 'id'),
  computed('timestamp', typeOfEventField('timestamp'), () => 'timestamp'),
  computed(
    'identityMap',
    typeOfEventField('identityMap'),
    (type) => `JSONExtract(doc, 'identityMap', ${literal(type)})`,
    "JSONHas(doc, 'identityMap')",
  ),
];

/** The `identityMap` of a profile is made of its identities, whether a record or an event brought them. */
export const COMPUTED_PROFILE_COLUMNS: readonly ComputedColumn[] = [
  computed(
    'identityMap',
    { kind: 'map', values: { kind: 'array', items: { kind: 'tuple', fields: { id: { kind: 'string' } } } } },
    // Nearly all profiles have one identity of a namespace at most, which needs no grouping.
    (type) => `if(length(arrayDistinct(identities.ns)) = length(identities),
      CAST(mapFromArrays(identities.ns, arrayMap(id -> [tuple(id)], identities.id)), ${literal(type)}),
      CAST(mapFromArrays(arrayDistinct(identities.ns), arrayMap(
        code -> arrayMap(found -> tuple(found.id), arrayFilter(one -> one.ns = code, identities)),
        arrayDistinct(identities.ns))), ${literal(type)}))`,
    'notEmpty(identities)',
  ),
];

/** The fields of a schema that have columns of their own. */
export function storedFields(schema: ObjectField, computedColumns: readonly AttributeColumn[]): ObjectField {
  const names = new Set(computedColumns.map(({ path: [field] }) => field));
  return object(Object.fromEntries(Object.entries(schema.fields).filter(([name]) => !names.has(name))));
}

/** Names of computed columns and their companions; `SELECT *` does not have them. */
export const computedNames = (columns: readonly ComputedColumn[]): readonly string[] =>
  columns.flatMap(({ name, presence }) => (presence === undefined ? [name] : [name, presenceOf(name)]));

/** The definition of a computed column, then that of its companion. */
export function computedDefinitions({ path, name, type, expression, presence }: ComputedColumn): readonly string[] {
  const comment = literal(JSON.stringify({ path, type }));
  const column = `${identifier(name)} ${typeOf(type)} ALIAS ${expression} COMMENT ${comment}`;
  return presence === undefined ? [column] : [column, `${identifier(presenceOf(name))} UInt8 ALIAS ${presence}`];
}
