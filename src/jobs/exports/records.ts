import { EXIT_RETENTION, inRange, type KeyRange } from '../../evaluation/index.ts';
import type { AttributeColumn, ColumnType, Layout } from '../../pql/clickhouse/layout.ts';
import { typeOf } from '../../profiles/tables/column-types.ts';
import { attributeColumns, columnName, columnType } from '../../schema/columns.ts';
import type { ObjectField } from '../../schema/node.ts';
import { identifier, literal } from '../../store/columnar/identifier.ts';
import { type Selection, selected } from './field-selection.ts';
import {
  isCollection,
  type OutputField,
  orNull,
  outputFields,
  type RecordFormat,
  tupleOf,
  tupleType,
} from './record-sql.ts';
import { entryCondition } from './selection.ts';

/** What the records of an export hold. */
export interface RecordShape {
  readonly schema: { readonly root: ObjectField; readonly event: ObjectField };
  readonly layout: Layout;
  /** Epoch milliseconds; memberships whose time is over then are left out. */
  readonly now: number;
  /** `all`: every field that any profile has. Named fields are written even when no profile has them. */
  readonly fields: Selection;
  /** Undefined: records without events. */
  readonly events?: EventShape;
}

export interface EventShape {
  readonly fields: Selection;
  /** Exclusive bounds of the time of ingestion, epoch milliseconds. */
  readonly ingestedAfter?: number;
  readonly ingestedBefore?: number;
}

/** Settings that the statements of {@link recordsSql} need. */
export const RECORD_SETTINGS = {
  // Compiling expressions this wide takes longer than running them.
  compile_expressions: 0,
  enable_nullable_tuple_type: 1,
  enable_variant_type: 1,
  join_use_nulls: 0,
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_skip_null_value_in_named_tuples: 1,
} as const;

/**
 * The records of the profiles of one range that match an entry of the selection, following the union schema: columns
 * for Parquet, one column of JSON text otherwise.
 *
 * @param selection quoted name of the table of a `ProfileSelection`
 */
export function recordsSql(
  shape: RecordShape,
  selection: string,
  range: KeyRange,
  entry: number | undefined,
  format: RecordFormat,
): string {
  const profileColumns = chosenColumns(shape.layout.profile, shape.schema.root, shape.fields);
  const withMemberships = selected(shape.fields, MEMBERSHIP) !== undefined;
  const columns = [...profileColumns, ...(withMemberships ? [membershipColumn(shape.schema.root)] : [])];
  const fields = [...outputFields(columns, shape.schema.root, shape.fields, format)];
  const events = shape.events && eventsSql(shape, shape.events, selection, range, format);
  if (events !== undefined) fields.push(format === 'json' ? orNull(events.field) : events.field);
  const chosen = `SELECT profile_key, memberships FROM ${selection} WHERE ${inRange(range)}${entryCondition(entry)}`;
  const read = columns.flatMap((column) => namesOf(shape.layout.profile, column));
  const source = [
    `(SELECT ${['profile_key', ...read].join(', ')} FROM profiles FINAL
      WHERE ${inRange(range)} AND profile_key IN (SELECT profile_key FROM (${chosen}))) AS profile`,
    `INNER JOIN (${chosen}) AS chosen ON chosen.profile_key = profile.profile_key`,
    ...(events === undefined
      ? []
      : [`LEFT JOIN (${events.sql}) AS history ON history.profile_key = profile.profile_key`]),
  ].join('\n');
  const inner = [
    ...stored(shape.layout.profile, profileColumns),
    ...(withMemberships ? membershipSql(shape) : []),
    ...(events === undefined ? [] : [`history.events AS ${identifier(EVENTS)}`]),
  ];
  const rows = `SELECT ${inner.length === 0 ? '1' : inner.join(', ')} FROM ${source}`;
  if (format === 'parquet') {
    return `SELECT ${fields.map(({ sql, name }) => `${sql} AS ${identifier(name)}`).join(', ')} FROM (${rows})`;
  }
  return `SELECT toJSONString(CAST(${tupleOf(fields)}, ${literal(tupleType(fields))})) FROM (${rows})`;
}

const MEMBERSHIP = 'segmentMembership';
const EVENTS = 'timeSeriesEvents';

/** The stored columns, or those of the schema that the selection names. */
function chosenColumns(
  layout: readonly AttributeColumn[],
  schema: ObjectField,
  selection: Selection,
): readonly AttributeColumn[] {
  const known = new Map(layout.map((column) => [column.name, column]));
  const wanted =
    selection === 'all' ? layout : attributeColumns(schema).filter(({ path }) => isChosen(selection, path));
  return wanted.filter(({ path }) => path[0] !== MEMBERSHIP).map((column) => known.get(column.name) ?? column);
}

function isChosen(selection: Selection, path: readonly string[]): boolean {
  let below: Selection | undefined = selection;
  for (const step of path) {
    below = selected(below, step);
    if (below === undefined) return false;
  }
  return true;
}

/** Quoted names of a column and its companion, if there is one; none when the table lacks the column. */
function namesOf(layout: readonly AttributeColumn[], { name, type }: AttributeColumn): readonly string[] {
  if (!layout.some((column) => column.name === name)) return [];
  return [identifier(name), ...(isCollection(type) ? [identifier(`${name}?`)] : [])];
}

