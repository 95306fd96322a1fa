import type { ObjectNode, ScalarKind, SchemaNode } from '../../../src/pql/index.ts';

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

/** Every path below an object, through objects, and through arrays of objects as projections. */
export function pathsOf(node: ObjectNode, prefix: string, projected = false): readonly TypedPath[] {
  return Object.entries(node.fields).flatMap(([name, field]): readonly TypedPath[] => {
    const text = `${prefix}${name}`;
    const own: TypedPath = { text, node: field, projected };
    if (field.kind === 'object') return [own, ...pathsOf(field, `${text}.`, projected)];
    if (field.kind === 'array' && field.items.kind === 'object')
      return [own, ...pathsOf(field.items, `${text}.`, true)];
    return [own];
  });
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
