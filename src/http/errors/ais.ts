import type { FastifyReply, FastifyRequest } from 'fastify';
import { findContext } from '../context.ts';
import { ApiError } from './api-error.ts';
import { sendError, toApiError } from './handler.ts';

/** Code and message by the status that an error would have elsewhere (api-audiences.md section 4.8). */
const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['100910-400', 'BAD_REQUEST'],
  403: ['100922-401', 'UNAUTHORIZED'],
  404: ['100940-404', 'NOT_FOUND'],
  409: ['100950-409', 'DUPLICATE_RESOURCE'],
  422: ['100960-422', 'UNPROCESSABLE_ENTITY'],
  500: ['100970-500', 'INTERNAL_SERVER_ERROR'],
  503: ['100970-502', 'BAD_GATEWAY'],
};

/**
 * The error handler of the routes under `/data/core/ais`: every refusal as one of their own codes, with its text as
 * `detail`. What the checks of headers refuse looks the same everywhere.
 */
export function answerAisErrors(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  const answer = toApiError(error);
  const own = findContext(request) === undefined ? undefined : CODES[answer.status];
  return sendError(own === undefined ? answer : asDetailed(answer, own), error, request, reply);
}

function asDetailed(answer: ApiError, [code, message]: readonly [string, string]): ApiError {
  return new ApiError({
    envelope: 'detailed',
    status: Number(code.slice(-3)),
    code,
    entries: [{ code, message }, ...answer.entries.map((entry) => ({ code, message: entry.message }))],
    headers: answer.headers,
    cause: answer.cause,
  });
}
