import type { AttributeColumn, ColumnType } from '../../pql/clickhouse/layout.ts';
import { columnName, columnType } from '../../schema/columns.ts';
import type { ObjectField } from '../../schema/node.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type AttributeWriter, attributeWriter } from './attribute-column.ts';
import type { Column } from './column.ts';
import { FlagColumn } from './scalar-columns.ts';

/** The name of the column that says whether a list or map is present (docs/data-layout.md). */
export const presenceOf = (name: string): string => `${name}?`;

/** Takes documents apart into attribute columns, which appear when a document first holds their field. */
export class Shredder {
  readonly #root: Branch;
  readonly #leaves: Leaf[] = [];
  readonly #known: ReadonlyMap<string, ColumnType>;
  #rows = 0;

  constructor(schema: ObjectField, known: readonly AttributeColumn[]) {
    this.#root = { kind: 'branch', path: [], schema, children: new Map() };
    this.#known = new Map(known.map((column) => [column.name, column.type]));
  }

  /** Adds a document that the schema has accepted. */
  add(document: JsonObject): void {
    this.#visit(this.#root, document);
    this.#rows += 1;
  }

  /** The attribute columns that were met, with the part of their type that was used. */
  attributes(): readonly AttributeColumn[] {
    return this.#leaves.map(({ path, name, writer }) => ({ path, name, type: writer.used() }));
  }

  /** The columns by name, all of the same number of rows. */
  columns(): ReadonlyMap<string, Column> {
    const columns = this.#leaves.flatMap(({ name, writer, presence }) =>
      presence === undefined
        ? [[name, writer.column] as const]
        : [[name, writer.column] as const, [presenceOf(name), presence] as const],
    );
    for (const [, column] of columns) column.padTo(this.#rows);
    return new Map(columns);
  }

  #visit(branch: Branch, object: JsonObject): void {
    for (const name of Object.keys(object)) {
      const child = branch.children.get(name) ?? this.#child(branch, name);
      const value = object[name];
      if (child === undefined) continue;
      if (child.kind === 'branch') {
        if (isObject(value)) this.#visit(child, value);
      } else {
        child.writer.column.padTo(this.#rows);
        child.writer.column.add(value);
        child.presence?.padTo(this.#rows);
        child.presence?.add(1);
      }
    }
  }

  #child(branch: Branch, name: string): Branch | Leaf | undefined {
    const schema = Object.hasOwn(branch.schema.fields, name) ? branch.schema.fields[name] : undefined;
    if (schema === undefined) return undefined;
    const path = [...branch.path, name];
    const child = schema.kind === 'object' ? branchOf(path, schema) : this.#leaf(path, columnType(schema));
    branch.children.set(name, child);
    return child;
  }

  #leaf(path: readonly string[], type: ColumnType): Leaf {
    const name = columnName(path);
    const presence = type.kind === 'array' || type.kind === 'map' ? new FlagColumn('UInt8') : undefined;
    const leaf: Leaf = { kind: 'leaf', path, name, writer: attributeWriter(type, this.#known.get(name)), presence };
    this.#leaves.push(leaf);
    return leaf;
  }
}

interface Branch {
  readonly kind: 'branch';
  readonly path: readonly string[];
  readonly schema: ObjectField;
  readonly children: Map<string, Branch | Leaf>;
}

interface Leaf {
  readonly kind: 'leaf';
  readonly path: readonly string[];
  readonly name: string;
  readonly writer: AttributeWriter;
  readonly presence: Column | undefined;
}

const branchOf = (path: readonly string[], schema: ObjectField): Branch => ({
  kind: 'branch',
  path,
  schema,
  children: new Map(),
});
