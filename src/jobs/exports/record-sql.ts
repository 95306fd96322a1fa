import type { AttributeColumn, ColumnType } from '../../pql/clickhouse/layout.ts';
import type { FieldNode } from '../../schema/node.ts';
import { identifier, literal } from '../../store/columnar/identifier.ts';
import { anyOf, type Selection, selected } from './field-selection.ts';

/** One field of an exported record: an expression over the columns of a table, and its type. */
export interface OutputField {
  readonly name: string;
  readonly sql: string;
  readonly type: string;
  /** The condition that the field is there. */
  readonly present: string;
}

export type RecordFormat = 'parquet' | 'json';

/**
 * The top-level fields of records as nested values (profile-store.md section 2.7): an object that has no value is null,
 * an instant is a `DateTime64(3)` in UTC, a date a `Date32`, an integer an `Int64`. A list or map that is absent is
 * null for JSON; Parquet gets an empty one, for the engine has no null lists there.
 */
export function outputFields(
  columns: readonly AttributeColumn[],
  schema: FieldNode,
  selection: Selection,
  format: RecordFormat,
): readonly OutputField[] {
  return fieldsOf(treeOf(columns), schema, selection, format);
}

/** An object whose leaves are columns. */
type Branch = Map<string, Branch | AttributeColumn>;

function treeOf(columns: readonly AttributeColumn[]): Branch {
  const root: Branch = new Map();
  for (const column of columns) {
    let branch = root;
    for (const step of column.path.slice(0, -1)) {
      const next = branch.get(step);
      const child: Branch = next instanceof Map ? next : new Map();
      branch.set(step, child);
      branch = child;
    }
    branch.set(column.path.at(-1) ?? '', column);
  }
  return root;
}

function fieldsOf(
  branch: Branch,
  schema: FieldNode | undefined,
  selection: Selection,
  format: RecordFormat,
): readonly OutputField[] {
  return [...branch].flatMap(([name, child]) => {
    const chosen = selected(selection, name);
    if (chosen === undefined) return [];
    const node = childOf(schema, name);
    if (child instanceof Map) {
      const fields = fieldsOf(child, node, chosen, format);
      return fields.length === 0 ? [] : [objectField(name, fields)];
    }
    const value = partOf(child.type, node, chosen, identifier(child.name), 0);
    if (value === undefined) return [];
    const isPart = child.type.kind === 'map' && chosen !== 'all';
    const present = isPart ? value.present : presence(child);
    const field = { name, sql: value.sql, type: value.type, present };
    return [format === 'json' && isCollection(child.type) ? orNull(field) : field];
  });
}

/** A list or map that is null when it is absent; only a variant of one type can say that. */
export function orNull(field: OutputField): OutputField {
  const type = `Variant(${field.type})`;
  return { ...field, type, sql: `if(${field.present}, CAST(${field.sql}, ${literal(type)}), NULL)` };
}

export const isCollection = ({ kind }: ColumnType): boolean => kind === 'array' || kind === 'map';

const childOf = (node: FieldNode | undefined, name: string): FieldNode | undefined =>
  node?.kind === 'object' && Object.hasOwn(node.fields, name) ? node.fields[name] : undefined;

/** A list or map says itself whether it is there (docs/data-layout.md). */
const presence = ({ name, type }: AttributeColumn): string =>
  isCollection(type) ? `${identifier(`${name}?`)} = 1` : `${identifier(name)} IS NOT NULL`;

function objectField(name: string, fields: readonly OutputField[]): OutputField {
  const present = fields.map((field) => field.present).join(' OR ');
  const type = `Nullable(${tupleType(fields)})`;
  return { name, type, sql: `if(${present}, CAST(${tupleOf(fields)}, ${literal(type)}), NULL)`, present };
}

interface Value {
  readonly sql: string;
  readonly type: string;
}

/** A value below a column, and the condition that it is there, as far as the column can tell. */
interface Part extends Value {
  readonly present: string;
}

export const tupleType = (fields: readonly Pick<OutputField, 'name' | 'type'>[]): string =>
  `Tuple(${fields.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ')})`;

