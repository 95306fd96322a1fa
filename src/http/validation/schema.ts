import type { TSchema } from 'typebox';
import type { JavaType } from '../../errors.ts';

/** The keywords of JSON Schema that requests are described with. */
export interface SchemaView {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly anyOf?: readonly TSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
}

export const view = (schema: TSchema): SchemaView => schema;

/** What kind of JSON value a schema asks for; undefined when it takes anything. */
export function kindOf(schema: TSchema): string | undefined {
  const { type, enum: options, const: only } = view(schema);
  if (type !== undefined) return type;
  const sample = options?.[0] ?? only;
  return sample === undefined ? undefined : typeof sample;
}

/** Whether a value is of the kind that a schema asks for; says nothing of what is inside. */
function isOfKind(schema: TSchema, value: unknown): boolean {
  switch (kindOf(schema)) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === kindOf(schema);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of a union that a value is meant for: the first of its kind. A schema that is no union is its own. */
export function variantFor(schema: TSchema, value: unknown): TSchema | undefined {
  const variants = view(schema).anyOf ?? [schema];
  return variants.find((variant) => isOfKind(variant, value));
}

/** The name that error messages have for what a schema asks for. */
export function javaType(schema: TSchema): JavaType {
  const [first = schema] = view(schema).anyOf ?? [];
  switch (kindOf(first)) {
    case 'boolean':
      return 'boolean';
    case 'integer':
      return 'int';
    case 'number':
      return 'double';
    case 'array':
      return 'java.util.List';
    case 'object':
      return 'java.util.Map';
    default:
      return 'java.lang.String';
  }
}
