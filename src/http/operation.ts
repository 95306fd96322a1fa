import { STATUS_CODES } from 'node:http';
import { type TSchema, Type } from 'typebox';
import type { Access } from './context.ts';
import { errorBodies } from './errors/bodies.ts';

/** What validates the parts of a request; fastify derives the types of the handler from it. */
export interface RequestSchemas {
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
}

/** What callers of an operation are shown: a body that it takes, and what a success answers. */
export interface Examples {
  readonly body?: unknown;
  readonly answer?: unknown;
}

/** What OpenAPI tells about an operation beside the schemas. */
export interface About {
  readonly access: Access;
  readonly summary: string;
  readonly tag: string;
  readonly description?: string;
  /** Answers of success by status; `null` has no body. */
  readonly answers: Readonly<Record<number, TSchema | null>>;
  /** Statuses of errors beside those that every operation can have. */
  readonly errors?: readonly number[];
  /** The body as callers are told it, where the route checks what the schema of its request leaves open. */
  readonly documentedBody?: TSchema;
  /** Schema of error bodies where they are not the usual ones. */
  readonly errorBody?: TSchema;
  /** Type of the answers of success where it is not JSON. */
  readonly contentType?: string;
  /** For people and for tests: they must fit the schemas. */
  readonly examples?: Examples;
  /** What the specification asks for and is not there; absent when the operation is complete. */
  readonly missing?: string;
}

/**
 * The options of a route: who may call it, what validates the request, and the documentation made of the same
 * schemas.
 *
 * ```ts
 * app.get('/things/:id', operation({ access: 'segments:read', … }, { params: IdParameter }), async (request) => …)
 * ```
 */
export function operation<const S extends RequestSchemas>(about: About, request: S) {
  const errors = [...new Set([...(about.errors ?? []), ...(about.access === 'open' ? [] : COMMON_ERRORS)])];
  const response = Object.fromEntries([
    ...Object.entries(about.answers).map(([status, body]) => [status, success(status, body, about)]),
    ...errors.map((status) => [status, described(status, { anyOf: [...errorBodies(status, about.errorBody)] })]),
  ]);
  const documentation: Documentation = {
    ...(about.access !== 'open' && { headers: OptionalHeaders }),
    summary: about.summary,
    ...(about.description !== undefined && { description: about.description }),
    tags: [about.tag],
    security: about.access === 'open' ? [] : [{ token: [], apiKey: [], organization: [] }],
    response,
  };
  const { access, documentedBody, examples, missing } = about;
  const config = {
    access,
    example: examples?.body,
    ...(documentedBody !== undefined && { documentedBody }),
    ...(missing !== undefined && { missing }),
  };
  return { config, schema: { ...NO_QUERY, ...documentation, ...request } };
}

interface Documentation {
  readonly headers?: TSchema;
  readonly summary: string;
  readonly description?: string;
  readonly tags: string[];
  readonly security: Record<string, string[]>[];
  readonly response: Record<number, unknown>;
}

/** The path parameter of routes to one resource. */
export const IdParameter = Type.Object({ id: Type.String() });

/** Envelope H. */
export const AcknowledgementBody = Type.Object({ status: Type.Boolean(), message: Type.String() });

const COMMON_ERRORS = [400, 401, 403, 404, 409, 429, 500, 503];
/** So that the encoding of a query is checked on every route; its type says nothing, to leave that to the request. */
const NO_QUERY: object = { querystring: Type.Object({}) };

function success(status: string, body: TSchema | null, { contentType, examples }: About): object {
  if (body === null) return described(status, Type.Null());
  const example = status.startsWith('2') ? examples?.answer : undefined;
  if (contentType !== undefined) return described(status, { content: { [contentType]: { schema: body, example } } });
  // A schema with a name becomes a reference, which can have nothing beside it.
  const schema = '$id' in body ? { allOf: [body] } : body;
  return described(status, { ...schema, ...(example !== undefined && { examples: [example] }) });
}

/** Every response has a description of its own, or the name of its status. */
function described(status: string | number, content: object): object {
  return { description: STATUS_CODES[status], ...content };
}

const OptionalHeaders = Type.Object({
  'x-sandbox-name': Type.Optional(Type.String({ description: 'Sandbox; the default production sandbox when absent.' })),
  'x-sandbox-id': Type.Optional(Type.String({ description: 'UUID of the sandbox, instead of its name.' })),
  'x-request-id': Type.Optional(Type.String({ description: 'Trace id of the caller; generated when absent.' })),
});