export const tupleOf = (fields: readonly Value[]): string => `tuple(${fields.map(({ sql }) => sql).join(', ')})`;

/** A value of a column or of a part of one; undefined when the selection takes nothing of it. */
function partOf(
  type: ColumnType,
  node: FieldNode | undefined,
  selection: Selection,
  sql: string,
  depth: number,
): Part | undefined {
  const present = isCollection(type) ? `notEmpty(${sql})` : `${sql} IS NOT NULL`;
  switch (type.kind) {
    case 'string':
      return { sql: `CAST(${sql}, 'Nullable(String)')`, type: 'Nullable(String)', present };
    case 'boolean':
      return { sql, type: 'Nullable(Bool)', present };
    case 'number':
      return isScalar(node, 'integer')
        ? { sql: `toInt64(${sql})`, type: 'Nullable(Int64)', present }
        : { sql, type: 'Nullable(Float64)', present };
    case 'instant': {
      const instant = `fromUnixTimestamp64Milli(${sql}, 'UTC')`;
      return isScalar(node, 'date')
        ? { sql: `toDate32(${instant})`, type: 'Nullable(Date32)', present }
        : { sql: instant, type: `Nullable(DateTime64(3, 'UTC'))`, present };
    }
    case 'array': {
      const item = `item${depth}`;
      const items = node?.kind === 'array' ? node.items : undefined;
      const value = memberOf(type.items, items, selection, item, depth + 1);
      return value && { sql: `arrayMap(${item} -> ${value.sql}, ${sql})`, type: `Array(${value.type})`, present };
    }
    case 'map':
      return mapPart(type, node, selection, sql, depth);
    case 'tuple': {
      const fields = tupleParts(type, node, selection, sql, depth);
      return fields.length === 0 ? undefined : objectField('', fields);
    }
  }
}

/** A member of a list or map: an object there is an object even if it is empty. */
function memberOf(
  type: ColumnType,
  node: FieldNode | undefined,
  selection: Selection,
  sql: string,
  depth: number,
): Value | undefined {
  if (type.kind !== 'tuple') return partOf(type, node, selection, sql, depth);
  const fields = tupleParts(type, node, selection, sql, depth);
  const tuple = tupleType(fields);
  return fields.length === 0 ? undefined : { sql: `CAST(${tupleOf(fields)}, ${literal(tuple)})`, type: tuple };
}

function tupleParts(
  type: Extract<ColumnType, { kind: 'tuple' }>,
  node: FieldNode | undefined,
  selection: Selection,
  sql: string,
  depth: number,
): readonly OutputField[] {
  return Object.entries(type.fields).flatMap(([name, field]) => {
    const chosen = selected(selection, name);
    const part = chosen && partOf(field, childOf(node, name), chosen, `tupleElement(${sql}, ${literal(name)})`, depth);
    return part === undefined ? [] : [{ ...part, name }];
  });
}

/** A selection names keys of a map; of each of them is written what is chosen of any, for they have one type. */
function mapPart(
  type: Extract<ColumnType, { kind: 'map' }>,
  node: FieldNode | undefined,
  selection: Selection,
  sql: string,
  depth: number,
): Part | undefined {
  const [key, item] = [`key${depth}`, `item${depth}`];
  const chosen = selection === 'all' ? 'all' : anyOf(selection.values());
  const value = memberOf(type.values, node?.kind === 'map' ? node.values : undefined, chosen, item, depth + 1);
  if (value === undefined) return undefined;
  const converted = `mapApply((${key}, ${item}) -> (${key}, ${value.sql}), ${sql})`;
  const keys = selection === 'all' ? [] : [...selection.keys()].map(literal);
  const kept =
    selection === 'all' ? converted : `mapFilter((${key}, ${item}) -> ${key} IN (${keys.join(', ')}), ${converted})`;
  return { sql: kept, type: `Map(String, ${value.type})`, present: `notEmpty(${selection === 'all' ? sql : kept})` };
}

const isScalar = (node: FieldNode | undefined, type: 'integer' | 'date'): boolean =>
  node?.kind === 'scalar' && node.type === type;
