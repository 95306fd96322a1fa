/** Codes whose three-digit suffix is part of the name and not the status (api-conventions.md section 5). */
const STATUS_OF: Readonly<Record<string, number>> = {
  'UPLIB-101206-500': 400,
  'UPAPI-113631-403': 400,
  'UPLIB-101554-503': 400,
};

/**
 * A refusal that the caller is told about: a documented code, a message, and one further entry per additional problem
 * (api-conventions.md sections 5 B and 6). Anything else that is thrown is a bug.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  /** HTTP status: the suffix of the code, unless the catalogue says otherwise. */
  readonly status: number;
  /** Messages of the entries after the first. */
  readonly details: readonly string[];
  /** Where it is not the message. */
  readonly title: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { readonly details?: readonly string[]; readonly status?: number; readonly title?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? STATUS_OF[code] ?? Number(code.slice(-3));
    this.details = options.details ?? [];
    this.title = options.title;
  }
}

export const MALFORMED =
  'There is a problem extracting the user JSON, field(s) missing or invalid. Correct and try again.';

/** Fields that a refusal names; with more of them the answer would be many times as long as the body. */
export const MOST_PROBLEMS = 100;

/** `UPLIB-101206-500`: malformed JSON, or missing or ill-typed fields, one detail each. */
export const malformed = (details: readonly string[] = []): ServiceError =>
  new ServiceError('UPLIB-101206-500', MALFORMED, { details });

/** The documented detail of a missing or ill-typed field; `path` in dot notation. */
export const noUsableValue = (path: string, javaType: JavaType): string =>
  `No usable value for ${path}\nDid not find value which can be converted into ${javaType}`;

export type JavaType = 'java.lang.String' | 'boolean' | 'int' | 'long' | 'double' | 'java.util.List' | 'java.util.Map';

/** `UPAPI-900003-400`: values that have the right type but break a rule; the first is the message. */
export const invalidField = (path: string, reason: string): ServiceError =>
  new ServiceError('UPAPI-900003-400', `The value of field '${path}' is not valid. ${reason}`);

/** `UPAPI-900001-400`: a query parameter. */
export const invalidParameter = (name: string, value: string, reason: string): ServiceError =>
  new ServiceError('UPAPI-900001-400', `The value '${value}' of query parameter '${name}' is not valid. ${reason}`);

/** `UPAPI-113000-404`; status 400 when the missing id came in a request body. */
export const notFound = (ids: readonly string[], status: 404 | 400 = 404): ServiceError =>
  new ServiceError('UPAPI-113000-404', `The entity ${ids.join(',')} is not found.`, { status });

/** `UPLIB-101554-503`, with the catalogue's answer as the second entry (api-conventions.md section 6.1). */
export function unknownDataset(id: string): ServiceError {
  const path = `/data/foundation/catalog/dataSets/${id}`;
  const problem = { type: '/placeholder/type/uri', status: 404, title: 'NotFoundError', detail: 'DataSet not found.' };
  return new ServiceError('UPLIB-101554-503', `Dataset ${id} cannot be retrieved from Catalog ${path}.`, {
    details: [`uri:${path} -> Status Code - 404 : message\n${JSON.stringify(problem)}`],
  });
}
