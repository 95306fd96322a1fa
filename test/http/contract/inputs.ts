import fc from 'fast-check';
import type { JsonSchema, Operation } from './document.ts';
import type { Call } from './step.ts';

/** Values that find what was forgotten. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  -1e308,
  1e21,
  '',
  ' ',
  '*',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '𝒳é\u202e',
  "'; DROP TABLE audience; --",
  '../../etc/passwd',
  '__proto__',
  '%00',
  '"\\',
  '(((((((',
  'NaN',
  '9'.repeat(400),
  'x'.repeat(70_000),
  [],
  {},
  [[]],
  [null],
  { __proto__: null, constructor: 1 },
  nested(90),
  nested(200),
];

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: [nested(depth - 1)] };
}

const hostile = fc.constantFrom(...HOSTILE);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom(...HOSTILE.map(asText)));

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Values that fit a schema mostly, and are something else now and then. */
function anyFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fitting(schema) }, { weight: 1, arbitrary: hostile });
}

function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(anyFor));
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.maxSafeInteger());
    case 'number':
      return fc.double({ noNaN: true });
    case 'string':
      return text;
    case 'array':
      return fc.array(anyFor(schema.items ?? {}), { maxLength: 4 });
    case 'object':
      return objectOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

function objectOf({ additionalProperties, properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, anyFor(schema)]));
  const known = fc.record(members, { requiredKeys: [...required] });
  const others = typeof additionalProperties === 'object' ? anyFor(additionalProperties) : hostile;
  const extra = fc.dictionary(
    text.map((name) => name.slice(0, 200)),
    others,
    { maxKeys: 2 },
  );
  return fc
    .tuple(known, fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: extra }))
    .map(([own, more]) => ({ ...more, ...own }));
}

/** A valid body with one of its values, somewhere, replaced or removed. */
function mutated(body: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(body);
  return fc
    .tuple(fc.constantFrom(...places), hostile, fc.boolean())
    .map(([place, value, remove]) => replaced(body, place, remove && place.length > 0 ? undefined : value));
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((item, index) => placesIn(item, [...at, index]))];
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...at, name]))];
}

function replaced(value: unknown, [step, ...rest]: Place, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, member]) => [name, name === step ? replaced(member, rest, by) : member]),
  );
}

/** Requests to an operation around one that is valid. */
export function callsOf({ parameters = [], requestBody }: Operation, valid: Call): fc.Arbitrary<Call> {
  const path = parameters.filter((parameter) => parameter.in === 'path');
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const bodySchema = requestBody?.content['application/json']?.schema;
  const params = fc.record(
    Object.fromEntries(
      path.map(({ name }) => [
        name,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(valid.params?.[name] ?? '') },
          { weight: 1, arbitrary: text.map((id) => id.slice(0, 3000).toWellFormed()) },
        ),
      ]),
    ),
  );
  const queries = fc
    .record(Object.fromEntries(query.map(({ name, schema }) => [name, parameterText(schema)])), { requiredKeys: [] })
    .map((chosen): Readonly<Record<string, string>> => {
      const given = Object.entries(chosen).map(([name, value]): [string, string] => [name, value ?? '']);
      return Object.fromEntries(given);
    });
  const bodies =
    bodySchema === undefined
      ? fc.constant(undefined)
      : fc.oneof(anyFor(bodySchema), mutated(valid.body), mutated(valid.body), fc.constant(valid.body));
  return fc
    .tuple(params, fc.oneof(queries, fc.constant({})), bodies)
    .map(([ids, own, body]) => ({ ...valid, params: ids, query: { ...valid.query, ...own }, body }));
}

/** Small enough for the address of a request. */
const parameterText = (schema: JsonSchema): fc.Arbitrary<string> =>
  anyFor(schema).map((value) => asText(value).slice(0, 2000).toWellFormed());
