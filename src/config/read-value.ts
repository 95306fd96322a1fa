import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** A value that fits the schema, or what is allowed instead. */
export type ReadValue = { readonly value: unknown } | { readonly allowed: string };

/**
 * Reads the text of a flag or an environment variable as the schema asks: `true`, numbers, lists separated by commas;
 * lists of objects are JSON.
 */
export function readText(schema: TSchema, text: string): ReadValue {
  return readJson(schema, fromText(keywords(schema), text));
}

/** Checks a value from a JSON file. */
export function readJson(schema: TSchema, value: unknown): ReadValue {
  if (Value.Check(schema, value)) return { value };
  const [error] = Value.Errors(schema, value);
  const place = error?.instancePath ? ` ${error.instancePath} ${error.message}.` : '';
  return { allowed: `Must be ${describe(schema)}.${place}` };
}

/** What a schema allows, in words that follow "must be". */
export function describe(schema: TSchema): string {
  const { type, enum: options, items, minimum, maximum, pattern, minLength } = keywords(schema);
  if (options !== undefined) return `one of ${options.join(', ')}`;
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number': {
      const noun = type === 'integer' ? 'an integer' : 'a number';
      if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`;
      return minimum === undefined ? noun : `${noun} of at least ${minimum}`;
    }
    case 'array':
      return items !== undefined && keywords(items).type === 'object'
        ? 'a JSON array of objects'
        : `a list of: ${items === undefined ? 'values' : describe(items)}`;
    default:
      if (pattern !== undefined) return `a text that matches ${pattern}`;
      return minLength === undefined ? 'a text' : 'a text that is not empty';
  }
}

interface Keywords {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: TSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minLength?: number;
}

const keywords = (schema: TSchema): Keywords => schema;

function fromText({ type, items }: Keywords, text: string): unknown {
  switch (type) {
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()] ?? text;
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'array':
      return items !== undefined && keywords(items).type === 'object' ? parsed(text) : list(text);
    default:
      return text;
  }
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
