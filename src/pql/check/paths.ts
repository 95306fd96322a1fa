import type { Ir, Span } from '../ir.ts';
import { nearest } from '../nearest.ts';
import type { ObjectNode, PqlType, SchemaNode } from '../types.ts';
import { otherName } from '../values/path.ts';
import { type Checking, spanOf } from './checking.ts';
import { stepsFrom } from './relationships.ts';
import { ANY, isUnknown, listOf, typeName, typeOfSchema, valueType } from './types.ts';

/** The path step `.name`; on the profile `xEvent` is the list of events. */
export function fieldStep(checking: Checking, object: Ir, name: string, span: Span): Ir {
  const place = spanOf(span);
  if (object.kind === 'root' && name === 'xEvent') return events(checking, place);
  const from = stepsFrom(checking, object.type);
  const type = fieldType(checking, object, from.type, name, span);
  return { kind: 'field', object, name: nameOf(from.type, name), ...from.through, type, span: place };
}

/** `xEvent`. */
export function events({ schema }: Checking, span: Span): Ir {
  const item: PqlType = schema === undefined ? ANY : { kind: 'object', node: schema.event };
  return { kind: 'events', type: listOf(item), span: spanOf(span) };
}

function fieldType(checking: Checking, object: Ir, type: PqlType, name: string, span: Span): PqlType {
  if (isUnknown(type)) return ANY;
  switch (type.kind) {
    case 'list': {
      const item = fieldType(checking, object, type.items, name, span);
      return item.kind === 'list' ? item : item.kind === 'any' ? ANY : listOf(item);
    }
    case 'map':
      return type.values;
    case 'object': {
      if (type.node === undefined) return ANY;
      const node = schemaField(type.node, name);
      if (node !== undefined) return typeOfSchema(node);
      const path = [...pathOf(object), name].join('.');
      const close = nearest(name, Object.keys(type.node.fields));
      const hint = close === undefined ? undefined : `did you mean ${close}?`;
      checking.error('UNKNOWN_FIELD', `unknown field ${path}`, span, hint);
      return ANY;
    }
    default: {
      const path = [...pathOf(object), name].join('.');
      checking.error('UNKNOWN_FIELD', `unknown field ${path}`, span, `${typeName(type)} has no fields`);
      return ANY;
    }
  }
}

/** The name of a field as the schema has it. */
function nameOf(type: PqlType, name: string): string {
  if (type.kind === 'list') return nameOf(type.items, name);
  return type.kind === 'object' && type.node !== undefined ? nameIn(type.node, name) : name;
}

function nameIn({ fields }: ObjectNode, name: string): string {
  return Object.hasOwn(fields, name) || !Object.hasOwn(fields, otherName(name)) ? name : otherName(name);
}

/** A field is also found by its name with or without `xdm:`. */
export function schemaField(node: ObjectNode, name: string): SchemaNode | undefined {
  const found = nameIn(node, name);
  return Object.hasOwn(node.fields, found) ? node.fields[found] : undefined;
}

/** The written path that ends in a node, as far as it is one. */
function pathOf(ir: Ir): readonly string[] {
  if (ir.kind === 'field') return [...pathOf(ir.object), ir.name];
  return ir.kind === 'events' ? ['xEvent'] : [];
}

/** `.*` and `[*]`. */
export function wildcardStep(checking: Checking, object: Ir, span: Span): Ir {
  const place = spanOf(span);
  if (object.type.kind === 'list' || isUnknown(object.type))
    return { kind: 'wildcard', object, type: object.type, span: place };
  const { type, through } = stepsFrom(checking, object.type);
  if (type.kind !== 'map' && type.kind !== 'object') {
    checking.argumentType(1, '.*', 'List, Map or Object', type, span);
  }
  return { kind: 'wildcard', object, ...through, type: listOf(valueType(type)), span: place };
}

/** True for values that are lists because a path leads through an array: predicates then look at the elements. */
export function isPath({ kind }: Ir): boolean {
  return kind === 'field' || kind === 'wildcard' || kind === 'events' || kind === 'variable';
}
