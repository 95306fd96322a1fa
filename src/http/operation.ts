import { type TSchema, Type } from 'typebox';
import type { Access } from './context.ts';

/** What validates the parts of a request; fastify derives the types of the handler from it. */
export interface RequestSchemas {
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
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
  /** Schema of error bodies where they are not the usual ones. */
  readonly errorBody?: TSchema;
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
  const statuses = [...new Set([...(about.errors ?? []), ...(about.access === 'open' ? [] : COMMON_ERRORS)])];
  const errorBody = about.errorBody ?? ServiceErrorBody;
  const response: Record<number, unknown> = {
    ...Object.fromEntries(Object.entries(about.answers).map(([status, body]) => [status, body ?? NO_BODY])),
    ...Object.fromEntries(
      statuses.map((status) => [status, GATEWAY_STATUSES.has(status) ? GatewayErrorBody : errorBody]),
    ),
  };
  const documentation: Documentation = {
    ...(about.access !== 'open' && { headers: OptionalHeaders }),
    summary: about.summary,
    ...(about.description !== undefined && { description: about.description }),
    tags: [about.tag],
    security: about.access === 'open' ? [] : [{ token: [], apiKey: [], organization: [] }],
    response,
  };
  return { config: { access: about.access }, schema: { ...NO_QUERY, ...documentation, ...request } };
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
const GATEWAY_STATUSES = new Set([401]);
/** So that the encoding of a query is checked on every route; its type says nothing, to leave that to the request. */
const NO_QUERY: object = { querystring: Type.Object({}) };
const NO_BODY = Type.Null({ description: 'No body.' });

const Entry = Type.Object({ code: Type.Union([Type.Integer(), Type.String()]), message: Type.String() });

const ServiceErrorBody = Type.Object(
  {
    requestId: Type.String(),
    errors: Type.Record(Type.String(), Type.Array(Entry), { description: 'One key: the status.' }),
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
  },
  { description: 'An error. Missing or refused credentials are answered as `{"error_code", "message"}`.' },
);

/** Of merge policies. */
export const ShortErrorBody = Type.Object(
  { requestId: Type.String(), errors: Type.Record(Type.String(), Type.Array(Entry)) },
  { description: 'An error.' },
);

/** Of profile access. */
export const ProfileErrorBody = Type.Object(
  { message: Type.String(), cause: Type.Optional(Type.String()), statusCode: Type.String() },
  { description: 'An error.' },
);

const GatewayErrorBody = Type.Object(
  { error_code: Type.String(), message: Type.String() },
  { description: 'The credentials are refused.' },
);

const OptionalHeaders = Type.Object({
  'x-sandbox-name': Type.Optional(Type.String({ description: 'Sandbox; the default production sandbox when absent.' })),
  'x-sandbox-id': Type.Optional(Type.String({ description: 'UUID of the sandbox, instead of its name.' })),
  'x-request-id': Type.Optional(Type.String({ description: 'Trace id of the caller; generated when absent.' })),
});
