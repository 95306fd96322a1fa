import type { ObjectNode, PqlType, ScalarKind, SchemaNode, StringType } from '../types.ts';

export const ANY: PqlType = { kind: 'any' };
export const NULL: PqlType = { kind: 'null' };
export const BOOLEAN: PqlType = { kind: 'boolean' };
export const INTEGER: PqlType = { kind: 'integer' };
export const DOUBLE: PqlType = { kind: 'double' };
export const STRING: StringType = { kind: 'string' };
export const DATE: PqlType = { kind: 'date' };
export const DATETIME: PqlType = { kind: 'datetime' };
export const MONTH_DAY: PqlType = { kind: 'monthDay' };
export const FUNCTION: PqlType = { kind: 'function' };
export const OBJECT: PqlType = { kind: 'object' };

export function listOf(items: PqlType): PqlType {
  return { kind: 'list', items };
}

export function mapOf(values: PqlType): PqlType {
  return { kind: 'map', values };
}

export function objectOf(node: ObjectNode): PqlType {
  return { kind: 'object', node };
}

const SCALARS: Readonly<Record<ScalarKind, PqlType>> = {
  string: STRING,
  integer: INTEGER,
  double: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  'date-time': DATETIME,
};

/** The PQL type of a node of a union schema. */
export function typeOfSchema(node: SchemaNode): PqlType {
  switch (node.kind) {
    case 'scalar': {
      const { type, relationship } = node;
      return type === 'string' && relationship !== undefined
        ? { kind: 'string', entity: relationship.entity }
        : SCALARS[type];
    }
    case 'object':
      return objectOf(node);
    case 'array':
      return listOf(typeOfSchema(node.items));
    case 'map':
      return mapOf(typeOfSchema(node.values));
  }
}

/** How a type is named in messages. */
export function typeName(type: PqlType): string {
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'double':
    case 'string':
    case 'date':
    case 'object':
    case 'null':
    case 'any':
    case 'function':
      return type.kind.charAt(0).toUpperCase() + type.kind.slice(1);
    case 'datetime':
      return 'DateTime';
    case 'monthDay':
      return 'MonthDay';
    case 'list':
      return `List<${typeName(type.items)}>`;
    case 'map':
      return `Map<String, ${typeName(type.values)}>`;
    case 'mapEntry':
      return `MapEntry<String, ${typeName(type.value)}>`;
  }
}

/** True for types that fit everywhere (pql.md section 11.2). */
export function isUnknown(type: PqlType): boolean {
  return type.kind === 'any' || type.kind === 'null';
}

export function isNumber(type: PqlType): boolean {
  return type.kind === 'integer' || type.kind === 'double';
}

export function isTime(type: PqlType): boolean {
  return type.kind === 'date' || type.kind === 'datetime';
}

export function isEntries(type: PqlType): boolean {
  return type.kind === 'map' || type.kind === 'object';
}

/** True if a value of the type can stand in a boolean position. */
export function isCondition(type: PqlType): boolean {
  return isUnknown(type) || type.kind === 'boolean' || type.kind === 'list';
}

/** The type of a value that has one of two types. */
export function commonType(a: PqlType, b: PqlType): PqlType {
  if (a.kind === 'null') return b;
  if (b.kind === 'null' || a === b) return a;
  if (isNumber(a) && isNumber(b)) return a.kind === 'integer' && b.kind === 'integer' ? INTEGER : DOUBLE;
  if (a.kind === 'list' && b.kind === 'list') return listOf(commonType(a.items, b.items));
  if (a.kind === 'map' && b.kind === 'map') return mapOf(commonType(a.values, b.values));
  if (a.kind === 'object' && b.kind === 'object') return a.node === b.node ? a : OBJECT;
  if (a.kind === 'string' && b.kind === 'string') return a.entity === b.entity ? a : STRING;
  return a.kind === b.kind ? a : ANY;
}

/** Element type of what list functions take: a list's items, a single object itself, a map as one object. */
export function itemType(type: PqlType): PqlType {
  if (type.kind === 'list') return type.items;
  return isEntries(type) ? type : ANY;
}

/** The type of the values of a map or an object. */
export function valueType(type: PqlType): PqlType {
  if (type.kind === 'map') return type.values;
  if (type.kind !== 'object' || type.node === undefined) return ANY;
  return Object.values(type.node.fields).map(typeOfSchema).reduce(commonType, NULL);
}
