import type { FieldNode } from '../../schema/node.ts';
import { fieldAt } from '../../schema/union.ts';

/** Which fields of a record are written: all, or those of the tree below. */
export type Selection = 'all' | ReadonlyMap<string, Selection>;

/** The steps of a comma-separated list of dotted paths; blanks around commas do not count. */
export function fieldPaths(list: string): readonly (readonly string[])[] {
  return list.split(',').map((path) => path.trim().split('.'));
}

/** The dotted paths that the schema does not have. */
export function unknownPaths(schema: FieldNode, paths: readonly (readonly string[])[]): readonly string[] {
  return paths.filter((path) => fieldAt(schema, path) === undefined).map((path) => path.join('.'));
}

/** The paths as a tree; a path covers everything below it. */
export function selectionOf(paths: readonly (readonly string[])[]): Selection {
  const root: Tree = new Map();
  for (const path of paths) insert(root, path);
  return root;
}

type Tree = Map<string, Tree | 'all'>;

function insert(tree: Tree, [name, ...rest]: readonly string[]): void {
  if (name === undefined) return;
  const below = tree.get(name);
  if (below === 'all') return;
  if (rest.length === 0) {
    tree.set(name, 'all');
    return;
  }
  const child: Tree = below ?? new Map();
  tree.set(name, child);
  insert(child, rest);
}

/** What is written of any of several fields that have one type: what is chosen of one of them. */
export function anyOf(selections: Iterable<Selection>): Selection {
  const all: Tree = new Map();
  for (const selection of selections) {
    if (selection === 'all') return 'all';
    for (const path of pathsOf(selection)) insert(all, path);
  }
  return all;
}

function pathsOf(selection: Selection): readonly (readonly string[])[] {
  if (selection === 'all') return [[]];
  return [...selection].flatMap(([name, below]) => pathsOf(below).map((rest) => [name, ...rest]));
}

/** What of a field is written; undefined when nothing is. */
export function selected(selection: Selection, name: string): Selection | undefined {
  return selection === 'all' ? 'all' : selection.get(name);
}
