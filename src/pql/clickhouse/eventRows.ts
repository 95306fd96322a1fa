import { StepLimitExceeded } from '../interpreter/environment.ts';
import { evaluate } from '../interpreter/interpreter.ts';
import type { Ir } from '../ir.ts';
import { truth } from '../values/value.ts';
import type { AttributeColumn, ColumnType } from './layout.ts';
import { asItem, elementAt, flatten } from './lists.ts';
import { readsOf } from './reads.ts';
import { OutOfReach, refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { and, identifier, text } from './sql.ts';
import { always, type EventList, isScalar, type ListValue, sqlType, stored, unknown, type Value } from './value.ts';

/**
 * Compiles what is said of a list of events over single events, where they are stored. Where that needs more than the
 * event, like an attribute of the profile or another event, over their array in the row of the profile.
 */
export function overEvents<V extends Value, T>(list: V, scope: Scope, at: Ir, use: (list: V | ListValue) => T): T {
  if (list.kind !== 'events' || scope.rows === 'event') return use(list);
  try {
    return use(list);
  } catch (error) {
    if (error instanceof OutOfReach) return use(rowsOf(list, scope, at));
    throw error;
  }
}

/** The elements of a list of events as an array of the profile, in the order of the events (pql.md section 9.1). */
export function rowsOf(list: EventList, scope: Scope, at: Ir): ListValue {
  if (scope.depth > 0) return refuse('all events for each item of a list', at);
  const item = itemOf(list, scope, at);
  const where = and(list.where);
  const inOrder = `arraySort(row -> (row.1, row.2), groupArrayIf((timestamp, id, ${item.sql}), ${where}))`;
  const leaf = scope.compilation.leaves.rows(`arrayMap(row -> row.3, ${inOrder})`, where, list.eventTypes);
  const rows: ListValue = {
    kind: 'list',
    sql: leaf.name,
    items: item.type,
    itemsNullable: item.nullable,
    compact: list.compact,
    present: always,
  };
  return list.flat ? flatten(rows, at) : rows;
}

/** The first element of a list of events; its fields are null when there is none. */
export function firstOf(list: EventList, scope: Scope, at: Ir): Value {
  const { element } = list;
  const mayBeNoElement = list.compact && !(element.kind === 'scalar' && !element.nullable);
  if (list.flat || mayBeNoElement) return elementAt(rowsOf(list, scope, at), 0, at);
  const { sql, type, nullable } = itemOf(list, scope, at);
  const where = and(list.where);
  const value = nullable || !isScalar(type) ? sql : `toNullable(${sql})`;
  const first = `argMinIf(tuple(${value}), (timestamp, id), ${where})`;
  const leaf = scope.compilation.leaves.rows(first, where, list.eventTypes);
  return stored(`tupleElement(${leaf.name}, 1)`, type, unknown);
}

/** How an element of a list of events is written as an item of an array. */
function itemOf(list: EventList, scope: Scope, at: Ir): Item {
  const { element } = list;
  return element.kind === 'object' && element.row === true ? wholeEvent(scope) : asItem(element, at);
}

interface Item {
  readonly sql: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** An event as a named tuple of the fields that the query may read. */
function wholeEvent(scope: Scope): Item {
  const { layout, fieldNames } = scope.compilation;
  const columns = namedColumns(layout.event, fieldNames);
  const fields: readonly EventField[] = [
    { path: ['timestamp'], sql: 'timestamp', type: { kind: 'instant' } },
    { path: ['_id'], sql: 'id', type: { kind: 'string' } },
    ...columns.map((column) => ({ ...column, sql: identifier(column.name) })),
  ];
  const { sql, type } = nested(fields, 0);
  return { sql: `CAST(${sql}, ${text(sqlType(type))})`, type, nullable: false };
}

/** The columns that a query with these field names may read, and one of each object of which it names no field. */
function namedColumns(columns: readonly AttributeColumn[], names: ReadonlySet<string>): readonly AttributeColumn[] {
  const named = columns.filter(({ path }) => path.every((step) => names.has(step)));
  const others = columns.filter(
    ({ path: [first = ''], name }) => names.has(first) && !named.some((one) => one.name === name),
  );
  const objectOf = ({ path }: AttributeColumn) =>
    path.slice(
      0,
      path.findIndex((step) => !names.has(step)),
    );
  const isRead = (object: readonly string[]) => named.some(({ path }) => object.every((step, at) => path[at] === step));
  const unread = Map.groupBy(
    others.filter((column) => !isRead(objectOf(column))),
    (column) => objectOf(column).join('\n'),
  );
  return [...named, ...[...unread.values()].flatMap((columns) => columns.slice(0, 1))];
}

interface EventField extends Pick<AttributeColumn, 'path' | 'type'> {
  readonly sql: string;
}

/** Fields of flattened objects as tuples in tuples. */
function nested(fields: readonly EventField[], depth: number): { readonly sql: string; readonly type: ColumnType } {
  const members = [...Map.groupBy(fields, ({ path }) => path[depth] ?? '')].map(([name, below]) => {
    const [only] = below;
    const { sql, type } = only?.path.length === depth + 1 ? only : nested(below, depth + 1);
    return { name, sql, type };
  });
  return {
    sql: `tuple(${members.map(({ sql }) => sql).join(', ')})`,
    type: { kind: 'tuple', fields: Object.fromEntries(members.map(({ name, type }) => [name, type])) },
  };
}

/** A condition that reads one array of events and nothing else is decided where the array is made. */
export function besideRows(ir: Ir, scope: Scope, compiled: (scope: Scope) => string): string {
  const { compilation } = scope;
  const reads = readsOf(ir);
  if (scope.rows === 'event' || reads.size !== 1 || !reads.has('events')) return compiled(scope);
  const leaves = compilation.leaves.part();
  const sql = compiled({ ...scope, compilation: { ...compilation, leaves } });
  if (sql === 'true' || sql === 'false') return sql;
  const leaf = leaves.onlyRows();
  const whenEmpty = leaf && overNoEvents(ir, compilation.now);
  if (leaf !== undefined && whenEmpty !== undefined) return compilation.leaves.condition(leaf, sql, whenEmpty);
  compilation.leaves.add(leaves);
  return sql;
}

/** The truth of a condition on events where there are none. */
function overNoEvents(ir: Ir, now: number): boolean | undefined {
  try {
    return truth(evaluate(ir, {}, { now }));
  } catch (error) {
    if (error instanceof StepLimitExceeded) return undefined;
    throw error;
  }
}