/** The columns in a select list; one that the table lacks is empty everywhere. */
function stored(layout: readonly AttributeColumn[], columns: readonly AttributeColumn[]): readonly string[] {
  return columns.flatMap((column) => {
    const names = namesOf(layout, column);
    if (names.length > 0) return names;
    const { name, type } = column;
    const presence = isCollection(type) ? [`0 AS ${identifier(`${name}?`)}`] : [];
    return [`${emptyValue(type)} AS ${identifier(name)}`, ...presence];
  });
}

const emptyValue = (type: ColumnType): string =>
  `CAST(defaultValueOfTypeName(${literal(typeOf(type))}), ${literal(typeOf(type))})`;

function membershipColumn(schema: ObjectField): AttributeColumn {
  const node = schema.fields[MEMBERSHIP];
  if (node === undefined) throw new Error('The profile schema has no segment memberships.');
  return { path: [MEMBERSHIP], name: columnName([MEMBERSHIP]), type: columnType(node) };
}

/** What was ingested, with what the selection knows of this system's own audiences (profile-store.md section 1.7). */
function membershipSql({ layout, now, schema }: RecordShape): readonly string[] {
  const column = membershipColumn(schema.root);
  const namespaces = column.type.kind === 'map' ? column.type.values : undefined;
  const entry = namespaces?.kind === 'map' ? namespaces.values : undefined;
  if (entry?.kind !== 'tuple') throw new Error('Segment memberships are not a map of maps of objects.');
  const known: Readonly<Record<string, string>> = {
    status: 'one.status',
    lastQualificationTime: 'one.at',
    validUntil: 'one.until',
  };
  const parts = Object.entries(entry.fields).map(([name, type]) => known[name] ?? emptyValue(type));
  const isStored = layout.profile.some(({ name }) => name === column.name);
  const ingested = isStored
    ? lasting(`CAST(profile.${identifier(column.name)}, ${literal(typeOf(column.type))})`, now)
    : emptyValue(column.type);
  const own = 'arrayFilter(one -> one.key = place, chosen.memberships)';
  const entries = `mapFromArrays(arrayMap(one -> one.audience, ${own}),
    arrayMap(one -> CAST(tuple(${parts.join(', ')}), ${literal(typeOf(entry))}), ${own}))`;
  const places = 'arrayDistinct(arrayMap(one -> one.key, chosen.memberships))';
  const kept = `mapFromArrays(${places},
    arrayMap(place -> if(place = 'ups', ${entries}, mapUpdate(${ingested}[place], ${entries})), ${places}))`;
  const isIngested = isStored ? `profile.${identifier(`${column.name}?`)}` : '0';
  return [
    `if(empty(chosen.memberships), ${ingested}, mapUpdate(${ingested}, ${kept})) AS ${identifier(column.name)}`,
    `toUInt8(${isIngested} = 1 OR notEmpty(chosen.memberships)) AS ${identifier(`${column.name}?`)}`,
  ];
}

/** Ingested memberships without the entries that have vanished, and without namespaces that have no others. */
function lasting(memberships: string, now: number): string {
  const since = 'one.lastQualificationTime';
  const oldest = now - EXIT_RETENTION;
  const vanished = `ifNull(if(ifNull(one.status = 'exited', false),
    ${since} < ${oldest}, isNull(one.validUntil) AND ${since} <= ${oldest}), false)`;
  const entries = `mapFilter((id, one) -> NOT (${vanished}), entries)`;
  return `mapFilter((place, entries) -> notEmpty(entries), mapApply((place, entries) -> (place, ${entries}), ${memberships}))`;
}

/** The events of the chosen profiles of a range, a list a profile in the order of time. */
function eventsSql(
  shape: RecordShape,
  { fields, ingestedAfter, ingestedBefore }: EventShape,
  selection: string,
  range: KeyRange,
  format: RecordFormat,
) {
  const columns = chosenColumns(shape.layout.event, shape.schema.event, fields);
  const output = outputFields(columns, shape.schema.event, fields, format);
  const type = `Array(${tupleType(output)})`;
  const conditions = [
    inRange(range),
    `profile_key IN (SELECT profile_key FROM ${selection} WHERE ${inRange(range)})`,
    ...(ingestedAfter === undefined ? [] : [`ingested_at > ${Number(ingestedAfter)}`]),
    ...(ingestedBefore === undefined ? [] : [`ingested_at < ${Number(ingestedBefore)}`]),
  ];
  const sql = `SELECT profile_key,
      CAST(arrayMap(one -> one.3, arraySort(one -> (one.1, one.2), groupArray((at, event_id, ${tupleOf(output)})))), ${literal(type)}) AS events
    FROM (SELECT profile_key, timestamp AS at, id AS event_id, ${stored(shape.layout.event, columns).join(', ')}
      FROM events WHERE ${conditions.join(' AND ')})
    GROUP BY profile_key`;
  const field: OutputField = {
    name: EVENTS,
    sql: identifier(EVENTS),
    type,
    present: `notEmpty(${identifier(EVENTS)})`,
  };
  return { sql, field };
}
