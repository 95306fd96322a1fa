import type { AttributeColumn, ColumnType } from '../../pql/clickhouse/layout.ts';
import { columnName, columnType } from '../../schema/columns.ts';
import type { ObjectField } from '../../schema/node.ts';
import { isObject, type JsonObject } from '../json.ts';
import { NameIndex } from '../name-index.ts';
import type { ScanLeaf } from '../scan/nodes.ts';
import { type AttributeLeaf, attributeWriter } from './attribute-column.ts';
import type { Column } from './column.ts';
import { NumberColumn, StringColumn } from './scalar-columns.ts';

/** The name of the column that says whether a list or map is present (docs/data-layout.md). */
export const presenceOf = (name: string): string => `${name}?`;

/** Takes documents apart into attribute columns, which appear when a document first holds their field. */
export class Shredder {
  readonly #root: Branch;
  readonly #leaves: AttributeLeaf[] = [];
  readonly #known: ReadonlyMap<string, ColumnType>;
  #rows = 0;

  constructor(schema: ObjectField, known: readonly AttributeColumn[]) {
    this.#known = new Map(known.map((column) => [column.name, column.type]));
    this.#root = this.#branch([], schema);
  }

  /** Adds a document that the schema has accepted. */
  add(document: JsonObject): void {
    this.#visit(this.#root, document);
    this.#rows += 1;
  }

  /** Adds the leaves that a scan found in a document: the first `count`. */
  addFound(leaves: readonly ScanLeaf[], count: number, source: Buffer): void {
    for (let index = 0; index < count; index++) {
      const found = leaves[index];
      if (found === undefined) break;
      if (found.target === undefined) found.target = this.#leafAt(found.path) ?? null;
      if (found.target !== null) this.#put(found.target, found, source);
    }
    this.#rows += 1;
  }

  /** The attribute columns that were met, with the part of their type that was used. */
  attributes(): readonly AttributeColumn[] {
    return this.#leaves.map(({ path, name, writer }) => ({ path, name, type: writer.used() }));
  }

  /** The columns by name, all of the same number of rows. */
  columns(): ReadonlyMap<string, Column> {
    const columns = this.#leaves.flatMap(({ name, column, presence }) =>
      presence === undefined
        ? [[name, column] as const]
        : [[name, column] as const, [presenceOf(name), presence] as const],
    );
    for (const [, column] of columns) column.padTo(this.#rows);
    return new Map(columns);
  }

  /** Drops all rows; the columns that were met stay. */
  clear(): void {
    for (const { column, presence } of this.#leaves) {
      column.clear();
      presence?.clear();
    }
    this.#rows = 0;
  }

  #visit(branch: Branch, object: JsonObject): void {
    for (const name in object) {
      const child = branch.children.find(name);
      const value = object[name];
      if (child === undefined) continue;
      if (child.kind === 'branch') {
        if (isObject(value)) this.#visit(child, value);
      } else {
        child.column.set(this.#rows, value);
        child.presence?.set(this.#rows, 1);
      }
    }
  }

  #put({ column, presence }: AttributeLeaf, found: ScanLeaf, source: Buffer): void {
    if (found.kind === 'parsed') {
      column.set(this.#rows, found.value);
      presence?.set(this.#rows, 1);
    } else if (column instanceof StringColumn) column.setBytes(this.#rows, source, found.start, found.end);
    else if (column instanceof NumberColumn) column.setNumber(this.#rows, found.number);
  }

  #leafAt(path: readonly string[]): AttributeLeaf | undefined {
    let node: Branch | AttributeLeaf | undefined = this.#root;
    for (const name of path) node = node?.kind === 'branch' ? node.children.find(name) : undefined;
    return node?.kind === 'leaf' ? node : undefined;
  }

  #branch(path: readonly string[], { fields }: ObjectField): Branch {
    const children = new NameIndex((name) => {
      const schema = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (schema === undefined) return undefined;
      const below = [...path, name];
      return schema.kind === 'object' ? this.#branch(below, schema) : this.#leaf(below, columnType(schema));
    });
    return { kind: 'branch', children };
  }

  #leaf(path: readonly string[], type: ColumnType): AttributeLeaf {
    const name = columnName(path);
    const presence = type.kind === 'array' || type.kind === 'map' ? new NumberColumn('UInt8') : undefined;
    const writer = attributeWriter(type, this.#known.get(name));
    const leaf: AttributeLeaf = { kind: 'leaf', path, name, writer, column: writer.column, presence };
    this.#leaves.push(leaf);
    return leaf;
  }
}

interface Branch {
  readonly kind: 'branch';
  readonly children: NameIndex<Branch | AttributeLeaf>;
}
