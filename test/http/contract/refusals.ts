import type { Operation } from './document.ts';
import type { Call, Refusal } from './step.ts';

/** How the resources below a path say what is wrong with a request (api-conventions.md section 6, and their own pages). */
interface Codes {
  readonly unknown: string;
  readonly parameter: string;
  readonly body: string;
}

const USUAL: Codes = { unknown: 'UPAPI-113000-404', parameter: 'UPAPI-900001-400', body: 'UPLIB-101206-500' };
const OWN: readonly (readonly [path: string, Codes])[] = [
  ['/data/core/ups/audiences', { ...USUAL, unknown: 'UPAPI-113430-404' }],
  ['/data/core/ais/', { unknown: '100940-404', parameter: '100910-400', body: '100910-400' }],
];

export const codesOf = ({ path }: Operation): Codes => OWN.find(([start]) => path.startsWith(start))?.[1] ?? USUAL;

/** What every operation refuses, as far as its description says that it takes such a thing. */
export function commonRefusals(operation: Operation): readonly Refusal[] {
  return [
    ...(operation.security.length === 0 ? [] : CREDENTIALS),
    ...unknownIds(operation),
    ...malformedBodies(operation),
    ...malformedParameters(operation),
  ];
}

const header =
  (name: string, value: string) =>
  (valid: Call): Call => ({ ...valid, headers: { ...valid.headers, [name]: value } });

const CREDENTIALS: readonly Refusal[] = [
  ['no token', 403, '403010', header('authorization', '')],
  ['an unknown token', 401, '401013', header('authorization', 'Bearer unknown')],
  ['no API key', 403, '403000', header('x-api-key', '')],
  ['the API key of another client', 403, '403003', header('x-api-key', 'other')],
  ['no organization', 400, '400003', header('x-gw-ims-org-id', '')],
  ['an organization that the token is not for', 403, '403025', header('x-gw-ims-org-id', 'A@B')],
  ['a malformed sandbox name', 400, 'UPAPI-900012-400', header('x-sandbox-name', 'Not a name')],
  ['an unknown sandbox', 404, 'UPAPI-900010-404', header('x-sandbox-name', 'none-such')],
];

/** Ids of the wrong form are "not found" as well. */
function unknownIds(operation: Operation): readonly Refusal[] {
  const { parameters = [] } = operation;
  const { unknown } = codesOf(operation);
  const names = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  return names.flatMap((name) =>
    ['11111111-2222-4333-8444-555555555555', 'none such/%'].map(
      (id): Refusal => [
        `${name} '${id}'`,
        404,
        unknown,
        (valid) => ({ ...valid, params: { ...valid.params, [name]: id } }),
      ],
    ),
  );
}

function malformedBodies(operation: Operation): readonly Refusal[] {
  const { requestBody } = operation;
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return [];
  const { body: code } = codesOf(operation);
  const missing = schema.type === 'object' ? (schema.required ?? []) : [];
  return [
    ['no JSON', 400, code, (valid) => ({ ...valid, body: '{"name": ' })],
    ['another kind of JSON', 400, code, (valid) => ({ ...valid, body: 'true' })],
    ['a form', 400, 'BadRequestError', header('content-type', 'application/x-www-form-urlencoded')],
    ...missing.map(
      (name): Refusal => [
        `no ${name}`,
        400,
        code,
        ({ body, ...valid }) => ({ ...valid, body: { ...Object(body), [name]: null } }),
      ],
    ),
  ];
}

function malformedParameters(operation: Operation): readonly Refusal[] {
  const { parameters = [] } = operation;
  const { parameter } = codesOf(operation);
  return parameters
    .filter(
      ({ in: place, schema }) => place === 'query' && ['integer', 'number', 'boolean'].includes(schema.type ?? ''),
    )
    .map(({ name }) => [
      `${name} 'some'`,
      400,
      parameter,
      (valid) => ({ ...valid, query: { ...valid.query, [name]: 'some' } }),
    ]);
}
