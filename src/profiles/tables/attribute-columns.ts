import type { AttributeColumn, ColumnType, Layout } from '../../pql/clickhouse/layout.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier, literal } from '../../store/columnar/identifier.ts';
import { presenceOf } from '../native/shredder.ts';
import { typeOf, unitedType } from './column-types.ts';

/** The attribute columns of a table, in the order in which they came. Their types are kept in the comments of columns. */
export async function attributeColumns(
  columnar: Columnar,
  database: string,
  table: string,
): Promise<readonly AttributeColumn[]> {
  const rows = await columnar.query<{ name: string; comment: string }>(
    `SELECT name, comment FROM system.columns
     WHERE database = {database:String} AND table = {table:String} AND startsWith(name, '/') AND comment != ''
     ORDER BY position`,
    { params: { database, table } },
  );
  return rows.map(({ name, comment }) => {
    const { path, type }: { path: readonly string[]; type: ColumnType } = JSON.parse(comment);
    return { path, name, type };
  });
}

/** The attribute columns of profiles and events that hold data. */
export async function readLayout(columnar: Columnar, database: string): Promise<Layout> {
  const [profile, event] = await Promise.all([
    attributeColumns(columnar, database, 'profiles'),
    attributeColumns(columnar, database, 'events'),
  ]);
  return { profile, event };
}

/** Gives a table the columns that are missing, and the fields that its tuples lack. */
export async function ensureColumns(
  columnar: Columnar,
  database: string,
  table: string,
  wanted: readonly AttributeColumn[],
): Promise<void> {
  const known = new Map((await attributeColumns(columnar, database, table)).map((column) => [column.name, column]));
  const changes = wanted.flatMap((column) => changesFor(column, known.get(column.name)));
  if (changes.length > 0)
    await columnar.command(`ALTER TABLE ${identifier(table)} ${changes.join(', ')}`, { database });
}

function changesFor(wanted: AttributeColumn, known: AttributeColumn | undefined): readonly string[] {
  if (known === undefined) {
    const isNested = wanted.type.kind === 'array' || wanted.type.kind === 'map';
    const presence = isNested ? [`ADD COLUMN IF NOT EXISTS ${identifier(presenceOf(wanted.name))} UInt8`] : [];
    return [`ADD COLUMN IF NOT EXISTS ${definition(wanted)}`, ...presence];
  }
  const type = unitedType(known.type, wanted.type);
  return typeOf(type) === typeOf(known.type) ? [] : [`MODIFY COLUMN ${definition({ ...known, type })}`];
}

function definition({ name, path, type }: AttributeColumn): string {
  return `${identifier(name)} ${typeOf(type)} COMMENT ${literal(JSON.stringify({ path, type }))}`;
}
