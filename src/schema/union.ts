import type { QuerySchema } from '../pql/types.ts';
import { catalogue, type SchemaClass } from './catalogue/catalogue.ts';
import { requiredOfEvents } from './catalogue/event/class.ts';
import { type FieldNode, type Fields, type ObjectField, object, objectAt } from './node.ts';
import type { TenantField } from './tenant-fields.ts';

/** `$id` of the union schema of a class (profile-store.md section 2.7). */
export const UNION_ID: Readonly<Record<SchemaClass, string>> = {
  profile: 'https://ns.adobe.com/xdm/context/profile__union',
  event: 'https://ns.adobe.com/xdm/context/experienceevent__union',
};

const builtIn: Readonly<Record<SchemaClass, ObjectField>> = {
  profile: object(merged(catalogue.profile.map((group) => group.fields))),
  event: object(merged(catalogue.event.map((group) => group.fields)), requiredOfEvents),
};

/**
 * All fields of a class: the built-in catalogue and the tenant fields, merged by path (profile-store.md section 2.7).
 * Of two definitions of one path the first stays.
 */
export function unionSchema(schemaClass: SchemaClass, tenantFields: readonly TenantField[] = []): ObjectField {
  const base = builtIn[schemaClass];
  const own = tenantFields.filter((field) => field.class === schemaClass);
  if (own.length === 0) return base;
  return own.reduce((schema, field) => mergeObjects(schema, objectAt(field.path, field.node)), base);
}

/** The schema that PQL is checked against: profiles at the root, experience events below `xEvent`. */
export function querySchema(tenantFields: readonly TenantField[] = []): QuerySchema {
  return { root: unionSchema('profile', tenantFields), event: unionSchema('event', tenantFields) };
}

/**
 * The node at a path, one name a step; undefined when the schema has none. Arrays are stepped through as PQL projects
 * over them, and every name is a key of a map.
 */
export function fieldAt(schema: FieldNode, path: readonly string[]): FieldNode | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  switch (schema.kind) {
    case 'scalar':
      return undefined;
    case 'array':
      return fieldAt(schema.items, path);
    case 'map':
      return fieldAt(schema.values, rest);
    case 'object': {
      const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
      return field && fieldAt(field, rest);
    }
  }
}

function merged(all: readonly Fields[]): Fields {
  const result: Record<string, FieldNode> = {};
  for (const fields of all) {
    for (const [name, node] of Object.entries(fields)) {
      const present = Object.hasOwn(result, name) ? result[name] : undefined;
      result[name] = present === undefined ? node : mergeNodes(present, node);
    }
  }
  return result;
}

const mergeNodes = (first: FieldNode, second: FieldNode): FieldNode =>
  first.kind === 'object' ? mergeObjects(first, second) : first;

const mergeObjects = (first: ObjectField, second: FieldNode): ObjectField =>
  second.kind === 'object' ? { ...first, fields: merged([first.fields, second.fields]) } : first;
