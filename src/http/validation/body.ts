import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { MOST_PROBLEMS, malformed, noUsableValue } from '../../errors.ts';
import { invalidFields } from '../errors/catalogue.ts';
import { isObject, javaType, kindOf, variantFor, view } from './schema.ts';
import { describeRule, isValueRule } from './value-rules.ts';

/**
 * Makes the reader of one body schema: api-conventions.md sections 5 B and 15.
 *
 * The reader drops fields that the schema does not have and members that are `null`, and reports problems together, the
 * first hundred: what is missing or of the wrong type, and only when there is nothing of that, values that break a rule.
 * A union is decided by the kind of the JSON value.
 *
 * @throws ServiceError from the reader: `UPLIB-101206-500`, `UPAPI-900003-400`
 */
export function bodyReader(schema: TSchema): (body: unknown) => unknown {
  const rules = Compile(schema);
  return (body) => {
    const problems: string[] = [];
    const value = read(schema, body, '', problems);
    if (problems.length > 0) throw malformed(problems);
    const broken = [...rules.Errors(value)].filter(isValueRule);
    if (broken.length > 0) {
      throw invalidFields(broken.map((error) => ({ path: dotted(error.instancePath), reason: describeRule(error) })));
    }
    return value;
  };
}

/** Row 16 of api-conventions.md section 2.1: whether a body is of the kind of JSON value that the schema asks for. */
export function isExpectedKind(schema: TSchema, body: unknown): boolean {
  return body !== undefined && variantFor(schema, body) !== undefined;
}

function read(schema: TSchema, value: unknown, path: string, problems: string[]): unknown {
  const variant = variantFor(schema, value);
  if (variant === undefined) {
    note(problems, path, schema);
    return value;
  }
  const { items, patternProperties, properties } = view(variant);
  if (Array.isArray(value) && items !== undefined) {
    return value.map((item, index) => read(items, item, `${path}[${index}]`, problems));
  }
  if (!isObject(value)) return value;
  if (properties !== undefined) return readObject(variant, value, path, problems);
  const [values] = Object.values(patternProperties ?? {});
  return values === undefined ? value : readMap(values, value, path, problems);
}

function note(problems: string[], path: string, schema: TSchema): void {
  if (problems.length < MOST_PROBLEMS) problems.push(noUsableValue(path, javaType(schema)));
}

function readObject(schema: TSchema, value: Record<string, unknown>, path: string, problems: string[]) {
  const { properties = {}, required = [] } = view(schema);
  const members: [string, unknown][] = [];
  for (const [name, property] of Object.entries(properties)) {
    const at = join(path, name);
    if (isGiven(property, value, name)) members.push([name, read(property, value[name], at, problems)]);
    else if (required.includes(name)) note(problems, at, property);
  }
  return Object.fromEntries(members);
}

function readMap(values: TSchema, value: Record<string, unknown>, path: string, problems: string[]) {
  const given = Object.keys(value).filter((name) => isGiven(values, value, name));
  return Object.fromEntries(given.map((name) => [name, read(values, value[name], join(path, name), problems)]));
}

/** `null` is absence, except where anything is allowed. */
function isGiven(schema: TSchema, value: Record<string, unknown>, name: string): boolean {
  if (!Object.hasOwn(value, name)) return false;
  return value[name] !== null || (kindOf(schema) === undefined && view(schema).anyOf === undefined);
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** `/ids/2/id` as `ids[2].id`. */
function dotted(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : join(path, step)), '');
}
