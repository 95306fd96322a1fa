import type { ObjectNode, QuerySchema, ScalarKind, SchemaNode } from '../../../src/pql/index.ts';

/** A path as text with the node that it ends in. */
export interface TypedPath {
  readonly text: string;
  readonly node: SchemaNode;
  /** True if it leads through an array: its value is a list. */
  readonly projected: boolean;
}

/** What random expressions may refer to. */
export interface RandomScope {
  readonly paths: readonly TypedPath[];
  /** Element type and text of the lists that filters and quantifiers may run over. */
  readonly lists: readonly TypedPath[];
  /** Levels of item scopes, for the names of variables. */
  readonly level: number;
}

type Dimensions = QuerySchema['dimensions'];

/** Every path below an object, through objects and to records, and through arrays of them as projections. */
export function pathsOf(
  node: ObjectNode,
  prefix: string,
  dimensions?: Dimensions,
  projected = false,
): readonly TypedPath[] {
  return Object.entries(node.fields).flatMap(([name, field]): readonly TypedPath[] => {
    const text = `${prefix}${name}`;
    const inArray = field.kind === 'array';
    const below = fieldsOf(inArray ? field.items : field, dimensions);
    const own: TypedPath = { text, node: field, projected };
    return below ? [own, ...pathsOf(below, `${text}.`, dimensions, projected || inArray)] : [own];
  });
}

/** What paths into a value lead to; undefined for values without fields. */
export function fieldsOf(node: SchemaNode, dimensions: Dimensions): ObjectNode | undefined {
  if (node.kind === 'object') return node;
  return node.kind === 'scalar' && node.relationship ? dimensions?.[node.relationship.entity] : undefined;
}

export function scopeOf(paths: readonly TypedPath[], events: ObjectNode, level = 0): RandomScope {
  const xEvent: TypedPath = { text: 'xEvent', node: { kind: 'array', items: events }, projected: false };
  const lists = paths.filter((path) => path.node.kind === 'array' && !path.projected);
  return { paths, lists: [...lists, xEvent, xEvent], level };
}

/** Paths to single values of the kinds. */
export function scalars(scope: RandomScope, kinds: readonly ScalarKind[], projected = false): readonly string[] {
  return scope.paths
    .filter(({ node }) => node.kind === 'scalar' && kinds.includes(node.type))
    .filter((path) => path.projected === projected)
    .map((path) => path.text);
}

/** Paths to maps, of values of the kinds. */
export function mapsOf(scope: RandomScope, kinds?: readonly ScalarKind[]): readonly string[] {
  return scope.paths
    .filter(({ node, projected }) => {
      if (node.kind !== 'map' || projected) return false;
      return kinds === undefined || (node.values.kind === 'scalar' && kinds.includes(node.values.type));
    })
    .map((path) => path.text);
}

/** Paths to lists of scalars of a kind. */
export function listsOf(scope: RandomScope, kind: ScalarKind): readonly string[] {
  return scope.lists
    .filter(({ node }) => node.kind === 'array' && node.items.kind === 'scalar' && node.items.type === kind)
    .map((list) => list.text);
}
