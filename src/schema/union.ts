import type { QuerySchema } from '../pql/types.ts';
import { catalogue, type SchemaClass } from './catalogue/catalogue.ts';
import { requiredOfEvents } from './catalogue/event/class.ts';
import { type FieldNode, type Fields, type ObjectField, object } from './node.ts';

export type { SchemaClass };

/** A field that a tenant added below its root (`_acme.favouriteStore`), declared by a person or inferred from data. */
export interface TenantField {
  readonly class: SchemaClass;
  /** From the tenant root, one name a step: `['_acme', 'favouriteStore']`. */
  readonly path: readonly string[];
  readonly node: FieldNode;
  readonly origin: 'declared' | 'inferred';
}

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
  return { ...base, fields: merged([base.fields, ...own.map((field) => nested(field.path, field.node))]) };
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

/** `nested(['_acme', 'size'], node)` is `{ _acme: object({ size: node }) }`. */
export function nested(path: readonly string[], node: FieldNode): Fields {
  const [name, ...rest] = path;
  if (name === undefined) throw new RangeError('A field needs a path of at least one name');
  return { [name]: rest.length === 0 ? node : object(nested(rest, node)) };
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

function mergeNodes(first: FieldNode, second: FieldNode): FieldNode {
  if (first.kind === 'object' && second.kind === 'object') {
    return { ...first, fields: merged([first.fields, second.fields]) };
  }
  if (first.kind === 'array' && second.kind === 'array') {
    return { ...first, items: mergeNodes(first.items, second.items) };
  }
  if (first.kind === 'map' && second.kind === 'map') {
    return { ...first, values: mergeNodes(first.values, second.values) };
  }
  return first;
}
