import type { FastifyReply, FastifyRequest } from 'fastify';
import { findContext } from '../context.ts';
import type { Envelope } from './api-error.ts';
import { sendError, toApiError } from './handler.ts';

/**
 * An error handler for routes whose own errors have another envelope (profile-store.md section 0.2). What the checks of
 * api-conventions.md section 2.1 refuse looks the same everywhere.
 */
export function answerErrorsAs(envelope: Envelope) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): unknown => {
    const answer = toApiError(error);
    const fromChecks = findContext(request) === undefined || answer.status === 403;
    return sendError(fromChecks ? answer : answer.as(envelope), error, request, reply);
  };
}
