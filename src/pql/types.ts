/**
 * Static PQL types (pql.md section 4.1).
 *
 * `any` is the type of everything unknown: every path in schema-less mode, and mixed results.
 */
export type PqlType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'double' }
  | StringType
  | { readonly kind: 'date' }
  | { readonly kind: 'datetime' }
  | { readonly kind: 'list'; readonly items: PqlType }
  | { readonly kind: 'map'; readonly values: PqlType }
  | { readonly kind: 'object'; readonly node?: ObjectNode }
  | { readonly kind: 'null' }
  | { readonly kind: 'any' }
  | { readonly kind: 'function' }
  | { readonly kind: 'mapEntry'; readonly value: PqlType }
  | { readonly kind: 'monthDay' };

export interface StringType {
  readonly kind: 'string';
  /** The dimension whose records the texts identify, where they come from a field with a relationship. */
  readonly entity?: string;
}

/** What the checker needs to know of a union schema. Plain data; built by `src/schema`. */
export type SchemaNode = ScalarNode | ObjectNode | ArrayNode | MapNode;

export type ScalarKind = 'string' | 'integer' | 'double' | 'boolean' | 'date' | 'date-time';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: ScalarKind;
  /** Of strings only. */
  readonly relationship?: Relationship;
}

/** The texts of a field are primary identities of records of another class (pql.md section 5.3). */
export interface Relationship {
  /** Name of the class among `QuerySchema.dimensions`. */
  readonly entity: string;
}

export interface ObjectNode {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, SchemaNode>>;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: SchemaNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly values: SchemaNode;
}

/** The union schemas that one query is checked against: the root class, its experience events, and what they refer to. */
export interface QuerySchema {
  readonly root: ObjectNode;
  readonly event: ObjectNode;
  /** Dimension classes by name. Relationships between them are ignored (evaluation.md section 10.2). */
  readonly dimensions?: Readonly<Record<string, ObjectNode>>;
}
