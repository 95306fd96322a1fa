import type { Operation } from './document.ts';
import type { Call, Refusal } from './step.ts';

/** The code of an error in any of the envelopes (api-conventions.md section 5); `''` where the envelope has none. */
export function codeOf(body: unknown): string {
  const { error_code, errors, title, type } = Object(body);
  if (typeof error_code === 'string') return error_code;
  if (type === '/placeholder/type/uri') return title;
  if (typeof type === 'string') return type.replace('https://ns.adobe.com/aep/errors/', '');
  const [first] = Object.values(Object(errors)).flat();
  return first === undefined ? '' : String(Object(first).code);
}

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
function unknownIds({ parameters = [] }: Operation): readonly Refusal[] {
  const names = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  return names.flatMap((name) =>
    ['11111111-2222-4333-8444-555555555555', 'none such/%'].map(
      (id): Refusal => [`${name} '${id}'`, 404, '', (valid) => ({ ...valid, params: { ...valid.params, [name]: id } })],
    ),
  );
}

function malformedBodies({ path, requestBody }: Operation): readonly Refusal[] {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return [];
  // External audiences have codes of their own (api-audiences.md section 4.8).
  const code = path.startsWith('/data/core/ais/') ? '' : 'UPLIB-101206-500';
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

function malformedParameters({ parameters = [] }: Operation): readonly Refusal[] {
  return parameters
    .filter(
      ({ in: place, schema }) => place === 'query' && ['integer', 'number', 'boolean'].includes(schema.type ?? ''),
    )
    .map(({ name }) => [
      `${name} 'some'`,
      400,
      '',
      (valid) => ({ ...valid, query: { ...valid.query, [name]: 'some' } }),
    ]);
}
