import { isObject, type JsonObject } from '../json.ts';

/** A column that holds an identity: `--namespace col=NS[,primary]`. */
export interface NamespaceColumn {
  readonly column: string;
  readonly namespace: string;
  readonly primary: boolean;
}

/** What the caller says about the columns of files (profile-store.md section 5.5). */
export interface Reshaping {
  /** Dotted path by the name in the file. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly namespaces: readonly NamespaceColumn[];
}

/** Puts the text of a cell into a document; never called for an empty cell. */
export type CellSetter = (document: Tree, cell: string) => void;

interface Tree {
  [name: string]: unknown;
}

type Path = readonly [string, ...(string | number)[]];

/** Where the cells of a column go: a dotted path, `a[0].b` for items, `identityMap.Email` for identities. */
export function cellSetter(column: string, { renamed, namespaces }: Reshaping): CellSetter {
  const identity = namespaces.find((entry) => entry.column === column);
  if (identity !== undefined)
    return (document, cell) => addIdentities(document, identity.namespace, [cell], identity.primary);
  const path = pathOf(renamed[column] ?? column);
  const [root, namespace] = path;
  if (root === 'identityMap' && typeof namespace === 'string' && path.length === 2) {
    return (document, cell) => {
      if (/^\s*\[/.test(cell)) setAt(document, path, cell);
      else addIdentities(document, namespace, cell.split('|'), false);
    };
  }
  return (document, cell) => setAt(document, path, cell);
}

/** The document of a row of cells; an empty cell is an absent value. */
export function documentOf(record: readonly string[], cells: readonly CellSetter[]): JsonObject {
  const document: Tree = Object.create(null);
  record.forEach((cell, index) => {
    if (cell !== '') cells[index]?.(document, cell);
  });
  return withoutHoles(document);
}

/** A document with its top-level fields renamed and identities taken from its fields. */
export function reshaped(document: JsonObject, { renamed, namespaces }: Reshaping): JsonObject {
  const result: Tree = Object.create(null);
  const columns = new Map(namespaces.map((entry) => [entry.column, entry]));
  for (const [name, value] of Object.entries(document)) {
    if (columns.has(name)) continue;
    setAt(result, pathOf(renamed[name] ?? name), value);
  }
  for (const { column, namespace, primary } of namespaces) {
    const value = document[column];
    if (typeof value === 'string' || typeof value === 'number')
      addIdentities(result, namespace, [String(value)], primary);
  }
  return { ...result };
}

function addIdentities(document: Tree, namespace: string, ids: readonly string[], primary: boolean): void {
  const map: Tree = isTree(document.identityMap) ? document.identityMap : Object.create(null);
  const present = Array.isArray(map[namespace]) ? map[namespace] : [];
  map[namespace] = [...present, ...ids.map((id) => (primary ? { id, primary } : { id }))];
  document.identityMap = map;
}

function pathOf(column: string): Path {
  const [first = column, ...rest] = column.split('.').flatMap((part) => {
    const [, name, indexes] = /^([^[\]]+)((?:\[\d+\])*)$/.exec(part) ?? [];
    if (name === undefined) return [part];
    return [name, ...(indexes?.match(/\d+/g) ?? []).map(Number)];
  });
  return [String(first), ...rest];
}

function setAt(tree: Tree, path: Path, value: unknown): void {
  const [name, next, ...rest] = path;
  if (next === undefined) tree[name] = value;
  else if (typeof next === 'number') tree[name] = withItem(tree[name], [next, ...rest], value);
  else {
    const below: Tree = isTree(tree[name]) ? tree[name] : Object.create(null);
    setAt(below, [next, ...rest], value);
    tree[name] = below;
  }
}

function withItem(
  list: unknown,
  [index, next, ...rest]: readonly [number, ...(string | number)[]],
  value: unknown,
): unknown[] {
  const items: unknown[] = Array.isArray(list) ? [...list] : [];
  if (next === undefined) items[index] = value;
  else if (typeof next === 'number') items[index] = withItem(items[index], [next, ...rest], value);
  else {
    const below: Tree = isTree(items[index]) ? items[index] : Object.create(null);
    setAt(below, [next, ...rest], value);
    items[index] = below;
  }
  return items;
}

function isTree(value: unknown): value is Tree {
  return isObject(value);
}

/** The same with plain objects, and lists without the places that no cell filled. */
function withoutHoles(value: Tree): JsonObject;
function withoutHoles(value: unknown): unknown;
function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map((item) => withoutHoles(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutHoles(member)]));
}
