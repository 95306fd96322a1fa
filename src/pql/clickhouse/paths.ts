import type { Field, Ir, Wildcard } from '../ir.ts';
import { otherName } from '../values/path.ts';
import { fieldArray } from './lambdas.ts';
import type { AttributeColumn, Layout } from './layout.ts';
import { mapItems } from './lists.ts';
import { refuse, refuseOutOfReach } from './refusal.ts';
import { compile, type Scope } from './scope.ts';
import { identifier, text } from './sql.ts';
import {
  emptyList,
  isScalar,
  type ListValue,
  type MapValue,
  nothing,
  type Presence,
  type Scalar,
  scalar,
  stored,
  unknown,
  type Value,
} from './value.ts';

/** The profile: memberships are kept elsewhere, every other field is in columns. */
export function root(ir: Ir, scope: Scope): Value {
  if (scope.rows === 'event') return refuseOutOfReach('a condition on events that reads the profile', ir);
  const { layout } = scope.compilation;
  return {
    kind: 'object',
    field: (name, at) =>
      name === 'segmentMembership' ? refuse('reading `segmentMembership`', at) : below(layout.profile, [name]),
  };
}

/** One row of `events`. `timestamp` and `_id` are system columns, because every event has them. */
export function event(layout: Layout): Value {
  return {
    kind: 'object',
    row: true,
    field: (name) => {
      if (name === 'timestamp') return scalar('instant', 'timestamp', false);
      if (name === '_id') return scalar('string', 'id', false);
      return below(layout.event, [name]);
    },
  };
}

/** The value at a path of a flattened object: a column, an object that some columns are below of, or null. */
function below(columns: readonly AttributeColumn[], path: readonly string[]): Value {
  const under = columns.filter((column) => path.every((step, index) => column.path[index] === step));
  const exact = under.find((column) => column.path.length === path.length);
  if (exact !== undefined) return column(exact);
  if (under.length === 0) return nothing;
  return { kind: 'object', field: (name) => below(under, [...path, name]) };
}

function column({ name, type }: AttributeColumn): Value {
  const present: Presence = { kind: 'column', sql: `${identifier(`${name}?`)} = 1` };
  return stored(identifier(name), type, present);
}

/** `.name` (pql.md section 5.2). */
export function field(ir: Field, scope: Scope): Value {
  return step(ir, stepped(ir, scope), ir.name, scope);
}

/** What a path step is applied to: never the records of other classes, unless nothing refers to any. */
function stepped(ir: Field | Wildcard, scope: Scope): Value {
  const object = compile(ir.object, scope);
  return ir.entity === undefined || object.kind === 'nothing' ? object : refuse('a field of another class', ir);
}

function step(ir: Field, object: Value, name: string, scope: Scope): Value {
  switch (object.kind) {
    case 'nothing':
    case 'scalar':
      return nothing;
    case 'object':
      return object.field(name, ir);
    case 'map':
      return entry(object, name);
    case 'list':
      return projected(ir, object, name, scope);
    case 'events': {
      const { element } = object;
      if (element.kind === 'events') throw new Error('Events have no lists of events');
      if (object.flat) return { ...object, element: step(ir, element, name, scope), compact: true };
      const value = step(ir, element, name, scope);
      return { ...object, element: value, flat: value.kind === 'list', compact: true };
    }
  }
}

/** An entry of a map, found under either of its names. */
export function entry(map: MapValue, key: string): Value {
  const get = (name: string) => `${map.sql}[${text(name)}]`;
  const other = otherName(key);
  const sql = `if(mapContains(${map.sql}, ${text(key)}), ${get(key)}, ${get(other)})`;
  const keys = `mapContains(${map.sql}, ${text(key)}) OR mapContains(${map.sql}, ${text(other)})`;
  return stored(sql, map.values, { kind: 'column', sql: `(${keys})` });
}

/** The entry of exactly this key, constant or of the row. */
export function entryOf(map: MapValue, key: Scalar, at: Ir): Value {
  const exact = `ifNull(${key.sql}, '')`;
  if (!key.nullable) {
    const present: Presence = { kind: 'column', sql: `mapContains(${map.sql}, ${key.sql})` };
    return stored(`${map.sql}[${key.sql}]`, map.values, present);
  }
  if (!isScalar(map.values)) return refuse('a list, map or object under a key of the data', at);
  return stored(`if(isNull(${key.sql}), NULL, ${map.sql}[${exact}])`, map.values, unknown);
}

/** Projection: the field of every element, nulls dropped, lists appended. */
function projected(ir: Field, list: ListValue, name: string, scope: Scope): Value {
  const { items, present } = list;
  if (items.kind === 'array')
    return projected(ir, { ...list, sql: `arrayFlatten(${list.sql})`, items: items.items }, name, scope);
  if (items.kind === 'tuple') {
    const type = Object.hasOwn(items.fields, name) ? items.fields[name] : undefined;
    if (type === undefined) return { ...emptyList, present };
    const sql = fieldArray(list, name);
    if (type.kind !== 'array') return { kind: 'list', sql, items: type, itemsNullable: true, compact: true, present };
    if (type.items.kind === 'array') return refuse('a list of lists inside of a list', ir);
    return {
      kind: 'list',
      sql: `arrayFlatten(${sql})`,
      items: type.items,
      itemsNullable: true,
      compact: false,
      present,
    };
  }
  if (items.kind === 'map') return mapItems(list, scope, ir, (item) => step(ir, item, name, scope), { compact: true });
  return refuse('a field of the items of a list of scalars', ir);
}

/** `.*` and `[*]`. */
export function wildcard(ir: Wildcard, scope: Scope): Value {
  const object = stepped(ir, scope);
  switch (object.kind) {
    case 'nothing':
    case 'scalar':
      return nothing;
    case 'list':
    case 'events':
      return object;
    case 'map': {
      const list = {
        kind: 'list',
        sql: `mapValues(${object.sql})`,
        items: object.values,
        itemsNullable: true,
      } as const;
      return { ...list, compact: true, present: object.present };
    }
    case 'object':
      return refuse('all fields of an object', ir);
  }
}
