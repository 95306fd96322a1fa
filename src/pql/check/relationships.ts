import type { ObjectNode, PqlType, QuerySchema, SchemaNode } from '../types.ts';
import type { Checking } from './checking.ts';
import { listOf, objectOf } from './types.ts';

/** What a path step continues at: values of a type, after crossing a relationship if there is an `entity`. */
interface Start {
  readonly type: PqlType;
  readonly through: { readonly entity?: string };
}

/** Where a step into values of a type starts: at records, where the values are texts that identify some (section 5.3). */
export function stepsFrom({ schema }: Checking, type: PqlType): Start {
  const entity = entityOf(type);
  const record = entity === undefined || schema === undefined ? undefined : dimension(schema, entity);
  if (entity === undefined || record === undefined) return { type, through: {} };
  return { type: inPlaceOfTexts(type, objectOf(record)), through: { entity } };
}

function entityOf(type: PqlType): string | undefined {
  if (type.kind === 'list') return entityOf(type.items);
  return type.kind === 'string' ? type.entity : undefined;
}

function inPlaceOfTexts(type: PqlType, record: PqlType): PqlType {
  return type.kind === 'list' ? listOf(inPlaceOfTexts(type.items, record)) : record;
}

function dimension({ dimensions = {} }: QuerySchema, name: string): ObjectNode | undefined {
  const node = Object.hasOwn(dimensions, name) ? dimensions[name] : undefined;
  return node && unrelated(node);
}

const alone = new WeakMap<ObjectNode, ObjectNode>();

/** A dimension without relationships of its own. */
function unrelated(node: ObjectNode): ObjectNode {
  const known = alone.get(node) ?? withoutRelationships(node);
  alone.set(node, known);
  return known;
}

function withoutRelationships(node: ObjectNode): ObjectNode {
  const fields = Object.entries(node.fields).map(([name, field]) => [name, plain(field)]);
  return { kind: 'object', fields: Object.fromEntries(fields) };
}

function plain(node: SchemaNode): SchemaNode {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', type: node.type };
    case 'object':
      return withoutRelationships(node);
    case 'array':
      return { kind: 'array', items: plain(node.items) };
    case 'map':
      return { kind: 'map', values: plain(node.values) };
  }
}
