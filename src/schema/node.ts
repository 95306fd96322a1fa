import type { ArrayNode, MapNode, ObjectNode, ScalarKind, ScalarNode } from '../pql/types.ts';

/** A field of a union schema: the checker's view of it (`SchemaNode`) plus what validation needs. Plain data. */
export type FieldNode = ScalarField | ObjectField | ArrayField | MapField;

/** Constraints of profile-store.md section 2.2. `pattern` is searched, not anchored; bounds are inclusive unless said. */
export interface Constraints {
  /** The only values accepted. */
  readonly enum?: readonly string[];
  /** Usual values of an open vocabulary; they never validate. */
  readonly suggested?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export interface ScalarField extends ScalarNode, Constraints {}

export type Fields = Readonly<Record<string, FieldNode>>;

export interface ObjectField extends ObjectNode {
  readonly fields: Fields;
  readonly required?: readonly string[];
}

export interface ArrayField extends ArrayNode {
  readonly items: FieldNode;
}

export interface MapField extends MapNode {
  readonly values: FieldNode;
}

const scalar = (type: ScalarKind, constraints: Constraints = {}): ScalarField => ({
  kind: 'scalar',
  type,
  ...constraints,
});

export const string = (constraints?: Constraints): ScalarField => scalar('string', constraints);
export const integer = (constraints?: Constraints): ScalarField => scalar('integer', constraints);
export const double = (constraints?: Constraints): ScalarField => scalar('double', constraints);
export const boolean = (): ScalarField => scalar('boolean');
export const date = (): ScalarField => scalar('date');
export const dateTime = (): ScalarField => scalar('date-time');

/** A string that takes one of the given values. */
export const oneOf = (...values: readonly string[]): ScalarField => string({ enum: values });

/** A string of an open vocabulary with usual values. */
export const usually = (...values: readonly string[]): ScalarField => string({ suggested: values });

export const object = (fields: Fields, required?: readonly string[]): ObjectField =>
  required === undefined ? { kind: 'object', fields } : { kind: 'object', fields, required };

export const array = (items: FieldNode): ArrayField => ({ kind: 'array', items });

export const map = (values: FieldNode): MapField => ({ kind: 'map', values });

/** Several fields of one type: `each(string(), 'firstName', 'lastName')`. */
export const each = (node: FieldNode, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, node]));

/** The object that has a field at a path: `objectAt(['a', 'b'], node)` is `{ a: { b: node } }`. */
export const objectAt = (path: readonly string[], node: FieldNode): FieldNode =>
  path.reduceRight<FieldNode>((below, name) => object({ [name]: below }), node);
