import { type TSchema, Type } from 'typebox';

// The `$id` of a body is its name in `/openapi.json`.

const Entry = Type.Object({ code: Type.Union([Type.Integer(), Type.String()]), message: Type.String() });

/** Envelope B. */
const ServiceErrorBody = Type.Object(
  {
    requestId: Type.String(),
    errors: Type.Record(Type.String(), Type.Array(Entry), { description: 'One key: the status.' }),
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
  },
  { $id: 'ServiceError' },
);

/** Of external audiences (api-audiences.md section 4.8). */
export const DetailedErrorBody = Type.Object(
  {
    requestId: Type.String(),
    errors: Type.Record(Type.String(), Type.Array(Entry), { description: 'One key: the status.' }),
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong, for people.' }),
  },
  { $id: 'DetailedError' },
);

/** Of merge policies. */
export const ShortErrorBody = Type.Object(
  {
    requestId: Type.String(),
    errors: Type.Record(Type.String(), Type.Array(Entry)),
  },
  { $id: 'ShortError' },
);

/** Of profile access. */
export const ProfileErrorBody = Type.Object(
  {
    message: Type.String(),
    cause: Type.Optional(Type.String()),
    statusCode: Type.String(),
  },
  { $id: 'ProfileError' },
);

/** Envelopes A, C and D, of the checks that every request passes. */
const GatewayErrorBody = Type.Object({ error_code: Type.String(), message: Type.String() }, { $id: 'GatewayError' });
const ReportBody = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    report: Type.Unknown(),
  },
  { $id: 'ReportError' },
);
const PlaceholderBody = Type.Object(
  {
    type: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    detail: Type.String(),
  },
  { $id: 'PlaceholderError' },
);

/** What the checks answer beside the errors of the route itself. */
const FROM_CHECKS: Readonly<Record<number, readonly TSchema[]>> = {
  400: [GatewayErrorBody, PlaceholderBody],
  403: [GatewayErrorBody, ReportBody],
  429: [GatewayErrorBody],
};

/** The bodies that an error of a status can have; `own` is what the route itself answers, where that is not the usual. */
export function errorBodies(status: number, own: TSchema = ServiceErrorBody): readonly TSchema[] {
  if (status === 401) return [GatewayErrorBody];
  return [...new Set([ServiceErrorBody, own]), ...(FROM_CHECKS[status] ?? [])];
}
