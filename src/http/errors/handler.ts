import type { FastifyReply, FastifyRequest } from 'fastify';
import { malformed, ServiceError } from '../../errors.ts';
import { ColumnarError } from '../../store/columnar/error.ts';
import { setCommonHeaders } from '../common-headers.ts';
import { ApiError } from './api-error.ts';
import { bodyTooLarge, unavailable, unexpected } from './catalogue.ts';
import { renderError } from './envelopes.ts';
import { fromServiceError } from './from-service-error.ts';

/** Answers whatever was thrown; for `setErrorHandler`. Errors of the server are logged with their cause. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  return sendError(toApiError(error), error, request, reply);
}

export function sendError(answer: ApiError, thrown: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (answer.status >= 500) request.log.error({ err: causeOf(thrown) }, answer.message);
  // fastify drops the headers of a reply that failed.
  setCommonHeaders(request, reply);
  // It would end the connection under a caller that still sends a body, who would see a reset in place of the answer.
  reply.removeHeader('connection');
  return reply.code(answer.status).headers(answer.headers).send(renderError(answer, request.id));
}

/** What is thrown, as an answer: refusals as they are, an unreachable store as 503, bugs as 500 without their text. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof ServiceError) return fromServiceError(error);
  if (error instanceof ColumnarError && error.code === 'unavailable') return unavailable(error);
  return fromServiceError(FROM_FASTIFY[codeOf(error)]?.() ?? unexpected());
}

const FROM_FASTIFY: Readonly<Record<string, () => ServiceError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: bodyTooLarge,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformed,
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const causeOf = (thrown: unknown): unknown => (thrown instanceof ApiError ? (thrown.cause ?? thrown) : thrown);
